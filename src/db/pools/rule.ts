import { ALWAYS, type Where } from '../../domain/calendar/calendar.js';
import { type Duration, parseDuration } from '../../domain/calendar/duration.js';
import { isValidZone } from '../../domain/calendar/zone.js';
import type { Deployment } from '../../domain/journey/place.js';
import type { Absence, FollowUpRule } from '../../domain/pool/clock.js';
import type { Pool, User } from '../generated/client.js';

/** A pool's rule as its row has it; null: nobody has to follow up. */
export function ruleOf({ followUpWithin, remindBefore }: Pool): FollowUpRule | null {
  const within = durationOf(followUpWithin);
  return within === null ? null : { within, remindBefore: durationOf(remindBefore) };
}

/** The API lets no other text in than these are. */
export const durationOf = (text: string | null): Duration | null =>
  text === null ? null : (parseDuration(text) ?? null);

/** Where a member's business time is read: by their own calendar and zone, else by the pool's, else by the deployment's. */
export function whereOf(pool: Pool, member: User, deployment: Pick<Deployment, 'zone' | 'calendars'>): Where {
  const zones = [member.timezone, pool.timezone].filter((zone) => zone !== null && isValidZone(zone));
  const calendars = [member.calendar, pool.calendar].map((id) =>
    id === null ? undefined : deployment.calendars.get(id),
  );
  return { zone: zones[0] ?? deployment.zone, calendar: calendars.find((each) => each !== undefined) ?? ALWAYS };
}

/** When somebody is or was away, as far as it is known. */
export const absencesOf = ({ absentFrom, absentTo }: User): readonly Absence[] =>
  absentFrom === null ? [] : [{ from: absentFrom.getTime(), to: absentTo?.getTime() ?? null }];
