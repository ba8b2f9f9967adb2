import { type SendWindow, spreadInto, type WindowPlace, windowState } from '../calendar/window.js';
import type { Purpose } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { type LawPolicy, type Relation, wantsConsent } from '../law/consent.js';

/** Why a message is not sent, or not yet; in the order in which the gate asks (docs/cadence-format.md). */
export type GateCode =
  | 'exited'
  | 'paused'
  | 'stale'
  | 'do-not-contact'
  | 'taken-out'
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
  | 'campaign-rate'
  | 'quota'
  | 'domain-rate';

export type GateAnswer =
  | { readonly type: 'send' }
  /** `rule`: of `no-consent`, the row of the law's table that asks for it. */
  | { readonly type: 'skip'; readonly code: GateCode; readonly rule?: string }
  | { readonly type: 'defer'; readonly code: GateCode; readonly until: Instant };

/** What the gate looks at, read under the contact's lock. */
export interface GateInput {
  readonly now: Instant;
  /** The journey is over, or no longer at this step. */
  readonly exited: boolean;
  /** Until when the journey, or the campaign that it is of, rests; absent: it doesn't. */
  readonly pausedUntil?: Instant | undefined;
  /** End of `usefulFor`; null: always useful. */
  readonly staleAt: Instant | null;
  readonly doNotContact: boolean;
  /** A person has taken the contact out of this occasion, or of what the journey does at such; absent: nobody has. */
  readonly takenOut?: boolean | undefined;
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
  readonly channel: 'email' | 'sms';
  /** What the deployment has settled about the law, and what stands for consent where the law lets it. */
  readonly law: LawPolicy;
  readonly relation: Relation;
  readonly rendered: 'ok' | 'missing-variable' | 'render-failed';
  /** Another recipient of the same campaign has this address and is older. */
  readonly duplicateAddress?: boolean | undefined;
  readonly window: SendWindow | undefined;
  readonly place: WindowPlace;
  /** The hours that the law leaves to such messages, on the receiver's own clock; absent: all. */
  readonly lawHours?: { readonly window: SendWindow; readonly place: WindowPlace } | undefined;
  /** Stable hash of subject and step in [0, 1): the message's share of the window's spread. */
  readonly fraction: number;
  /** When the deployment's caps on marketing let the next message to this contact go; absent: now. */
  readonly cappedUntil?: Instant | undefined;
  /** When the rate of its campaign, which had rested, lets it go; absent: now. */
  readonly campaignUntil?: Instant | undefined;
  /** When the sender's quota lets the next message go; absent: now. */
  readonly quotaUntil?: Instant | undefined;
  /** When the receiving domain's rate lets the next message go; absent: now. */
  readonly domainUntil?: Instant | undefined;
}

/** Asked last, before every message: the first that objects decides. */
export function gate(input: GateInput): GateAnswer {
  const { now, staleAt } = input;
  if (input.exited) return skip('exited');
  if (input.pausedUntil !== undefined) return defer(input, 'paused', input.pausedUntil);
  if (staleAt !== null && now > staleAt) return skip('stale');
  if (input.doNotContact) return skip('do-not-contact');
  if (input.takenOut === true) return skip('taken-out');
  if (input.sender === 'absent') return skip('no-sender');
  if (input.address === 'missing') return skip('no-address');
  if (input.address === 'invalid') return skip('invalid-address');
  if (input.suppressed) return skip('suppressed');
  const wish = input.purpose === 'marketing' ? wishOf(input) : null;
  if (wish !== null) return { type: 'skip', ...wish };
  if (input.rendered !== 'ok') return skip(input.rendered);
  if (input.duplicateAddress === true) return skip('duplicate-address');
  const opensAt = opening(input);
  if (opensAt !== null) return defer(input, 'outside-window', opensAt);
  if (input.purpose === 'marketing' && input.cappedUntil !== undefined)
    return defer(input, 'frequency-cap', input.cappedUntil);
  if (input.campaignUntil !== undefined) return defer(input, 'campaign-rate', input.campaignUntil);
  if (input.quotaUntil !== undefined) return defer(input, 'quota', input.quotaUntil);
  if (input.domainUntil !== undefined) return defer(input, 'domain-rate', input.domainUntil);
  return { type: 'send' };
}

const skip = (code: GateCode): GateAnswer => ({ type: 'skip', code });

/** Not yet; a deferral that would end past the message's usefulness is a skip at once. */
const defer = ({ staleAt }: GateInput, code: GateCode, until: Instant): GateAnswer =>
  staleAt !== null && until > staleAt ? { type: 'skip', code: 'stale' } : { type: 'defer', code, until };

/** What the receiver's own wishes have against marketing, if anything. */
function wishOf(input: GateInput): { readonly code: GateCode; readonly rule?: string } | null {
  const { optOuts, consents, topic, country, channel, relation, now, place, law } = input;
  if (covers(optOuts, topic)) return { code: 'unsubscribed' };
  if (covers(consents, topic)) return null;
  const rule = wantsConsent({ country, channel, relation, now, place, policy: law });
  return rule === null ? null : { code: 'no-consent', rule: rule.country };
}

/** Whether a list of topics has this one; `*` is all. */
export const covers = (topics: readonly string[], topic: string | null): boolean =>
  topics.includes('*') || (topic !== null && topics.includes(topic));

/** When a closed window lets the message go, or null: it is open. */
export function opening({ now, window, place, fraction, lawHours }: GateInput): Instant | null {
  const state = window === undefined ? null : windowState(now, window, place);
  if (window !== undefined && state !== null && !state.open) return spreadInto(state.opensAt, window, fraction, place);
  const allowed = lawHours === undefined ? null : windowState(now, lawHours.window, lawHours.place);
  return allowed === null || allowed.open ? null : allowed.opensAt;
}
