import { createHmac } from 'node:crypto';
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
import { aMessageId, anAddress, anId, isInTime, isSame, jsonOf, secondsOf, sha256 } from './parts.js';

/*
 * Mailgun's webhooks: an HMAC in the body over a time and a token (documentation.mailgun.com, Securing webhooks). The
 * signature doesn't cover what is told, so whoever has seen one could put other events under it: a token is good for one
 * body only, which is the caller's to hold.
 */

/** It tries for 8 hours to tell it. */
export const MAILGUN_WINDOW_MS = 9 * HOUR;

const call = z.looseObject({
  signature: z.looseObject({
    timestamp: z.union([z.string().max(20), z.number()]).transform(String),
    token: z.string().min(1).max(200),
    signature: z.string().regex(/^[0-9a-f]{64}$/i),
  }),
});

const event = z.looseObject({
  id: anId,
  event: z.string().max(100),
  recipient: anAddress,
  severity: z.string().max(100).optional().catch(undefined),
  reason: z.string().max(1_000).optional().catch(undefined),
  message: z.looseObject({ headers: z.looseObject({ 'message-id': aMessageId }) }),
  'delivery-status': z
    .looseObject({
      'enhanced-code': z.string().max(100).optional().catch(undefined),
      code: z.number().optional().catch(undefined),
      message: z.string().max(100_000).optional().catch(undefined),
      description: z.string().max(100_000).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

export function readMailgun(key: string, body: Uint8Array, now: Instant): Result<SignedCall, EventCallFault> {
  const parsed = call.safeParse(jsonOf(body));
  if (!parsed.success) return err('no-signature');
  const { timestamp, token, signature } = parsed.data.signature;
  const right = createHmac('sha256', key).update(timestamp).update(token).digest();
  if (!isSame(right, Buffer.from(signature, 'hex'))) return err('bad-signature');
  const at = secondsOf(timestamp);
  if (at === null || !isInTime(at, now, MAILGUN_WINDOW_MS)) return err('too-old');
  const told = eventOf(parsed.data['event-data']);
  return ok({
    events: told === null ? [] : [told],
    ignored: told === null ? 1 : 0,
    token: { hash: sha256(token), bodyHash: sha256(body) },
  });
}

function eventOf(given: unknown): ProviderEvent | null {
  const parsed = event.safeParse(given);
  if (!parsed.success) return null;
  const { id, recipient, message } = parsed.data;
  const kind = kindOf(parsed.data);
  return kind === null
    ? null
    : { id, kind, messageId: message.headers['message-id'], serverMessageId: null, recipient };
}

function kindOf({ event: name, severity, reason, ...told }: z.output<typeof event>): ProviderEventKind | null {
  switch (name) {
    case 'delivered':
      return 'delivered';
    case 'complained':
      return 'complaint';
    case 'unsubscribed':
      return 'unsubscribe';
    case 'failed': {
      if (severity === 'temporary') return 'deferred';
      // On Mailgun's own list of those that bounced: as dead as when it was put there.
      if (reason === 'suppress-bounce') return 'hard-bounce';
      const { message = '', description = '', code, 'enhanced-code': status = '' } = told['delivery-status'] ?? {};
      const words = [code ?? '', message, description].join(' ');
      return bounceVerdict(status, words) === 'hard' ? 'hard-bounce' : 'soft-bounce';
    }
    default:
      return null;
  }
}
