import { describe, expect, test } from 'vitest';
import type { Fields, TeamMember } from '../../../src/domain/journey/facts.js';
import { aWalk } from '../../support/walk.js';

const member = (userId: string, last: number, ...territories: string[]): TeamMember => ({
  userId,
  open: 0,
  last,
  fields: { id: userId },
  territories,
});
const TEAM = [
  member('city', 9, 'CN/Zhejiang/Hangzhou'),
  member('region', 8, 'CN/Zhejiang', 'DE'),
  member('country', 7, 'CN'),
  member('country-2', 6, ' cn '),
  member('anywhere', 5),
];

const chosen = (contact: Fields, team = TEAM): string[] =>
  aWalk('steps: [ { assign: { team: sales, by: territory } } ]', { contact, facts: { teams: { sales: team } } })
    .start()
    .did('assign')
    .map(({ userId }) => userId);

describe('`assign` by territory', () => {
  test.each<[Fields, string]>([
    [{ country: 'CN', region: 'Zhejiang', city: 'Hangzhou' }, 'city'],
    [{ country: 'CN', region: 'zhejiang', city: 'Ningbo' }, 'region'],
    [{ country: 'CN', region: 'Yunnan' }, 'country-2'],
    [{ country: 'CN' }, 'country-2'],
    [{ country: 'DE', city: 'Hangzhou' }, 'region'],
    [{ country: 'FR' }, 'anywhere'],
    [{}, 'anywhere'],
  ])('takes for %j the narrowest, among equals the one whose turn it is: %s', (contact, userId) => {
    expect(chosen(contact)).toEqual([userId]);
  });

  test('finds nobody where no territory has the contact and all have one', () => {
    expect(chosen({ country: 'FR' }, TEAM.slice(0, 4))).toEqual([]);
  });
});
