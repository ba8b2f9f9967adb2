import { describe, expect, test } from 'vitest';
import { peopleOf } from '../../../src/domain/people/presence.js';
import { approverOf, holderOf, listenerOf } from '../../../src/domain/people/receivers.js';
import { person } from './person.js';

const PEOPLE = peopleOf([
  person('max', { role: 'manager' }),
  person('zoe', { role: 'manager' }),
  person('ann', { managerId: 'zoe', deputyId: 'bob', absentFrom: 100, absentTo: 200 }),
  person('bob', { managerId: 'zoe' }),
  person('gone', { active: false, deputyId: 'bob' }),
]);

describe('a task', () => {
  test.each([
    ['owner', 'bob', 'bob'],
    ['owner', 'ann', 'ann'],
    ['owner', 'gone', 'bob'],
    ['owner', null, 'max'],
    ['manager', 'bob', 'zoe'],
    ['manager', 'max', 'max'],
    ['manager', null, 'max'],
    ['bob', 'ann', 'bob'],
    ['gone', 'ann', 'bob'],
    ['nobody-known', 'ann', 'max'],
  ])('for %s, of a contact of %s, is %s’s, away or not', (who, owner, holder) => {
    expect(holderOf(PEOPLE, who, owner, 150)).toBe(holder);
  });
});

describe('an approval', () => {
  test.each([
    ['owner', 'bob', 'zoe'],
    ['manager', 'bob', 'zoe'],
    ['manager', 'max', 'zoe'],
    ['bob', 'bob', 'zoe'],
    ['max', 'bob', 'max'],
  ])('for %s, of a contact of %s, is %s’s: never who asks for it', (who, owner, holder) => {
    expect(approverOf(PEOPLE, who, owner, 150)).toBe(holder);
  });
});

describe('what is told now', () => {
  test.each([
    ['owner', 'ann', 'bob'],
    ['owner', null, 'max'],
    ['manager', 'ann', 'zoe'],
    ['gone', null, 'bob'],
    ['channel:sales', 'ann', null],
  ])('to %s, of a contact of %s, reaches %s', (who, owner, reader) => {
    expect(listenerOf(PEOPLE, who, owner, 150)).toBe(reader);
  });
});
