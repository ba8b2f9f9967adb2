import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type {
  EventCallFault,
  ProviderEvent,
  ProviderEventKind,
  SignedCall,
} from '../../domain/inbound/provider-event.js';
import { HOUR, type Instant } from '../../domain/instant.js';
import { err, ok, type Result } from '../../domain/result.js';
import { bounceVerdict } from '../inbound/bounce-verdict.js';
import { aMessageId, anAddress, anId, headerOf, isInTime, jsonOf, secondsOf } from './parts.js';

/*
 * Twilio SendGrid's signed Event Webhook: ECDSA over the time and the body as it came
 * (twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features).
 */

const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';
/** It tries for 24 hours to tell it, and doesn't say whether each time is signed anew. */
const WINDOW_MS = 25 * HOUR;

/** The key as SendGrid shows it: SubjectPublicKeyInfo in base64, without PEM's lines. */
export const sendgridKey = (base64: string): KeyObject =>
  createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });

const event = z.looseObject({
  event: z.string().max(100),
  email: anAddress,
  sg_event_id: anId,
  sg_message_id: anId.optional().catch(undefined),
  'smtp-id': aMessageId.optional().catch(undefined),
  type: z.string().max(100).optional().catch(undefined),
  status: z.string().max(100).optional().catch(undefined),
  reason: z.string().max(100_000).optional().catch(undefined),
});

export function readSendgrid(
  key: KeyObject,
  headers: Parameters<typeof headerOf>[0],
  body: Uint8Array,
  now: Instant,
): Result<SignedCall, EventCallFault> {
  const [signature, timestamp] = [headerOf(headers, SIGNATURE), headerOf(headers, TIMESTAMP)];
  if (signature === null || timestamp === null) return err('no-signature');
  if (!isSignedBy(key, timestamp, body, signature)) return err('bad-signature');
  const at = secondsOf(timestamp);
  if (at === null || !isInTime(at, now, WINDOW_MS)) return err('too-old');
  const list = jsonOf(body);
  if (!Array.isArray(list)) return err('unreadable');
  const events = list.flatMap((each) => eventOf(each) ?? []);
  return ok({ events, ignored: list.length - events.length, token: null });
}

function isSignedBy(key: KeyObject, timestamp: string, body: Uint8Array, signature: string): boolean {
  try {
    return createVerify('sha256').update(timestamp).update(body).verify(key, signature, 'base64');
  } catch {
    return false;
  }
}

function eventOf(given: unknown): ProviderEvent | null {
  const parsed = event.safeParse(given);
  if (!parsed.success) return null;
  const { event: name, email, sg_event_id: id, sg_message_id: serverId, 'smtp-id': messageId = null } = parsed.data;
  const kind = kindOf(name, parsed.data);
  if (kind === null) return null;
  // Behind the first point it names the machine that had the mail.
  const serverMessageId = serverId?.split('.')[0] ?? null;
  return { id, kind, messageId, serverMessageId, recipient: email };
}

function kindOf(
  name: string,
  { type, status = '', reason = '' }: Pick<z.output<typeof event>, 'type' | 'status' | 'reason'>,
): ProviderEventKind | null {
  switch (name) {
    case 'delivered':
      return 'delivered';
    case 'deferred':
      return 'deferred';
    case 'spamreport':
      return 'complaint';
    case 'unsubscribe':
    case 'group_unsubscribe':
      return 'unsubscribe';
    case 'bounce':
      // `blocked`: refused for now or for what it is; the address may be good.
      return type !== 'blocked' && bounceVerdict(status, reason) === 'hard' ? 'hard-bounce' : 'soft-bounce';
    case 'dropped':
      // It wasn't even sent: an address that bounced before is as dead as then.
      return reason === 'Bounced Address' || reason === 'Invalid' ? 'hard-bounce' : 'soft-bounce';
    default:
      return null;
  }
}
