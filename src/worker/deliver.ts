import type { Delivery, MailAddress, Mailer, OutgoingMail, WebhookAnswer, WebhookCall } from '../activities/ports.js';
import { assertNever } from '../domain/result.js';
import { type RobotDeps, sayNotice } from './deliver-to-robot.js';
import { withinShares } from './shares.js';

export interface DeliverDeps extends RobotDeps {
  readonly mailer: Mailer;
  readonly callWebhook: (call: WebhookCall) => Promise<WebhookAnswer>;
  /** Who writes to staff. */
  readonly sender: MailAddress;
  /** Host part of Message-IDs. */
  readonly messageHost: string;
  /** Told of what will not be tried again, by id and code. */
  readonly onFailed: (delivery: Delivery, code: string) => void;
}

/** Waits between attempts, in real ms, as Standard Webhooks recommends them; after the last it has failed. */
const RETRIES = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000];

const AT_ONCE = 16;
/** Real ms until what may have become due meanwhile is looked for. */
const LOOK_AGAIN_MS = 500;

/** Delivers what waits of a kind, in places of its own: who waits for a webhook's receiver keeps no mail waiting. */
export interface Deliverer {
  /** Begins with what is due and may have a place; true: a place has become free or was taken, look again at once. */
  round(): Promise<boolean>;
  /** When nothing is in hand any more. */
  settled(): Promise<void>;
}

/** `onTrouble` hears of what kept a delivery from being settled: its claim runs out, and it is tried again. */
export function createDeliverer(
  deps: DeliverDeps,
  kind: Delivery['kind'],
  onTrouble: (error: unknown) => void,
): Deliverer {
  const running = new Map<Promise<void>, string>();
  const begin = (delivery: Delivery) => {
    const work = deliver(deps, delivery)
      .catch(onTrouble)
      .finally(() => running.delete(work));
    running.set(work, delivery.host);
  };
  return {
    async round() {
      const free = AT_ONCE - running.size;
      const hosts = [...running.values()];
      const deliveries = await deps.store.claim(kind, deps.now(), free, (due) => withinShares(due, free, hosts));
      for (const delivery of deliveries) begin(delivery);
      if (deliveries.length > 0 && running.size < AT_ONCE) return true;
      if (running.size === 0) return false;
      return await oneOf(running.keys());
    },
    async settled() {
      await Promise.all(running.keys());
    },
  };
}

/** Whether one of them ends before it is time to look again anyway. */
async function oneOf(works: Iterable<Promise<void>>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), LOOK_AGAIN_MS).unref();
  });
  const ended = Promise.race(works).then(() => true);
  return await Promise.race([ended, later]).finally(() => clearTimeout(timer));
}

/** One round, to its end; answers how many were tried. */
export async function deliverWaiting(deps: DeliverDeps, kind: Delivery['kind']): Promise<number> {
  const troubles: unknown[] = [];
  const works: Promise<void>[] = [];
  const deliveries = await deps.store.claim(kind, deps.now(), AT_ONCE, (due) => withinShares(due, AT_ONCE, []));
  for (const delivery of deliveries) works.push(deliver(deps, delivery).catch((error) => void troubles.push(error)));
  await Promise.all(works);
  if (troubles.length > 0) throw troubles[0];
  return deliveries.length;
}

async function deliver(deps: DeliverDeps, delivery: Delivery): Promise<void> {
  const answer = await attempt(deps, delivery);
  if (answer === null) return;
  const wait = answer.type === 'later' ? waitOf(answer, delivery.attempts) : undefined;
  await deps.store.settle(delivery, answer, deps.now(), wait === undefined ? null : deps.now() + wait);
  if (answer.type !== 'done' && wait === undefined) deps.onFailed(delivery, answer.code);
}

/** Undefined: it was the last attempt. */
function waitOf({ retryAfterMs = 0 }: { readonly retryAfterMs?: number }, attempts: number): number | undefined {
  const own = RETRIES[attempts - 1];
  return own === undefined ? undefined : Math.max(own, retryAfterMs);
}

function attempt(deps: DeliverDeps, delivery: Delivery): Promise<WebhookAnswer | null> {
  // Whatever ended all attempts before their answer would end this one too.
  if (delivery.attempts > RETRIES.length + 1)
    return Promise.resolve({ type: 'failed', code: 'unanswered', status: null });
  switch (delivery.kind) {
    case 'webhook':
      return call(deps, delivery);
    case 'staff-mail':
      return mail(deps, delivery);
    case 'robot':
      return sayNotice(deps, delivery);
    default:
      return assertNever(delivery.kind);
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function call(deps: DeliverDeps, { id, content }: Delivery): Promise<WebhookAnswer> {
  return deps.callWebhook({
    id,
    at: deps.now(),
    url: text(content['url']),
    method: text(content['method']),
    body: JSON.stringify(content['body'] ?? null),
    secret: typeof content['secret'] === 'string' ? content['secret'] : null,
  });
}

/** Null: another worker has it, or it waits for its domain's turn. A mail of which nobody knows whether it arrived is not sent again. */
async function mail(deps: DeliverDeps, delivery: Delivery): Promise<WebhookAnswer | null> {
  const { content } = delivery;
  const to = text(content['to']);
  const raw = await composed(deps, delivery, to);
  if (raw === null) return { type: 'failed', code: 'unsafe', status: null };
  const envelope = { from: deps.sender.address, to };
  const verdict = await deps.mailer.send(raw, envelope, () => deps.store.handOver(delivery), delivery.at);
  switch (verdict.type) {
    case 'accepted':
      return { type: 'done', status: null };
    case 'refused':
      return { type: 'failed', code: 'refused', status: null };
    case 'later':
      if (verdict.cause === 'awaits-turn') {
        await deps.store.putOff(delivery, deps.now() + verdict.retryAfterMs);
        return null;
      }
      return { type: 'later', code: verdict.cause, status: null };
    case 'uncertain':
      return { type: 'failed', code: 'uncertain', status: null };
    case 'stopped':
      return null;
  }
}

/** Of an appointment's mail: what goes into its receiver's calendar. */
function calendarOf(calendar: unknown): Pick<OutgoingMail, 'calendar'> {
  if (typeof calendar !== 'object' || calendar === null) return {};
  const { method, text: object } = calendar as { readonly method?: unknown; readonly text?: unknown };
  return { calendar: { method: method === 'CANCEL' ? 'CANCEL' : 'REQUEST', text: text(object) } };
}

/** The mail's bytes; null: what the mail library would have made of it isn't what was meant, and never will be. */
async function composed(deps: DeliverDeps, { content, id, at }: Delivery, to: string): Promise<Uint8Array | null> {
  const mail = {
    messageId: `<${id}@${deps.messageHost}>`,
    date: at,
    from: deps.sender,
    to: { name: text(content['name']), address: to },
    subject: text(content['subject']),
    html: text(content['html']),
    text: text(content['text']),
    references: [],
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...calendarOf(content['calendar']),
  };
  try {
    return await deps.mailer.compose(mail);
  } catch (error) {
    if (error instanceof Error && error.name === 'UnsafeMailError') return null;
    throw error;
  }
}
