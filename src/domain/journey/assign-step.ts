import type { Step } from '../definition/definition.js';
import { assertNever } from '../result.js';
import type { Fields, TeamMember } from './facts.js';
import { passed } from './notes.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';
import { ownChange } from './waits.js';

type AssignStep = Extract<Step, { action: 'assign' }>;

/** Gives the contact an owner from a team, of whom the facts name only those who are present. */
export function assign(run: Run, track: TrackState, node: Node, step: AssignStep): void {
  const { team, by, keepExisting } = step.assign;
  const kept = keepExisting && run.facts.owner !== null;
  const chosen = kept ? undefined : choose(by, run.facts.teams[team] ?? [], run.facts.contact);
  if (chosen === undefined) {
    passed(run, track, node, 'skip', kept ? 'has-owner' : 'nobody-available');
  } else {
    run.commands.push({ type: 'assign', teamId: team, userId: chosen.userId });
    // Whose calendar and zone hold for the new owner's tasks is among their own fields.
    const { owner: _owner, manager: _manager, ...desks } = run.facts.desks ?? {};
    run.facts = { ...run.facts, owner: chosen.fields, desks };
    passed(run, track, node, 'done');
    ownChange(run, 'contact.changed', track.instant);
  }
  track.at = node.next;
}

const byTurn = (a: TeamMember, b: TeamMember): number => a.last - b.last;

function choose(
  by: AssignStep['assign']['by'],
  members: readonly TeamMember[],
  contact: Fields,
): TeamMember | undefined {
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
