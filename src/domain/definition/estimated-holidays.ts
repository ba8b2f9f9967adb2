import { type Calendar, isEstimated } from '../calendar/calendar.js';
import { yearOf } from '../calendar/civil.js';
import type { Position } from './finding.js';
import type { ParsedDefinition } from './parse.js';
import { valueAt } from './shape-problems.js';

/** That a definition goes by holidays which nobody has announced yet. No fault of the file, so it is no finding. */
export interface EstimatedHolidays extends Position {
  readonly file: string;
  readonly message: string;
}

/**
 * Says `holidays estimated` of the calendars that a definition names, by itself or by country, and whose official table
 * ends: from then on the statutory days hold, without make-up days. A campaign of a year that is known needs no estimate.
 */
export function estimatedHolidays(
  parsed: Pick<ParsedDefinition, 'file' | 'value' | 'locate'>,
  calendars: ReadonlyMap<string, Calendar>,
): EstimatedHolidays[] {
  const named = valueAt(parsed.value, ['calendar']);
  if (typeof named !== 'string') return [];
  const asked =
    named === 'contact' || named === 'owner' ? [...calendars.values()] : [calendars.get(named) ?? []].flat();
  const sendsIn = campaignYear(parsed.value);
  return asked.flatMap((calendar) => {
    const last = lastKnownYear(calendar);
    if (last === undefined || (sendsIn !== undefined && !isEstimated(calendar, sendsIn))) return [];
    const message = `holidays estimated: ${calendar.id} knows the official ones up to ${last}; after that the statutory days hold, without make-up days`;
    return [{ file: parsed.file, ...parsed.locate(['calendar']), message }];
  });
}

function lastKnownYear(calendar: Calendar): number | undefined {
  const ends = calendar.holidays.flatMap(({ table }) => (table ? [table.reachesTo] : []));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function campaignYear(value: unknown): number | undefined {
  const time = valueAt(value, ['at', 'time']);
  const at = typeof time === 'string' ? Date.parse(`${time}Z`) : Number.NaN;
  return Number.isNaN(at) || valueAt(value, ['kind']) !== 'campaign' ? undefined : yearOf(Math.floor(at / 86_400_000));
}
