import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseMember } from '../../../src/domain/journey/choose-member.js';
import type { TeamMember } from '../../../src/domain/journey/facts.js';

const member = (userId: string, changes: Partial<TeamMember> = {}): TeamMember => ({
  userId,
  open: 0,
  last: 0,
  fields: { id: userId },
  ...changes,
});

/** What carrying the choice out does to the team: whoever was chosen goes to the end, with one more in hand. */
function given(team: readonly TeamMember[], chosen: TeamMember): TeamMember[] {
  const last = Math.max(...team.map((each) => each.last)) + 1;
  return team.map((each) => (each.userId === chosen.userId ? { ...each, last, open: each.open + 1 } : each));
}

function counts(by: 'roundRobin' | 'leastLoaded', start: TeamMember[], leads: number): number[] {
  let team = start;
  const got = new Map(start.map(({ userId }) => [userId, 0]));
  for (let i = 0; i < leads; i++) {
    const chosen = chooseMember(by, team, {});
    if (chosen === undefined) throw new Error('nobody was chosen');
    got.set(chosen.userId, (got.get(chosen.userId) ?? 0) + 1);
    team = given(team, chosen);
  }
  return [...got.values()];
}

const aTeam = fc
  .array(fc.record({ last: fc.nat(50), open: fc.nat(20) }), { minLength: 1, maxLength: 8 })
  .map((all) => all.map((each, i) => member(`usr_${i}`, each)));

describe('a choice from a team', () => {
  test('by turn is even: after any number of leads nobody has had two more than another', () => {
    fc.assert(
      fc.property(aTeam, fc.nat(60), (team, leads) => {
        const got = counts('roundRobin', team, leads);
        expect(Math.max(...got) - Math.min(...got)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('by load evens out: who has less gets the next', () => {
    fc.assert(
      fc.property(aTeam, (team) => {
        const chosen = chooseMember('leastLoaded', team, {});
        expect(chosen?.open).toBe(Math.min(...team.map((each) => each.open)));
      }),
    );
    expect(counts('leastLoaded', [member('a'), member('b'), member('c')], 30)).toEqual([10, 10, 10]);
  });

  test('falls only to one of those who are named as there', () => {
    const by = fc.constantFrom('roundRobin', 'leastLoaded', 'territory');
    fc.assert(
      fc.property(by, aTeam, (how, team) => {
        const chosen = chooseMember(how as 'roundRobin', team, { country: 'DE' });
        expect(team.map(({ userId }) => userId)).toContain(chosen?.userId);
      }),
    );
    expect(chooseMember('roundRobin', [], {})).toBe(undefined);
  });
});
