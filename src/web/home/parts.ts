import type { Role } from '../../api/contracts/common.js';
import type { OverviewView } from '../../api/contracts/overview.js';

/* Which parts a home has, and which of them need somebody now. Pure. */

export type PartId = 'overdue' | 'today' | 'held' | 'late' | 'stuck' | 'slas' | 'refused' | 'uncertain';
/** Parts that no count calls for: they inform. */
export type ExtraId = 'replies' | 'definitions';

/** What each role is asked for first. */
const BY_ROLE: Readonly<Record<Role, readonly PartId[]>> = {
  rep: ['overdue', 'today', 'slas', 'refused', 'uncertain', 'held'],
  manager: ['overdue', 'held', 'stuck', 'slas', 'late', 'refused', 'uncertain'],
  marketing: ['refused', 'uncertain', 'held'],
  ops: ['held', 'stuck', 'late', 'uncertain', 'refused', 'overdue'],
  viewer: ['overdue', 'held', 'stuck', 'slas', 'late', 'refused', 'uncertain'],
};

const EXTRAS: Readonly<Record<Role, readonly ExtraId[]>> = {
  rep: ['replies'],
  manager: [],
  marketing: ['replies'],
  ops: ['definitions'],
  viewer: [],
};

export const extrasFor = (role: Role): readonly ExtraId[] => EXTRAS[role];

/** The list that shows all of a part, by its own filters. */
export const hrefOf = (part: PartId, role: Role): string =>
  part === 'overdue' || part === 'today' ? (role === 'rep' ? '/tasks' : '/tasks?whose=everybody') : HREFS[part];

const HREFS: Readonly<Record<Exclude<PartId, 'overdue' | 'today'>, string>> = {
  held: '/journeys?phase=held&sort=attention',
  late: '/journeys?late=1&sort=nextAt',
  stuck: '/journeys/stuck',
  slas: '/journeys?status=open&sort=nextAt',
  refused: '/messages?state=refused%2Cbounced',
  uncertain: '/messages?state=uncertain',
};

export function countOf(part: PartId, overview: OverviewView): number {
  return part === 'overdue' || part === 'today' ? overview.tasks[part].count : overview[part].count;
}

export interface Sorted {
  /** Parts with something in them, most pressing first. */
  readonly calling: readonly { readonly part: PartId; readonly count: number }[];
  readonly calm: readonly PartId[];
}

/** The parts of a role: those that call for somebody, and those in which all is well. */
export function sortParts(role: Role, overview: OverviewView): Sorted {
  const all = BY_ROLE[role].map((part) => ({ part, count: countOf(part, overview) }));
  return {
    calling: all.filter(({ count }) => count > 0),
    calm: all.filter(({ count }) => count === 0).map(({ part }) => part),
  };
}
