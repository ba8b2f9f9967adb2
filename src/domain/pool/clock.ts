import { addDuration } from '../calendar/add-duration.js';
import type { Where } from '../calendar/calendar.js';
import type { Duration, Unit } from '../calendar/duration.js';
import type { Instant } from '../instant.js';

/*
 * A lead's clock: from the moment its owner has it out of a pool until somebody must have followed up. Pure: the same
 * records at the same time say the same, so a rule can change and a clock be reckoned again without beginning anew.
 */

/** By when a pool's leads are followed up, and how long before that their owner is reminded. */
export interface FollowUpRule {
  readonly within: Duration;
  readonly remindBefore: Duration | null;
}

/** When the owner is away: time that doesn't count. Without an end it is not known yet. */
export interface Absence {
  readonly from: Instant;
  readonly to: Instant | null;
}

export interface RunningClock {
  /** When the owner came to have the lead out of a pool. */
  readonly from: Instant;
  /** When the owner was reminded. */
  readonly remindedAt: Instant | null;
}

export type ClockStep =
  /** Nothing to do before `at`. `dueAt`: when the lead is taken back. */
  | { readonly type: 'wait'; readonly at: Instant; readonly remindAt: Instant | null; readonly dueAt: Instant }
  /** Tell the owner now, which counts as done at `at`; after that the lead is taken back at `dueAt`. */
  | { readonly type: 'remind'; readonly at: Instant; readonly dueAt: Instant }
  | { readonly type: 'reclaim'; readonly dueAt: Instant }
  /** It stands: the owner is away until nobody knows when. */
  | { readonly type: 'stand' };

/** Where and when a clock is looked at. */
export interface Look {
  readonly absences: readonly Absence[];
  readonly where: Where;
  readonly now: Instant;
  /** A reminder that is late by no more counts as on time (law 5). */
  readonly catchUp: number;
}

/**
 * What a clock has come to at an instant. Who is reminded later than the rule says, because of an outage or a rule that
 * became stricter, still has as long after it as the rule gives: so no change of a rule takes leads back unannounced.
 */
export function stepOf(rule: FollowUpRule, clock: RunningClock, look: Look): ClockStep {
  const { absences, where, now } = look;
  const { within, remindBefore } = rule;
  const due = dueAfter(clock.from, within, absences, where);
  if (due === null) return { type: 'stand' };
  if (remindBefore === null) return untilDue(due, null, now);
  const remindAt = Math.max(clock.from, addDuration(due, { ...remindBefore, n: -remindBefore.n }, where));
  // Told under a rule or an absence that has since changed, long before it is due now: told again.
  const isTold = clock.remindedAt !== null && clock.remindedAt >= remindAt;
  if (!isTold && now < remindAt) return { type: 'wait', at: remindAt, remindAt, dueAt: due };
  const told = isTold ? (clock.remindedAt ?? now) : now - remindAt <= look.catchUp ? remindAt : now;
  const fair = dueAfter(told, remindBefore, absences, where);
  if (fair === null) return { type: 'stand' };
  const dueAt = Math.max(due, fair);
  return isTold ? untilDue(dueAt, told, now) : { type: 'remind', at: told, dueAt };
}

const untilDue = (dueAt: Instant, remindAt: Instant | null, now: Instant): ClockStep =>
  now >= dueAt ? { type: 'reclaim', dueAt } : { type: 'wait', at: dueAt, remindAt, dueAt };

/** The instant a duration after another, the time of absences left out; null: it lies beyond one that has no end. */
export function dueAfter(
  from: Instant,
  duration: Duration,
  absences: readonly Absence[],
  where: Where,
): Instant | null {
  let start = from;
  let left = fine(duration);
  for (const absence of [...absences].sort((a, b) => a.from - b.from)) {
    if (absence.to !== null && absence.to <= Math.max(start, absence.from)) continue;
    if (absence.from >= addDuration(start, left, where)) break;
    if (absence.to === null) return null;
    left = { ...left, n: left.n - spentBy(absence.from, start, left, where) };
    start = absence.to;
  }
  return addDuration(start, left, where);
}

const FINER: { readonly [unit in Unit]?: Unit } = { hours: 'minutes', 'business hours': 'business minutes' };

/** Hours as minutes: an absence in the midst of one leaves the rest of it. */
function fine({ n, unit }: Duration): Duration {
  const finer = FINER[unit];
  return finer === undefined ? { n, unit } : { n: n * 60, unit: finer };
}

/** How many whole units of a duration have passed at an instant: the most of which the sum is not after it. */
function spentBy(at: Instant, start: Instant, { n, unit }: Duration, where: Where): number {
  if (at <= start) return 0;
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (addDuration(start, { n: middle, unit }, where) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
