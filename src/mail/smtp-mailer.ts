import { AsyncResource } from 'node:async_hooks';
import type { Mailer, OutgoingMail, SendVerdict } from '../activities/ports.js';
import { wireAddress } from './address.js';
import { assertRecipient, composeMail } from './compose.js';
import { GatedBody } from './gated-body.js';
import { type Acquired, type Lease, type PoolOptions, SmtpPool } from './smtp-pool.js';
import type { SmtpServer } from './smtp-server.js';
import { type FailedAttempt, verdictOf, withoutAddresses } from './verdict.js';
import { assertOnWire, WholeBody } from './whole-body.js';

export interface SmtpMailerOptions {
  readonly server: SmtpServer;
  /** Connections at once; 3 by default, as few as the strict providers like. */
  readonly maxConnections?: number;
  /** Messages over one connection; 50 by default. */
  readonly maxMessages?: number;
  /** Milliseconds a connection is kept unused; 20 seconds by default. */
  readonly idleMs?: number;
  /** Milliseconds for connect, greeting, TLS and login each; 15 seconds by default. */
  readonly handshakeMs?: number;
  /** Milliseconds from the call to the verdict; 45 seconds by default, below the send activity's own limit. */
  readonly deadlineMs?: number;
  /**
   * Milliseconds of these that a message may wait for its domain's turn at a connection, before it is put off: who waits keeps
   * a slot of the worker from others. 4.5 seconds by default, or a third of a shorter deadline.
   */
  readonly patienceMs?: number;
  /**
   * Milliseconds for which a connection over which a message was just accepted is used again without a reset; 0 by default. Who
   * sends many at once saves a round trip on each.
   */
  readonly trustMs?: number;
  /**
   * Bytes up to which a message goes in one piece, dot and all, and its gate is asked when it has its connection, before a word of
   * it; 0 by default: every message's gate is asked before the dot. Who sends many small ones saves half of the work, and knows
   * less of one that broke off.
   */
  readonly wholeUpTo?: number;
}

/** The SMTP adapter behind the Mailer port. `close` ends its connections. */
export type SmtpMailer = Mailer & { close(): void };

/** Makes a mailer for one server. A gate that throws makes `send` reject with that error; nothing was sent then. */
export function createSmtpMailer(options: SmtpMailerOptions): SmtpMailer {
  const deadlineMs = options.deadlineMs ?? 45_000;
  const poolOptions: PoolOptions = {
    maxConnections: options.maxConnections ?? 3,
    maxMessages: options.maxMessages ?? 50,
    idleMs: options.idleMs ?? 20_000,
    handshakeMs: options.handshakeMs ?? 15_000,
    patienceMs: options.patienceMs ?? Math.min(4500, deadlineMs / 3),
    trustMs: options.trustMs ?? 0,
  };
  const pool = new SmtpPool(options.server, poolOptions);
  const wholeUpTo = options.wholeUpTo ?? 0;
  return {
    compose: (mail: OutgoingMail) => composeMail(mail),
    send: async (raw, envelope, beforeFinalDot, since = Number.POSITIVE_INFINITY) => {
      const from = wireAddress(envelope.from);
      const to = wireAddress(envelope.to);
      if (!from.ok) return unusable(`sender: ${from.error}`, false);
      // A local part outside ASCII would need SMTPUTF8 at every server on the way; the parser refuses it.
      if (!to.ok) return unusable(`recipient: ${to.error}`, true);
      assertRecipient(raw, to.value);
      if (envelope.onWire !== undefined) assertOnWire(envelope.onWire, raw);
      const isWhole = raw.length <= wholeUpTo;
      const message: Message = {
        ...{ raw, onWire: envelope.onWire ?? null, from: from.value, to: to.value, since, isWhole },
        mayGo: isWhole ? onceYes(beforeFinalDot) : inItsOwnContext(beforeFinalDot),
        endsAt: performance.now() + deadlineMs,
      };
      return (await attempt(pool, message, false)) ?? (await attempt(pool, message, true)) ?? timedOut('none');
    },
    close: () => pool.close(),
  };
}

interface Message {
  readonly raw: Uint8Array;
  readonly onWire: Uint8Array | null;
  readonly from: string;
  readonly to: string;
  readonly since: number;
  readonly isWhole: boolean;
  readonly mayGo: () => Promise<boolean>;
  /** By the process's own clock. */
  readonly endsAt: number;
}

/** A second connection asks nothing that the ledger has answered. */
function onceYes(gate: () => Promise<boolean>): () => Promise<boolean> {
  let isYes = false;
  return async () => {
    isYes ||= await gate();
    return isYes;
  };
}

/** Asked when a connection reads on, which another message may have opened: it belongs to this call all the same. */
function inItsOwnContext(gate: () => Promise<boolean>): () => Promise<boolean> {
  const call = new AsyncResource('FOLLOWTHROUGH_MAIL');
  return () => call.runInAsyncScope(gate);
}

/** One try over one connection. null: a kept connection had died before it took anything; try a new one. */
async function attempt(pool: SmtpPool, message: Message, fresh: boolean): Promise<SendVerdict | null> {
  const wanted = { domain: domainOf(message.to), age: message.since, fresh };
  const ready = pool.ready(wanted);
  if (ready !== null) return await over(pool, ready, message, fresh);
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), message.endsAt - performance.now());
  let acquired: Acquired;
  try {
    acquired = await untilAborted(pool.acquire(wanted, waiting.signal), waiting.signal);
  } catch (error) {
    return waiting.signal.aborted ? timedOut('none') : verdictOf({ error: asFailure(error), bodyRead: 'none' });
  } finally {
    // Ended with the wait: of a mailer that is busy there would soon be as many timers as mails in a minute.
    clearTimeout(timer);
  }
  return acquired.type === 'later' ? putOff(acquired) : await over(pool, acquired.lease, message, fresh);
}

