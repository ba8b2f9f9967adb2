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
  readonly window: SendWindow | undefined;
  readonly place: WindowPlace;
  /** Stable hash of subject and step in [0, 1): the message's share of the window's spread. */
  readonly fraction: number;
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
  if (staleAt !== null && now > staleAt) return skip('stale');
  if (input.doNotContact) return skip('do-not-contact');
  if (input.sender === 'absent') return skip('no-sender');
  if (input.address === 'missing') return skip('no-address');
  if (input.address === 'invalid') return skip('invalid-address');
  if (input.suppressed) return skip('suppressed');
  if (input.purpose === 'marketing') {
    if (covers(input.optOuts, input.topic)) return skip('unsubscribed');
    if (
      input.country !== null &&
      CONSENT_COUNTRIES.has(input.country.toUpperCase()) &&
      !covers(input.consents, input.topic)
    )
      return skip('no-consent');
  }
  if (input.rendered !== 'ok') return skip(input.rendered);
  return windowAnswer(input);
}

const covers = (topics: readonly string[], topic: string | null): boolean =>
  topics.includes('*') || (topic !== null && topics.includes(topic));

function windowAnswer({ now, staleAt, window, place, fraction }: GateInput): GateAnswer {
  if (window === undefined) return { type: 'send' };
  const state = windowState(now, window, place);
  if (state.open) return { type: 'send' };
  const until = spreadInto(state.opensAt, window, fraction, place);
  return staleAt !== null && until > staleAt
    ? { type: 'skip', code: 'stale' }
    : { type: 'defer', code: 'outside-window', until };
}
