import { ImapFlow, type ListResponse } from 'imapflow';
import type { ImapServer, MailboxConnection, OpenMailbox } from '../../activities/inbound-ports.js';
import { MailboxError, troubleOf } from './imap-trouble.js';
import { MOST_BYTES } from './read-incoming.js';

export interface ImapOptions {
  /** Certificates to trust beside the known ones. */
  readonly ca?: string;
  /** How long to wait for a connection, and for a sign of life from one that is open, in ms. */
  readonly patienceMs?: number;
}

/** Longer than the pauses between two looks. */
const PATIENCE_MS = 150_000;
/** Without IDLE a mailbox is asked more often. */
const WITHOUT_IDLE_MS = 15_000;

/** Opens mailboxes over IMAP4rev1, looking only. */
export function createImapOpener({ ca, patienceMs = PATIENCE_MS }: ImapOptions = {}): OpenMailbox {
  return async (server, signal) => {
    const client = new ImapFlow({
      host: server.host,
      port: server.port,
      ...encryption(server),
      auth: { user: server.user, pass: server.password },
      tls: ca === undefined ? {} : { ca },
      // Its own log has addresses and subjects in it.
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: Math.min(patienceMs, 30_000),
      greetingTimeout: Math.min(patienceMs, 30_000),
      socketTimeout: patienceMs,
      // What is asked for is bounded; a server that sends more than a mail's beginning is broken.
      maxLiteralSize: 4 * MOST_BYTES,
      maxResponseSize: 8 * MOST_BYTES,
      clientInfo: { name: 'Followthrough' },
    });
    return await connect(client, signal);
  };
}

const encryption = ({ tls }: ImapServer) =>
  ({
    implicit: { secure: true },
    required: { secure: false, doSTARTTLS: true },
    offered: { secure: false },
    none: { secure: false, doSTARTTLS: false },
  })[tls];

async function connect(client: ImapFlow, signal: AbortSignal): Promise<MailboxConnection> {
  // Before anything else: an error that nobody listens for ends the process.
  let failure: unknown = null;
  client.on('error', (error: unknown) => {
    failure ??= error;
  });
  const stop = () => client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw new MailboxError(troubleOf(failure ?? error, false), error);
  } finally {
    // From then on it is its user's to close.
    signal.removeEventListener('abort', stop);
  }
  return new ImapConnection(client, () => failure);
}

class ImapConnection implements MailboxConnection {
  private readonly gone: Promise<void>;
  private arrived: (() => void) | null = null;

  constructor(
    private readonly client: ImapFlow,
    private readonly failure: () => unknown,
  ) {
    this.gone = new Promise((resolve) => client.once('close', () => resolve()));
    client.on('exists', () => this.arrived?.());
  }

  folders(): Promise<readonly string[]> {
    return this.ask(async () => ['INBOX', ...(await this.client.list()).filter(isJunk).map(({ path }) => path)]);
  }

  open(folder: string) {
    return this.ask(async () => {
      // EXAMINE: the server itself then lets nothing be changed.
      const { uidValidity, uidNext } = await this.client.mailboxOpen(folder, { readOnly: true });
      return { uidValidity, uidNext: uidNext > 0 ? uidNext : null };
    });
  }

  uidsFrom(uid: number) {
    // Of `7:*` the last mail is part even if its UID is smaller.
    return this.ask(async () =>
      ascending(await this.client.search({ uid: `${uid}:*` }, { uid: true })).filter((found) => found >= uid),
    );
  }

  uidsSince(at: number) {
    return this.ask(async () => ascending(await this.client.search({ since: new Date(at) }, { uid: true })));
  }

  fetch(uid: number) {
    return this.ask(async () => {
      // BODY.PEEK: it stays unread.
      const query = { uid: true, size: true, internalDate: true, source: { start: 0, maxLength: MOST_BYTES } };
      const found = await this.client.fetchOne(String(uid), query, { uid: true });
      if (found === false || found.source === undefined) return null;
      const { source, size = source.length, internalDate } = found;
      const at = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
      return { bytes: source, size, receivedAt: Number.isNaN(at) ? null : at };
    });
  }

  wait(ms: number, woken: Promise<void>): Promise<void> {
    return this.ask(async () => {
      const canIdle = this.client.capabilities.has('IDLE');
      const something = new Promise<void>((resolve) => {
        this.arrived = resolve;
      });
      let timer: NodeJS.Timeout | undefined;
      const time = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, canIdle ? ms : Math.min(ms, WITHOUT_IDLE_MS));
      });
      // Ends with the next command, or with the connection.
      if (canIdle) void this.client.idle().catch(() => undefined);
      try {
        await Promise.race([something, time, woken, this.gone]);
      } finally {
        clearTimeout(timer);
        this.arrived = null;
      }
      await this.client.noop();
    });
  }

  close(): void {
    this.client.close();
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    if (!this.client.usable) throw new MailboxError(troubleOf(this.failure(), true), this.failure());
    try {
      return await question();
    } catch (error) {
      throw new MailboxError(troubleOf(this.failure() ?? error, true), error);
    }
  }
}

/** By its mark (RFC 6154), else by the names that mail programs give it. */
const isJunk = ({ specialUse, name, flags }: ListResponse): boolean =>
  !flags.has('\\Noselect') &&
  (specialUse === '\\Junk' ||
    (specialUse === undefined && /^(junk( e-?mail)?|spam|bulk mail|垃圾邮件|垃圾郵件|spamverdacht)$/i.test(name)));

const ascending = (uids: readonly number[] | false | undefined): readonly number[] =>
  uids === false || uids === undefined ? [] : uids.toSorted((a, b) => a - b);