async function over(pool: SmtpPool, lease: Lease, message: Message, fresh: boolean): Promise<SendVerdict | null> {
  if (message.isWhole) {
    const asked = await askFirst(message);
    if (asked.type === 'stopped') {
      // Nothing was said over it.
      pool.release(lease, true);
      if (asked.error !== null) throw asked.error;
      return { type: 'stopped' };
    }
    if (performance.now() >= message.endsAt) {
      pool.release(lease, true);
      return timedOut('none');
    }
  }
  const outcome = await transfer(lease, message);
  if (outcome.type === 'sent') {
    pool.release(lease, true);
    return { type: 'accepted', reply: withoutAddresses(outcome.reply), serverMessageId: outcome.serverMessageId };
  }
  if (outcome.type === 'stopped') {
    pool.discard(lease, false);
    if (outcome.error !== null) throw outcome.error;
    return { type: 'stopped' };
  }
  const { error, bodyRead } = outcome;
  const answered = error.response !== undefined;
  // After a refusal in its proper place the conversation goes on; after anything else its state is unknown.
  if (answered && bodyRead !== 'part' && !error.response?.startsWith('421')) pool.release(lease);
  else pool.discard(lease, false);
  const isOver = performance.now() >= message.endsAt;
  const staleConnection = lease.reused && !answered && bodyRead === 'none' && !isOver;
  return staleConnection && !fresh ? null : verdictOf(outcome);
}

type Stopped = { readonly type: 'stopped'; readonly error: unknown };

async function askFirst({ mayGo }: Message): Promise<Stopped | { readonly type: 'go' }> {
  try {
    return (await mayGo()) ? { type: 'go' } : { type: 'stopped', error: null };
  } catch (error) {
    return { type: 'stopped', error: error ?? new Error('the gate failed') };
  }
}

/** Others go first, or nobody does: then it has the reason that those have whose turn it was. */
function putOff({ failure, retryAfterMs }: Extract<Acquired, { type: 'later' }>): SendVerdict {
  const other = failure === null ? null : verdictOf({ error: asFailure(failure), bodyRead: 'none' });
  const { cause, reply } = other?.type === 'later' ? other : { cause: 'awaits-turn' as const, reply: '' };
  return { type: 'later', cause, reply, retryAfterMs };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** A digit of the code alone could have become any reply. */
const PROPER_YES = /^2\d\d(?=[ -]|$)/;

type Outcome =
  | { readonly type: 'sent'; readonly reply: string; readonly serverMessageId: string | null }
  | Stopped
  | ({ readonly type: 'failed' } & FailedAttempt);

function transfer(lease: Lease, message: Message): Promise<Outcome> {
  return new Promise((resolve) => {
    let isOver = false;
    const finish = (outcome: Outcome) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(deadline);
      lease.onLost = null;
      // Without its end the message is void; the connection must go before a late answer of the gate could end it.
      const isCutOff = outcome.type !== 'sent' && body.bodyRead !== 'whole';
      if (isCutOff) body.destroy();
      if (isCutOff && body.bodyRead === 'part') lease.connection.close();
      // The ledger's answer is waited for, so that no commit of the gate comes after the verdict.
      void body.settled().then(() => resolve(outcome));
    };
    const fail = (error: FailedAttempt['error']) => finish({ type: 'failed', error, bodyRead: body.bodyRead });
    const body = message.isWhole
      ? new WholeBody(message.raw, message.onWire)
      : new GatedBody(message.raw, message.mayGo, (error) => {
          finish({ type: 'stopped', error });
        });
    const deadline = setTimeout(() => {
      fail({ message: 'no answer in time', code: 'ETIMEDOUT', command: 'CONN' });
      lease.connection.close();
    }, message.endsAt - performance.now());
    lease.onLost = (error) => fail(asFailure(error));
    lease.connection.send({ from: message.from, to: [message.to], size: message.raw.length }, body, (error, info) => {
      if (error) fail(asFailure(error));
      else if (info === undefined || info.accepted.length !== 1)
        fail({ message: 'the server took the message for nobody', command: 'RCPT TO' });
      else if (body.bodyRead !== 'whole')
        fail({ message: 'the server answered before the message had ended', command: 'DATA' });
      else if (!PROPER_YES.test(info.response))
        fail({ message: 'the server broke off in its answer', command: 'DATA' });
      else finish({ type: 'sent', reply: info.response, serverMessageId: info.serverMessageId ?? null });
    });
  });
}

function asFailure(error: unknown): FailedAttempt['error'] {
  const { message, code, command, response } = error as Error & {
    code?: unknown;
    command?: unknown;
    response?: unknown;
  };
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { message: String(message), code: text(code), command: text(command), response: text(response) };
}

/** Rejects when the deadline comes first; the pool takes a connection that comes later back by itself. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

const timedOut = (bodyRead: 'none' | 'part'): SendVerdict =>
  verdictOf({ error: { message: 'no answer in time', code: 'ETIMEDOUT', command: 'CONN' }, bodyRead });

const unusable = (reply: string, suppress: boolean): SendVerdict => ({
  type: 'refused',
  reply,
  enhanced: null,
  suppress,
});
