import type { ApiClient } from '../api/client.js';
import { listTeams, type TeamView } from '../api/contracts/teams.js';
import { getUser, listUsers, type UserDetailView, type UserView } from '../api/contracts/users.js';
import { fromLocal, toLocal } from '../domain/calendar/zone.js';
import { DAY, formatInstant, parseInstant } from '../domain/instant.js';
import { CommandFailure, wrongUse } from './failure.js';
import { userOf } from './lookups.js';

/* Colleagues and teams as people name them on the command line. */

/** A user by id, address, or `me`. */
export async function colleague(api: ApiClient, text: string): Promise<UserDetailView> {
  return await api.call(getUser, { params: { id: await userOf(api, text) } });
}

/** Everybody, by id. */
export async function everybody(api: ApiClient): Promise<ReadonlyMap<string, UserView>> {
  const people = new Map<string, UserView>();
  for await (const user of api.each(listUsers)) people.set(user.id, user);
  return people;
}

export async function teamOf(api: ApiClient, id: string): Promise<TeamView> {
  const { data } = await api.call(listTeams);
  const team = data.find((each) => each.id === id);
  if (team !== undefined) return team;
  throw new CommandFailure({
    code: 'not-found',
    cause: `There is no team ${id}.`,
    fix: 'Check the id: `followthrough team list` shows them all.',
  });
}

/** An option that may be taken away again: `none` is nobody, or nothing. */
export const orNone = <T>(text: T | undefined): T | null | undefined => (text === 'none' ? null : text);

/**
 * The edge of an absence: an instant, or a day in the person's own zone. The last day away is away until midnight, so its
 * edge is the next day's beginning.
 */
export function edgeOf(text: string, zone: string, which: 'first' | 'last'): string {
  const given = parseInstant(text);
  if (given !== undefined) return formatInstant(given);
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDay = year !== undefined && new Date(midnight).toISOString().startsWith(text);
  if (!isDay)
    throw wrongUse(`"${text}" is neither a day nor an instant.`, 'Write 2027-08-02, or 2027-08-02T12:00:00Z.');
  return formatInstant(fromLocal(midnight + (which === 'last' ? DAY : 0), zone));
}

/** The last day of an absence in a zone, as `--to` would have it. */
export const lastDay = (to: string, zone: string): string =>
  new Date(toLocal((parseInstant(to) ?? 0) - 1, zone)).toISOString().slice(0, 10);
