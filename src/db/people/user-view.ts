import type { Role } from '../../api/contracts/common.js';
import type { UserView } from '../../api/contracts/users.js';
import type { Instant } from '../../domain/instant.js';
import { isAway } from '../../domain/people/presence.js';
import type { User } from '../generated/client.js';
import { iso, isoOrNull } from '../paging.js';
import { personOf } from './read-people.js';

const ROLES: ReadonlySet<string> = new Set<Role>(['ops', 'manager', 'marketing', 'rep', 'viewer']);

/** A role that this version doesn't know sees least. */
export const roleOf = (text: string): Role => (ROLES.has(text) ? (text as Role) : 'rep');

export const WITH_TEAMS = { teams: { select: { teamId: true }, orderBy: { teamId: 'asc' } } } as const;
export type UserRow = User & { readonly teams: readonly { readonly teamId: string }[] };

export const userView = (row: UserRow, now: Instant): UserView => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: roleOf(row.role),
  active: row.active,
  managerId: row.managerId,
  teams: row.teams.map(({ teamId }) => teamId),
  phone: row.phone,
  language: row.language,
  timezone: row.timezone,
  calendar: row.calendar,
  deputyId: row.deputyId,
  absence: absenceOf(row, now),
  canSignIn: row.passwordHash !== null,
});

function absenceOf(row: UserRow, now: Instant): UserView['absence'] {
  const { absentFrom, absentTo } = row;
  if (absentFrom === null || (absentTo !== null && absentTo.getTime() <= now)) return null;
  return { from: iso(absentFrom), to: isoOrNull(absentTo), isNow: isAway(personOf(row), now) };
}
