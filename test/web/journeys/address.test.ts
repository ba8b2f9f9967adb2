import { describe, expect, test } from 'vitest';
import { type Asked, fromStanding, isNarrowed, queryOf, SHAPE, standingOf } from '../../../src/web/journeys/address.js';
import { formatAddress, parseAddress } from '../../../src/web/kit/address.js';

const asked = (search: string): Asked => parseAddress(search, SHAPE).values;

describe('the address of the list of journeys', () => {
  test('asks for the newest of all when it says nothing', () => {
    expect(queryOf(asked(''), 'usr_1')).toEqual({ sort: 'newest' });
    expect(isNarrowed(asked(''))).toBe(false);
  });

  test('carries every filter to the question', () => {
    const search =
      'q=ada&definition=lead-to-customer&version=3&stage=new&phase=paused,held&owner=usr_2&contact=con_1&attention=1&late=true&sort=nextAt';
    expect(queryOf(asked(search), 'usr_1')).toEqual({
      q: 'ada',
      definition: 'lead-to-customer',
      version: 3,
      stage: 'new',
      phase: 'paused,held',
      owner: 'usr_2',
      contact: 'con_1',
      attention: 'true',
      late: 'true',
      sort: 'nextAt',
    });
  });

  test('means who asks by the owner "me"', () => {
    expect(queryOf(asked('owner=me'), 'usr_1')).toMatchObject({ owner: 'usr_1' });
  });

  test('asks nothing of the server that it would refuse, and tells what was left out', () => {
    const { values, faults } = parseAddress('phase=asleep&contact=x&version=0&sort=name&colour=red&q=ada', SHAPE);
    expect(queryOf(values, 'usr_1')).toEqual({ sort: 'newest', q: 'ada' });
    expect(faults.map(({ name }) => name).sort()).toEqual(['colour', 'contact', 'phase', 'sort', 'version']);
  });

  test('is not narrowed by order and columns', () => {
    expect(isNarrowed(asked('sort=nextAt&columns=id'))).toBe(false);
    expect(isNarrowed(asked('late=1'))).toBe(true);
  });

  test('says the columns as they were chosen, and nothing of those at the start', () => {
    expect(formatAddress({ ...asked(''), columns: ['stage', 'id'] }, SHAPE)).toBe('columns=stage%2Cid');
    expect(formatAddress(asked('columns=stage,state,owner,next,started'), SHAPE)).toBe('');
  });
});

describe('the choice of state', () => {
  test.each(['open', 'active', 'paused', 'held', 'starting', 'ended'] as const)(
    'says %s as it was chosen',
    (standing) => {
      expect(standingOf(fromStanding(standing))).toBe(standing);
    },
  );

  test('says "ended" for links by status and by phase alike', () => {
    expect(standingOf(asked('status=ended'))).toBe('ended');
    expect(standingOf(asked('phase=ended'))).toBe('ended');
  });

  test('says "several" for what it cannot say', () => {
    expect(standingOf(asked('phase=paused,held'))).toBe('several');
    expect(standingOf(asked('phase=paused&status=open'))).toBe('several');
  });
});
