import type { Instant } from '../instant.js';
import { addressKey } from '../mail-address.js';
import { assertNever, type Result } from '../result.js';
import type { Effect } from './effect-of.js';
import type { SentMail } from './sent-mail.js';

/*
 * What those who carry our mail tell of it over HTTP. A call is signed, so who tells it is known; still it may speak only
 * of a mail of ours and of the address that this mail went to.
 */

/** The forms that are understood: two providers' own, and Standard Webhooks for relays of one's own. */
export const EVENT_FORMS = ['sendgrid', 'mailgun', 'standard'] as const;
export type EventForm = (typeof EVENT_FORMS)[number];

export const PROVIDER_EVENT_KINDS = [
  'delivered',
  'hard-bounce',
  'soft-bounce',
  /** The receiving server is still being tried. */
  'deferred',
  'complaint',
  'unsubscribe',
] as const;
export type ProviderEventKind = (typeof PROVIDER_EVENT_KINDS)[number];

export interface ProviderEvent {
  /** The provider's own id of it, the same however often it tells it. */
  readonly id: string;
  readonly kind: ProviderEventKind;
  /** The mail's Message-ID with its brackets, as we gave it; null: it isn't told. */
  readonly messageId: string | null;
  /** What the provider calls the mail; null: it isn't told. */
  readonly serverMessageId: string | null;
  readonly recipient: string;
}

/** Why a call is not taken. */
export const EVENT_CALL_FAULTS = ['no-signature', 'bad-signature', 'too-old', 'used-before', 'unreadable'] as const;
export type EventCallFault = (typeof EVENT_CALL_FAULTS)[number];

/** A call whose signature is right. */
export interface SignedCall {
  readonly events: readonly ProviderEvent[];
  /** Events about which there is nothing to do (opens, clicks), or that can't be read. */
  readonly ignored: number;
  /**
   * Where the signature doesn't cover the body: what must not be signed for another body too, and what this body is; both as
   * hashes.
   */
  readonly token: { readonly hash: string; readonly bodyHash: string } | null;
}

export interface ProviderCalls {
  /** Of which calls can be checked here. */
  readonly forms: readonly EventForm[];
  /** Never throws, whatever the bytes are. `now`: real time. */
  read(
    form: EventForm,
    headers: { readonly [name: string]: string | readonly string[] | undefined },
    body: Uint8Array,
    now: Instant,
  ): Result<SignedCall, EventCallFault>;
}

/** What an event does: as a mail that says the same, and a delivery ends a doubt. */
export type ProviderEffect =
  | Extract<Effect, { readonly type: 'bounced' | 'complained' | 'opted-out' | 'none' }>
  | { readonly type: 'delivered'; readonly sent: SentMail };

/** `sent`: our mail that it names; null: there is none. */
export function effectOfEvent({ kind, recipient }: ProviderEvent, sent: SentMail | null): ProviderEffect {
  if (sent === null) return { type: 'none', reason: 'no-mail-of-ours' };
  if (addressKey(recipient) !== addressKey(sent.toAddress)) return { type: 'none', reason: 'another-address' };
  switch (kind) {
    case 'delivered':
      return { type: 'delivered', sent };
    case 'hard-bounce':
    case 'soft-bounce':
      return { type: 'bounced', sent, suppress: kind === 'hard-bounce' };
    case 'deferred':
      return { type: 'none', reason: 'still-trying' };
    case 'complaint':
      return { type: 'complained', sent };
    case 'unsubscribe':
      return { type: 'opted-out', contactId: sent.contactId, sent };
    default:
      return assertNever(kind);
  }
}
