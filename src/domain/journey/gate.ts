import { type SendWindow, spreadInto, type WindowPlace, windowState } from '../calendar/window.js';
import type { Purpose } from '../definition/definition.js';
import type { Instant } from '../instant.js';

/** Why a message is not sent, or not yet; in the order in which the gate asks (docs/cadence-format.md). */
export type GateCode =
  | 'exited'
  | 'paused'
  | 'stale'
  | 'do-not-contact'
  | 'no-sender'
  | 'no-address'
  | 'invalid-address'
  | 'suppressed'
  | 'unsubscribed'
  | 'no-consent'
  | 'missing-variable'
  | 'render-failed'
  | 'duplicate-address'
  | 'outside-window'
  | 'frequency-cap'
  | 'quota';

export type GateAnswer =
  | { readonly type: 'send' }
  | { readonly type: 'skip'; readonly code: GateCode }
  | { readonly type: 'defer'; readonly code: GateCode; readonly until: Instant };

/** What the gate looks at, read under the contact's lock. */
export interface GateInput {
  readonly now: Instant;
  /** The journey is over, or no longer at this step. */
  readonly exited: boolean;
  /** Until when the journey rests; absent: it doesn't. */
  readonly pausedUntil?: Instant;
  /** End of `usefulFor`; null: always useful. */
  readonly staleAt: Instant | null;
  readonly doNotContact: boolean;
  readonly sender: 'present' | 'absent';
  readonly address: 'ok' | 'missing' | 'invalid';
  readonly suppressed: boolean;
  readonly purpose: Purpose;
  readonly topic: string | null;
  /** Topics unsubscribed from; `*` is all. */
  readonly optOuts: readonly string[];
  /** Topics agreed to; `*` is all. */
  readonly consents: readonly string[];
  readonly country: string | null;
  readonly rendered: 'ok' | 'missing-variable' | 'render-failed';
  /** Another recipient of the same campaign has this address and is older. */
  readonly duplicateAddress?: boolean;
  readonly window: SendWindow | undefined;
  readonly place: WindowPlace;
  /** Stable hash of subject and step in [0, 1): the message's share of the window's spread. */
  readonly fraction: number;
  /** When the deployment's caps on marketing let the next message to this contact go; absent: now. */
  readonly cappedUntil?: Instant;
  /** When the sender's quota lets the next message go; absent: now. */
  readonly quotaUntil?: Instant;
}

/**
 * Countries where marketing needs consent: EU and EEA, GB, CH (ePrivacy directive 13, PECR, UWG), CA (CASL), CN
 * (rules on e-mail services, article 13).
 */
export const CONSENT_COUNTRIES: ReadonlySet<string> = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH CA CN'.split(' '),
);

/** Asked last, before every message: the first that objects decides. */
export function gate(input: GateInput): GateAnswer {
  const skip = (code: GateCode): GateAnswer => ({ type: 'skip', code });
  const { now, staleAt } = input;
  if (input.exited) return skip('exited');
  if (input.pausedUntil !== undefined) return defer(input, 'paused', input.pausedUntil);
  if (staleAt !== null && now > staleAt) return skip('stale');
  if (input.doNotContact) return skip('do-not-contact');
  if (input.sender === 'absent') return skip('no-sender');
  if (input.address === 'missing') return skip('no-address');
  if (input.address === 'invalid') return skip('invalid-address');
  if (input.suppressed) return skip('suppressed');
  const wish = input.purpose === 'marketing' ? wishOf(input) : null;
  if (wish !== null) return skip(wish);
  if (input.rendered !== 'ok') return skip(input.rendered);
  if (input.duplicateAddress === true) return skip('duplicate-address');
  const opensAt = opening(input);
  if (opensAt !== null) return defer(input, 'outside-window', opensAt);
  if (input.purpose === 'marketing' && input.cappedUntil !== undefined)
    return defer(input, 'frequency-cap', input.cappedUntil);
  if (input.quotaUntil !== undefined) return defer(input, 'quota', input.quotaUntil);
  return { type: 'send' };
}

/** Not yet; a deferral that would end past the message's usefulness is a skip at once. */
const defer = ({ staleAt }: GateInput, code: GateCode, until: Instant): GateAnswer =>
  staleAt !== null && until > staleAt ? { type: 'skip', code: 'stale' } : { type: 'defer', code, until };

/** What the receiver's own wishes have against marketing, if anything. */
function wishOf({ optOuts, consents, topic, country }: GateInput): GateCode | null {
  if (covers(optOuts, topic)) return 'unsubscribed';
  const asked = country !== null && CONSENT_COUNTRIES.has(country.toUpperCase());
  return asked && !covers(consents, topic) ? 'no-consent' : null;
}

const covers = (topics: readonly string[], topic: string | null): boolean =>
  topics.includes('*') || (topic !== null && topics.includes(topic));

/** When a closed window lets the message go, or null: it is open. */
function opening({ now, window, place, fraction }: GateInput): Instant | null {
  const state = window === undefined ? null : windowState(now, window, place);
  return window === undefined || state === null || state.open
    ? null
    : spreadInto(state.opensAt, window, fraction, place);
}
