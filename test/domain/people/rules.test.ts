import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAway, type Person, peopleOf } from '../../../src/domain/people/presence.js';
import { isBelow, judgeAbsence, judgeChange, judgeManager, judgeReturn } from '../../../src/domain/people/rules.js';
import { person } from './person.js';

const PEOPLE = peopleOf([
  person('oli', { role: 'ops' }),
  person('ovo', { role: 'ops', active: false }),
  person('max', { role: 'manager' }),
  person('ann', { managerId: 'max' }),
  person('bob', { managerId: 'ann', absentFrom: 100, absentTo: 200 }),
  person('gone', { active: false }),
]);

describe('a change of a user', () => {
  test.each([
    ['of one’s own role', 'oli', { role: 'rep' }, 'oli', 'own-role'],
    ['of one’s own role upwards', 'ann', { role: 'ops' }, 'ann', 'own-role'],
    ['that takes one’s own access away', 'ann', { active: false }, 'ann', 'own-account'],
    ['that takes the last of ops the role', 'oli', { role: 'viewer' }, 'max', 'last-ops'],
    ['that takes the last of ops the access', 'oli', { active: false }, 'max', 'last-ops'],
    ['to a manager who has left', 'ann', { managerId: 'gone' }, 'oli', 'unknown-manager'],
    ['to a manager who never was', 'ann', { managerId: 'nobody' }, 'oli', 'unknown-manager'],
    ['to oneself as manager', 'ann', { managerId: 'ann' }, 'oli', 'manager-cycle'],
    ['to somebody below as manager', 'max', { managerId: 'bob' }, 'oli', 'manager-cycle'],
    ['of another’s role', 'ann', { role: 'manager' }, 'oli', null],
    ['that says one’s own role as it is', 'oli', { role: 'ops' }, 'oli', null],
    ['that makes another of ops active again', 'ovo', { active: true }, 'oli', null],
  ] as const)('%s: %s %j by %s: %s', (_, id, change, by, code) => {
    expect(judgeChange(PEOPLE, id, change, by)).toBe(code);
  });

  test('takes one of two of ops away, but never both', () => {
    const two = peopleOf([person('oli', { role: 'ops' }), person('ovo', { role: 'ops' })]);
    expect(judgeChange(two, 'ovo', { active: false }, 'oli')).toBe(null);
    const one = peopleOf([person('oli', { role: 'ops' }), person('ovo', { role: 'ops', active: false })]);
    expect(judgeChange(one, 'oli', { role: 'rep' }, 'ovo')).toBe('last-ops');
  });

  test('leaves no ring of managers, whatever comes in whatever order', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const wishes = fc.array(fc.tuple(fc.constantFrom(...ids), fc.option(fc.constantFrom(...ids))), { maxLength: 30 });
    fc.assert(
      fc.property(wishes, (all) => {
        let people = peopleOf(ids.map((id) => person(id)));
        for (const [id, managerId] of all)
          if (judgeManager(people, id, managerId) === null)
            people = peopleOf([...people.values()].map((each) => (each.id === id ? { ...each, managerId } : each)));
        for (const id of ids) {
          const boss = people.get(id)?.managerId ?? null;
          expect(boss !== null && isBelow(people, boss, id)).toBe(false);
        }
      }),
    );
  });
});

describe('an absence', () => {
  const judge = (from: number, to: number | null, deputyId: string | null, id = 'ann') =>
    judgeAbsence(PEOPLE, id, { from, to, deputyId }, 50);
  test.each([
    ['that ends before it begins', judge(90, 80, null), 'bad-absence'],
    ['that is over', judge(10, 50, null), 'bad-absence'],
    ['of somebody who has left', judge(60, null, null, 'gone'), 'user-left'],
    ['with oneself as deputy', judge(60, 70, 'ann'), 'own-deputy'],
    ['with a deputy who has left', judge(60, 70, 'gone'), 'unknown-deputy'],
    ['with a deputy who never was', judge(60, 70, 'nobody'), 'unknown-deputy'],
    ['whose deputy goes away in it', judge(60, 101, 'bob'), 'deputy-away'],
    ['whose deputy is away when it begins', judge(150, 300, 'bob'), 'deputy-away'],
    ['without an end, whose deputy goes away some time', judge(60, null, 'bob'), 'deputy-away'],
    ['that ends when the deputy goes', judge(60, 100, 'bob'), null],
    ['that begins when the deputy is back', judge(200, 300, 'bob'), null],
    ['that has begun already', judge(10, 60, 'max'), null],
    ['without a deputy', judge(60, null, null), null],
  ])('%s', (_, got, code) => {
    expect(got).toBe(code);
  });

  test('never leaves people who stand in for each other in a ring all away at once', () => {
    const ids = ['a', 'b', 'c'];
    const wish = fc.record({
      id: fc.constantFrom(...ids),
      from: fc.nat(20),
      long: fc.nat(10),
      deputyId: fc.constantFrom(...ids),
    });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), fc.nat(30), (wishes, at) => {
        let people = peopleOf(ids.map((id) => person(id)));
        for (const { id, from, long, deputyId } of wishes) {
          const absence = { from, to: from + long, deputyId };
          if (judgeAbsence(people, id, absence, 0) !== null) continue;
          const changed = { absentFrom: from, absentTo: from + long, deputyId };
          people = peopleOf([...people.values()].map((each) => (each.id === id ? { ...each, ...changed } : each)));
        }
        for (const id of ids) {
          const ring = ringOf(people, id);
          expect(ring?.every((each) => isAway(each, at)) ?? false).toBe(false);
        }
      }),
    );
  });
});

/** Those who stand in for each other around to where one began; null: the way doesn't lead back. */
function ringOf(people: ReadonlyMap<string, Person>, start: string): readonly Person[] | null {
  const ring: Person[] = [];
  for (
    let next = people.get(start);
    next !== undefined && !ring.includes(next);
    next = people.get(next.deputyId ?? '')
  ) {
    ring.push(next);
    if (next.deputyId === start) return ring;
  }
  return null;
}

describe('a return', () => {
  test.each([
    ['of somebody who is away', 150, null],
    ['of somebody who would go away', 50, null],
    ['of somebody who has been back', 200, 'not-away'],
  ])('%s at %d: %s', (_, now, code) => {
    expect(judgeReturn(PEOPLE.get('bob') as Person, now)).toBe(code);
  });

  test('of somebody who never went is refused', () => {
    expect(judgeReturn(PEOPLE.get('ann') as Person, 50)).toBe('not-away');
  });
});
