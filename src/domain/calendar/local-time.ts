import { DAY, type Instant } from '../instant.js';
import { splitLocal } from './calendar.js';
import { timeOfDay } from './civil.js';
import { type Weekday, weekdayOf } from './weekday.js';
import { fromLocal, toLocal } from './zone.js';

/**
 * The next time a zone's clock shows `at` (`HH:MM`) on one of `days` (undefined: any), strictly after `after`. A time that
 * a day lacks comes later by the gap; one that a day has twice counts only the first time. Throws RangeError if `days` is
 * empty.
 */
export function nextLocalTime(after: Instant, at: string, days: readonly Weekday[] | undefined, zone: string): Instant {
  const time = timeOfDay(at);
  // A gap can carry the evening before over midnight, so the search begins a day early; a week later it has passed all.
  const first = splitLocal(toLocal(after, zone)).day - 1;
  for (let day = first; day <= first + 9; day++) {
    if (days && !days.includes(weekdayOf(day))) continue;
    const moment = fromLocal(day * DAY + time, zone);
    if (moment > after) return moment;
  }
  throw new RangeError('no day of the week is named; expected at least one of mon to sun');
}
