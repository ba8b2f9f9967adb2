import type { Instant } from '../instant.js';

/*
 * How many mails a receiving domain gets. Nothing comes in a burst: mails are as far apart as the rate says. Who comes too
 * early stands in a line and is told when to come again, the first soonest, so that each comes about once more.
 */

/** At most so many mails in any stretch of time of this length. */
export interface Rate {
  readonly most: number;
  readonly perMs: number;
}

/** The rates of a deployment; a domain without one of its own has the default, null: none. */
export interface ReceivingRates {
  readonly default: Rate | null;
  /** By domain, in lower case and its `xn--` form. */
  readonly domains: { readonly [domain: string]: Rate };
}

export const NO_RATES: ReceivingRates = { default: null, domains: {} };

export const rateOf = (rates: ReceivingRates, domain: string): Rate | null =>
  Object.hasOwn(rates.domains, domain) ? (rates.domains[domain] ?? null) : rates.default;

export const hasRates = ({ default: rate, domains }: ReceivingRates): boolean =>
  rate !== null || Object.keys(domains).length > 0;

/** Who comes late by no more than this costs the line nothing: what comes then may be so much nearer together. */
const SLACK_MS = 2_000;

/** Between two mails. So much longer than the rate says that even with the slack no stretch has more than it allows. */
export const intervalOf = ({ most, perMs }: Rate): number => Math.ceil((perMs + SLACK_MS) / most);

export interface TurnQuestion {
  readonly rate: Rate;
  /** When the next mail may go; null: none has gone yet. */
  readonly clearAt: Instant | null;
  /** Mails in the line before this one. */
  readonly older: number;
  /** It has stood in the line, and this is when it was told to come. */
  readonly hasWaited: boolean;
  readonly now: Instant;
}

/** `go`: it takes the turn, and the next may be taken at `clearAt`. */
export type DomainTurn =
  | { readonly type: 'go'; readonly clearAt: Instant }
  | { readonly type: 'later'; readonly until: Instant };

export function domainTurn({ rate, clearAt, older, hasWaited, now }: TurnQuestion): DomainTurn {
  const interval = intervalOf(rate);
  const clear = clearAt ?? now;
  // Of those who waited whoever comes first goes: that one before it is late, or never comes, holds up nobody.
  if (clear <= now && (hasWaited || older === 0))
    return { type: 'go', clearAt: Math.max(clear, now - SLACK_MS) + interval };
  return { type: 'later', until: Math.max(clear, now + 1) + older * interval };
}
