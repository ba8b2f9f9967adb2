import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TeamMember } from '../../../src/domain/journey/facts.js';
import { type Share, shareOut } from '../../../src/domain/people/share-out.js';

const member = (userId: string, changes: Partial<TeamMember> = {}): TeamMember => ({
  userId,
  open: 0,
  last: 0,
  fields: {},
  ...changes,
});
const share = (id: string, changes: Partial<Share> = {}): Share => ({
  id,
  accountId: null,
  place: {},
  inJourney: true,
  ...changes,
});

const aTeam = fc
  .array(fc.record({ last: fc.nat(9), open: fc.nat(9) }), { minLength: 1, maxLength: 5 })
  .map((all) => all.map((each, i) => member(`usr_${i}`, each)));
const someShares = fc
  .array(
    fc.record({
      accountId: fc.option(fc.constantFrom('acc_1', 'acc_2', 'acc_3')),
      inJourney: fc.boolean(),
      country: fc.constantFrom('DE', 'CN', 'FR'),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map(({ country, ...each }, i) => ({ ...each, id: `con_${i}`, place: { country } })));
const how = fc.constantFrom('roundRobin' as const, 'leastLoaded' as const, 'territory' as const);

describe('what somebody leaves behind, shared out in a team', () => {
  test('gives every contact to exactly one member, and those of one account to the same', () => {
    fc.assert(
      fc.property(aTeam, someShares, how, (team, shares, by) => {
        const { owners } = shareOut(shares, team, by);
        expect([...owners.keys()].sort()).toEqual(shares.map(({ id }) => id).sort());
        for (const owner of owners.values()) expect(team.map(({ userId }) => userId)).toContain(owner);
        for (const account of ['acc_1', 'acc_2', 'acc_3']) {
          const of = shares.filter(({ accountId }) => accountId === account).map(({ id }) => owners.get(id));
          expect(new Set(of).size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('changes neither the team nor anything else that it was given', () => {
    const team = Object.freeze([Object.freeze(member('a')), Object.freeze(member('b'))]);
    const { members } = shareOut([share('con_1')], team, 'roundRobin');
    expect(members.map(({ last, open }) => [last, open])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  test('by turn goes round, and goes on from there', () => {
    const { owners, next } = shareOut(
      ['1', '2', '3'].map((id) => share(id)),
      [member('a', { last: 5 }), member('b')],
      'roundRobin',
    );
    expect([...owners.values(), next()]).toEqual(['b', 'a', 'b', 'a']);
  });

  test('by load counts only contacts that have an open journey', () => {
    const shares = [share('1', { inJourney: false }), share('2'), share('3'), share('4')];
    expect([...shareOut(shares, [member('a'), member('b', { open: 1 })], 'leastLoaded').owners.values()]).toEqual([
      'a',
      'a',
      'b',
      'a',
    ]);
  });

  test('by territory leaves nobody over, where no territory has somebody and all members have one', () => {
    const team = [member('a', { territories: ['DE'] }), member('b', { territories: ['CN'] })];
    const shares = ['DE', 'CN', 'FR', 'FR'].map((country, i) => share(String(i), { place: { country } }));
    expect([...shareOut(shares, team, 'territory').owners.values()]).toEqual(['a', 'b', 'a', 'b']);
  });
});
