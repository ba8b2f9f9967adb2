import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deskOf, isAway, isPresent, type Person, peopleOf, stoodInFor } from '../../../src/domain/people/presence.js';
import { person } from './person.js';

const away = { absentFrom: 100, absentTo: 200 };

describe('an absence', () => {
  test.each([
    [99, false],
    [100, true],
    [199, true],
    [200, false],
  ])('at %d of 100 to 200: %s', (at, expected) => {
    expect(isAway(away, at)).toBe(expected);
  });

  test('without an end goes on, and one that is not set is none', () => {
    expect(isAway({ absentFrom: 100, absentTo: null }, 1e12)).toBe(true);
    expect(isAway({ absentFrom: null, absentTo: null }, 100)).toBe(false);
  });
});

describe('the work of somebody who is away', () => {
  const desk = (people: readonly Person[], except: string | null = null) =>
    deskOf(peopleOf(people), 'ann', 150, except);
  const ann = person('ann', { ...away, deputyId: 'bob', managerId: 'max' });

  test('is the deputy’s', () => {
    expect(desk([ann, person('bob'), person('max', { role: 'manager' })])).toBe('bob');
  });

  test('is the manager’s without a deputy, or where the deputy has left or is away', () => {
    const max = person('max', { role: 'manager' });
    expect(desk([{ ...ann, deputyId: null }, person('bob'), max])).toBe('max');
    expect(desk([ann, person('bob', { active: false }), max])).toBe('max');
    expect(desk([ann, person('bob', away), max])).toBe('max');
  });

  test('is the deputy’s deputy’s, where the deputy went away later', () => {
    expect(desk([ann, person('bob', { ...away, deputyId: 'cy' }), person('cy'), person('max')])).toBe('cy');
  });

  test('reaches a manager who is there, or ops, where all its people are away', () => {
    const others = [ann, person('bob', { ...away, deputyId: 'ann' }), person('max', { ...away, role: 'manager' })];
    expect(desk([...others, person('zoe', { role: 'manager' }), person('kim', { role: 'manager' })])).toBe('kim');
    expect(desk([...others, person('oli', { role: 'ops' })])).toBe('oli');
    expect(desk(others)).toBe(null);
  });

  test('never is somebody’s who is excepted', () => {
    expect(desk([ann, person('bob'), person('max', { role: 'manager' })], 'bob')).toBe('max');
  });

  test('is their own again from the instant they are back', () => {
    const people = peopleOf([ann, person('bob')]);
    expect([99, 100, 199, 200].map((at) => deskOf(people, 'ann', at))).toEqual(['ann', 'bob', 'bob', 'ann']);
  });
});

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const anId = fc.constantFrom(...IDS);
const anybody = fc.record({
  active: fc.boolean(),
  role: fc.constantFrom('rep', 'manager', 'ops'),
  managerId: fc.option(anId),
  deputyId: fc.option(anId),
  absentFrom: fc.option(fc.nat(10)),
  absentTo: fc.option(fc.nat(10)),
});
const somePeople = fc
  .array(anybody, { minLength: IDS.length, maxLength: IDS.length })
  .map((all) => peopleOf(all.map((each, i) => ({ ...each, id: IDS[i] ?? '' }))));

describe('whoever the people are, with deputies and managers in whatever ring', () => {
  test('work is only ever on the desk of somebody who is there', () => {
    fc.assert(
      fc.property(somePeople, anId, fc.nat(10), fc.option(anId), (people, id, at, except) => {
        const desk = deskOf(people, id, at, except);
        if (desk === null) return;
        expect(desk).not.toBe(except);
        expect(isPresent(people.get(desk) as Person, at)).toBe(true);
      }),
    );
  });

  test('work is on no desk only where no manager and nobody of ops is there', () => {
    fc.assert(
      fc.property(somePeople, anId, fc.nat(10), (people, id, at) => {
        if (deskOf(people, id, at) !== null) return;
        expect([...people.values()].some((each) => each.role !== 'rep' && isPresent(each, at))).toBe(false);
      }),
    );
  });

  test('each absent person’s work is stood in for by the one whose desk it is on, and by no other', () => {
    fc.assert(
      fc.property(somePeople, fc.nat(10), (people, at) => {
        for (const id of IDS) {
          const standIns = IDS.filter((each) => stoodInFor(people, each, at).includes(id));
          const desk = deskOf(people, id, at);
          expect(standIns).toEqual(desk === null || desk === id ? [] : [desk]);
        }
      }),
    );
  });
});
