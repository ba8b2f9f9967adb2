import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/api/contracts/common.js';
import type { OverviewView } from '../../../src/api/contracts/overview.js';
import { hrefOf, type PartId, sortParts } from '../../../src/web/home/parts.js';
import { SHAPE as JOURNEYS } from '../../../src/web/journeys/address.js';
import { parseAddress } from '../../../src/web/kit/address.js';
import { SHAPE as MESSAGES } from '../../../src/web/messages/address.js';
import { TASKS_SHAPE as TASKS } from '../../../src/web/tasks/whose.js';

const ROLES: readonly Role[] = ['ops', 'manager', 'marketing', 'rep', 'viewer'];
const some = (count: number) => ({ count, first: [] });

const overview = (changes: Partial<Record<PartId, number>> = {}): OverviewView => ({
  at: '2027-03-08T13:30:00Z',
  tasks: { overdue: some(changes.overdue ?? 0), today: some(changes.today ?? 0) },
  held: some(changes.held ?? 0),
  late: some(changes.late ?? 0),
  stuck: some(changes.stuck ?? 0),
  refused: some(changes.refused ?? 0),
  uncertain: some(changes.uncertain ?? 0),
  slas: some(changes.slas ?? 0),
  lately: { sent: 0, replied: 0, unsubscribed: 0, won: 0, entered: 0 },
});
const calling = (role: Role, counts: Partial<Record<PartId, number>>) =>
  sortParts(role, overview(counts)).calling.map(({ part }) => part);

describe('a home', () => {
  test('begins with what is most pressing for the role', () => {
    const counts = { uncertain: 1, held: 2, overdue: 3, late: 4, stuck: 5 };
    expect(calling('manager', counts)).toEqual(['overdue', 'held', 'stuck', 'late', 'uncertain']);
    expect(calling('ops', counts)).toEqual(['held', 'stuck', 'late', 'uncertain', 'overdue']);
    expect(calling('rep', counts)).toEqual(['overdue', 'uncertain', 'held']);
    expect(calling('marketing', counts)).toEqual(['uncertain', 'held']);
  });

  test('asks nobody for anything when there is nothing', () => {
    for (const role of ROLES) {
      const { calling, calm } = sortParts(role, overview());
      expect(calling).toEqual([]);
      expect(calm.length).toBeGreaterThan(2);
    }
  });

  test('says of each part of a role whether it calls, and once', () => {
    for (const role of ROLES) {
      const { calling, calm } = sortParts(role, overview({ held: 1, refused: 7 }));
      const all = [...calling.map(({ part }) => part), ...calm];
      expect(new Set(all).size).toBe(all.length);
      expect(calling.length).toBeGreaterThan(0);
    }
  });

  test('leads to lists by filters that they know', () => {
    const shapes = { '/journeys': JOURNEYS, '/journeys/stuck': {}, '/messages': MESSAGES, '/tasks': TASKS };
    for (const role of ROLES) {
      const { calm } = sortParts(role, overview());
      for (const href of calm.map((part) => hrefOf(part, role))) {
        const [path = '', query = ''] = href.split('?');
        const shape = Object.entries(shapes).find(([known]) => known === path)?.[1];
        expect(shape, href).toBeDefined();
        expect(parseAddress(query, shape ?? {}).faults, href).toEqual([]);
      }
    }
  });
});
