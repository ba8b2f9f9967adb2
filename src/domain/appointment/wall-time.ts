import { parseDay, parseTimeOfDay } from '../calendar/civil.js';
import { fromLocal, toLocal } from '../calendar/zone.js';
import { DAY, type Instant } from '../instant.js';
import { err, ok, type Result } from '../result.js';

/**
 * The instant at which the clocks of a zone show `2027-01-04T09:30`. What they never show, an hour that is skipped in spring, is
 * no time to meet; of what they show twice it is the first.
 */
export function readWallTime(text: string, zone: string): Result<Instant, 'malformed' | 'no-such-local-time'> {
  const [, date = '', time = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00)?$/.exec(text) ?? [];
  const day = parseDay(date);
  const clock = parseTimeOfDay(time);
  if (day === undefined || clock === undefined) return err('malformed');
  const local = day * DAY + clock;
  const at = fromLocal(local, zone);
  return toLocal(at, zone) === local ? ok(at) : err('no-such-local-time');
}
