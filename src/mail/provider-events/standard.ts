import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type {
  EventCallFault,
  ProviderEvent,
  ProviderEventKind,
  SignedCall,
} from '../../domain/inbound/provider-event.js';
import { type Instant, MINUTE } from '../../domain/instant.js';
import { err, ok, type Result } from '../../domain/result.js';
import { bounceVerdict } from '../inbound/bounce-verdict.js';
import { aMessageId, anAddress, anId, headerOf, isInTime, isSame, jsonOf, secondsOf } from './parts.js';

/*
 * Standard Webhooks 1.0, as our own are signed, for relays of one's own: `{"events": [{ id, type, messageId, recipient,
 * status?, diagnostic? }]}`. Each attempt is signed anew.
 */

const WINDOW_MS = 5 * MINUTE;

const call = z.looseObject({ events: z.array(z.unknown()) });

const event = z.looseObject({
  id: anId,
  type: z.enum(['delivered', 'bounced', 'deferred', 'complained', 'unsubscribed']),
  messageId: aMessageId,
  recipient: anAddress,
  /** The enhanced status code, such as 5.1.1, and what the server said. */
  status: z.string().max(100).optional(),
  diagnostic: z.string().max(100_000).optional(),
});

export function readStandard(
  secret: string,
  headers: Parameters<typeof headerOf>[0],
  body: Uint8Array,
  now: Instant,
): Result<SignedCall, EventCallFault> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  );
  if (id == null || timestamp == null || signatures == null) return err('no-signature');
  const right = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
  // More than one, while a secret is being changed.
  const given = signatures.split(' ').flatMap((each) => (each.startsWith('v1,') ? [each.slice('v1,'.length)] : []));
  if (!given.some((each) => isSame(right, Buffer.from(each, 'base64')))) return err('bad-signature');
  const at = secondsOf(timestamp);
  if (at === null || !isInTime(at, now, WINDOW_MS)) return err('too-old');
  const parsed = call.safeParse(jsonOf(body));
  if (!parsed.success) return err('unreadable');
  const events = parsed.data.events.flatMap((each) => eventOf(each) ?? []);
  return ok({ events, ignored: parsed.data.events.length - events.length, token: null });
}

/** `whsec_` and base64, as the standard writes secrets; any other text is the key itself. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');

function eventOf(given: unknown): ProviderEvent | null {
  const parsed = event.safeParse(given);
  if (!parsed.success) return null;
  const { id, messageId, recipient } = parsed.data;
  return { id, kind: kindOf(parsed.data), messageId, serverMessageId: null, recipient };
}

function kindOf({ type, status = '', diagnostic = '' }: z.output<typeof event>): ProviderEventKind {
  switch (type) {
    case 'delivered':
    case 'deferred':
      return type;
    case 'complained':
      return 'complaint';
    case 'unsubscribed':
      return 'unsubscribe';
    case 'bounced':
      return bounceVerdict(status, diagnostic) === 'hard' ? 'hard-bounce' : 'soft-bounce';
  }
}
