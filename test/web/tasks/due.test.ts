import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskView } from '../../../src/api/contracts/tasks.js';
import { DUE_GROUPS, deskRows, dueGroup, nextTask, taskBeside } from '../../../src/web/tasks/due.js';

// A Wednesday, 10:00 in Shanghai.
const NOW = Date.parse('2027-03-10T02:00:00Z');
const SHANGHAI = 'Asia/Shanghai';

const taskOf = (id: string, dueAt: string | null): TaskView => ({
  id,
  journeyId: null,
  contactId: null,
  contactName: null,
  dealId: null,
  step: null,
  stage: null,
  kind: 'call',
  title: id,
  assigneeId: null,
  assigneeName: null,
  insteadOf: null,
  teamId: null,
  status: 'open',
  outcomes: [],
  outcome: null,
  form: [],
  answers: null,
  note: null,
  reason: null,
  dueAt,
  createdAt: '2027-03-01T00:00:00Z',
  doneAt: null,
  doneBy: null,
  doneByName: null,
  origin: 'journey',
});

describe('the group of a due time', () => {
  test.each([
    ['2027-03-10T01:59:59Z', 'overdue'],
    ['2027-03-10T02:00:00Z', 'today'],
    ['2027-03-10T15:59:59Z', 'today'],
    ['2027-03-10T16:00:00Z', 'tomorrow'],
    ['2027-03-11T16:00:00Z', 'week'],
    ['2027-03-14T15:59:59Z', 'week'],
    ['2027-03-14T16:00:00Z', 'later'],
    [null, 'none'],
  ])('of %s is %s', (dueAt, group) => {
    expect(dueGroup(dueAt, NOW, SHANGHAI)).toBe(group);
  });

  test('follows the zone: the same instant is today here and tomorrow there', () => {
    const at = '2027-03-10T17:00:00Z';
    expect(dueGroup(at, NOW, 'UTC')).toBe('today');
    expect(dueGroup(at, NOW, SHANGHAI)).toBe('tomorrow');
  });

  test('leaves no day between tomorrow and later on a Sunday', () => {
    const sunday = Date.parse('2027-03-14T02:00:00Z');
    expect(dueGroup('2027-03-15T02:00:00Z', sunday, SHANGHAI)).toBe('tomorrow');
    expect(dueGroup('2027-03-16T02:00:00Z', sunday, SHANGHAI)).toBe('later');
  });

  test('never goes back as the due time goes on', () => {
    const day = 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: -3 * day, max: 20 * day }), fc.nat(10 * day), (from, more) => {
        const group = (offset: number) =>
          DUE_GROUPS.indexOf(dueGroup(new Date(NOW + offset).toISOString(), NOW, SHANGHAI));
        expect(group(from + more)).toBeGreaterThanOrEqual(group(from));
      }),
    );
  });
});

describe('the rows of the desk', () => {
  test('stand under their groups, with empty groups left out', () => {
    const rows = deskRows(
      [taskOf('late', '2027-03-09T02:00:00Z'), taskOf('now', '2027-03-10T05:00:00Z'), taskOf('some', null)],
      NOW,
      SHANGHAI,
    );
    expect(rows.map((row) => (row.type === 'head' ? `${row.group} ${row.count}` : row.task.id))).toEqual([
      'overdue 1',
      'late',
      'today 1',
      'now',
      'none 1',
      'some',
    ]);
  });
});

describe('going on', () => {
  const tasks = ['a', 'b', 'c'].map((id) => taskOf(id, null));

  test('leads to the task after, then to the one before, then nowhere', () => {
    expect(nextTask(tasks, 'b')).toBe('c');
    expect(nextTask(tasks, 'c')).toBe('b');
    expect(nextTask([taskOf('a', null)], 'a')).toBeNull();
  });

  test('leads to the first one when the task has left the list already', () => {
    expect(nextTask(tasks, 'gone')).toBe('a');
    expect(nextTask([], 'gone')).toBeNull();
  });

  test('stops at both ends of the list', () => {
    expect(taskBeside(tasks, 'a', -1)).toBe('a');
    expect(taskBeside(tasks, 'c', 1)).toBe('c');
    expect(taskBeside(tasks, null, 1)).toBe('a');
    expect(taskBeside(tasks, 'a', 1)).toBe('b');
  });
});
