import { addDuration } from '../calendar/add-duration.js';
import type { Where } from '../calendar/calendar.js';
import { DAY, type Instant } from '../instant.js';
import type { Comparison, Condition } from './condition.js';
import { instantOf, type Lookup, momentBefore } from './matches.js';

/**
 * The first instant after `now` at which `olderThan` or `within` somewhere in the condition turns out differently though
 * no value changes; null: the clock alone never changes it. Whether the whole condition then holds is for `matches` to say.
 */
export function nextChange(condition: Condition, lookup: Lookup, now: Instant, where: Where): Instant | null {
  const changes: Instant[] = [];
  const visit = (each: Condition): void => {
    if (each.type === 'not') return visit(each.of);
    if (each.type !== 'test') return each.of.forEach(visit);
    const at = instantOf(lookup(each.path));
    if (at !== undefined) changes.push(...changesOf(each.test, at, now, where));
  };
  visit(condition);
  return changes.length === 0 ? null : Math.min(...changes);
}

function changesOf(test: Comparison, at: Instant, now: Instant, where: Where): Instant[] {
  if (test.op !== 'olderThan' && test.op !== 'within') return [];
  const isOlder = (instant: Instant): boolean => at < momentBefore(instant, test.value, where);
  // What lies ahead is not within a stretch before now; it will be.
  const begins = test.op === 'within' && at > now ? [at] : [];
  if (isOlder(now)) return begins;
  const end = addDuration(at, test.value, where) + MOST_DRIFT;
  return isOlder(end) ? [...begins, firstWith(isOlder, Math.max(now, at - 1), end)] : begins;
}

/** Counting months or business time forward and back again ends at most this far from where it began. */
const MOST_DRIFT = 40 * DAY;

/** The first instant after `before`, where it doesn't hold yet, at which it does; it holds at `end`. */
function firstWith(holds: (at: Instant) => boolean, before: Instant, end: Instant): Instant {
  let low = before;
  let high = end;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
