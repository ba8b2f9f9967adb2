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

/** Mails of campaigns that ask for turns at one domain at once. */
export interface TurnsQuestion {
  readonly rate: Rate;
  /** When the next mail may go; null: none has gone yet. */
  readonly clearAt: Instant | null;
  /** Up to when mails of campaigns are put off already, each to a turn of its own; null: none is. */
  readonly plannedUntil: Instant | null;
  /** Mails of journeys in the line. */
  readonly lined: number;
  /** How many ask who were put off to now, and how many who come for the first time. */
  readonly waited: number;
  readonly first: number;
  readonly now: Instant;
}

export interface DomainTurns {
  /** So many go now: of those who waited, then of the others. */
  readonly go: number;
  /** Until when each of the rest is put off. */
  readonly untils: readonly Instant[];
  readonly clearAt: Instant | null;
  readonly plannedUntil: Instant | null;
}

/**
 * Gives out turns to many at once: those that have come up since the last mail, as many as the slack has at the most, so that
 * a journey's mail that comes meanwhile finds its turn free. Who is put off takes no turn before it is theirs; they are
 * told to come one after the other, some together, so that they needn't be looked at one by one.
 */
export function domainTurns(question: TurnsQuestion): DomainTurns {
  const { rate, clearAt, plannedUntil, lined, waited, first, now } = question;
  const interval = intervalOf(rate);
  const clear = Math.max(clearAt ?? now, now - SLACK_MS);
  const due = clear > now ? 0 : Math.floor((now - clear) / interval) + 1;
  // A line of which nobody came when it was their turn is no line any more: their campaign is paused, or stopped.
  const isLine = plannedUntil !== null && plannedUntil > now && clearAt !== null && clearAt > now - LOST_MS;
  const mayGo = isLine || lined > 0 ? waited : waited + first;
  const go = Math.min(due, mayGo);
  const next = clear + go * interval;
  const begin = Math.max(next, now + 1, isLine ? plannedUntil : 0);
  const rest = waited + first - go;
  return {
    go,
    untils: Array.from({ length: rest }, (_, index) => Math.ceil((begin + index * interval) / SLACK_MS) * SLACK_MS),
    clearAt: go === 0 ? clearAt : next,
    plannedUntil: rest === 0 ? (isLine ? plannedUntil : null) : begin + rest * interval,
  };
}

/** In a line that is alive a mail goes more often. */
const LOST_MS = 5 * SLACK_MS;
