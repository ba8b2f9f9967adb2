import { assertNever } from '../result.js';
import type { Fields, TeamMember } from './facts.js';

export type AssignBy = 'roundRobin' | 'leastLoaded' | 'territory';

const byTurn = (a: TeamMember, b: TeamMember): number => a.last - b.last;

/** Whom of the members of a team that are there it falls to; undefined: nobody. */
export function chooseMember(by: AssignBy, members: readonly TeamMember[], contact: Fields): TeamMember | undefined {
  switch (by) {
    case 'roundRobin':
      return [...members].sort(byTurn)[0];
    case 'leastLoaded':
      return [...members].sort((a, b) => a.open - b.open || byTurn(a, b))[0];
    case 'territory':
      return ofTerritory(members, contact).sort(byTurn)[0];
    default:
      return assertNever(by);
  }
}

/**
 * Those whose territory has the contact, the narrowest territory first: `CN/Zhejiang/Hangzhou` before `CN/Zhejiang` before
 * `CN` (country, region, city). Where nobody's has, those without any territory.
 */
function ofTerritory(members: readonly TeamMember[], contact: Fields): TeamMember[] {
  const fitting = members.map((member) => ({ member, fit: fitOf(member.territories ?? [], contact) }));
  const best = Math.max(0, ...fitting.map(({ fit }) => fit));
  return fitting
    .filter(({ member, fit }) => (best === 0 ? (member.territories ?? []).length === 0 : fit === best))
    .map(({ member }) => member);
}

/** How narrow the narrowest territory is that has the contact: 0 (none) to 3 (a city). */
function fitOf(territories: readonly string[], contact: Fields): number {
  const home = ['country', 'region', 'city'].map((field) => contact[field]);
  const fits = territories.map((territory) => {
    const parts = territory.split('/').map((part) => part.trim().toLowerCase());
    const inside = parts.every((part, i) => {
      const here = home[i];
      return typeof here === 'string' && here.trim().toLowerCase() === part;
    });
    return inside ? parts.length : 0;
  });
  return Math.max(0, ...fits);
}
