import { describe, expect, test } from 'vitest';
import { at, aWalk, type WalkOptions } from '../../support/walk.js';
import { calendar } from '../calendar/shipped.js';

const deployment = { calendars: new Map(['us-office', 'cn-office'].map((id) => [id, calendar(id)])) };
const dueOf = (task: string, facts: WalkOptions['facts']) =>
  aWalk(`timezone: UTC\nsteps: [ { id: call, task: { kind: call, title: Call, outcomes: [ok], ${task} } } ]`, {
    deployment,
    ...(facts === undefined ? {} : { facts }),
  }).start().tasks[0]?.due;

describe('a task’s times are counted', () => {
  test('by its assignee’s calendar, whoever that is', () => {
    const us = { timezone: 'America/New_York', calendar: 'us-office' };
    const desks = { owner: us, manager: us, usr_7: us };
    for (const assign of ['owner', 'manager', 'usr_7'])
      expect(dueOf(`due: 2 business hours, assign: ${assign}`, { desks }), assign).toBe(at('2027-01-04T16:00:00Z'));
  });

  test('by its assignee’s zone alone, where no calendar is set', () => {
    const desks = { manager: { timezone: 'Asia/Shanghai', calendar: null } };
    const walk = aWalk(
      'window: { from: "09:00", to: "12:00" }\nsteps: [ { id: call, task: { kind: call, title: Call, due: 1 days, assign: manager, outcomes: [ok] } } ]',
      { facts: { desks } },
    );
    expect(walk.start().until('2027-01-06T00:00:00Z').linesOf('call')).toEqual([
      '2027-01-05T01:00:00Z main main call task done',
    ]);
  });

  test('by the journey’s, where the assignee has neither or a calendar that isn’t there', () => {
    expect(dueOf('due: 2 business hours, assign: manager', {})).toBe(at('2027-01-04T11:00:00Z'));
    const desks = { manager: { timezone: null, calendar: 'gone' } };
    expect(dueOf('due: 2 business hours, assign: manager', { desks })).toBe(at('2027-01-04T11:00:00Z'));
  });

  test('by the new owner’s once the journey has assigned one', () => {
    const walk = aWalk(
      'timezone: UTC\nsteps: [ { assign: { team: sales, by: roundRobin } }, { id: call, task: { kind: call, title: Call, due: 2 business hours, outcomes: [ok] } } ]',
      {
        deployment,
        facts: {
          desks: { owner: { timezone: 'Asia/Shanghai', calendar: 'cn-office' } },
          teams: { sales: [{ userId: 'usr_2', open: 0, last: 0, fields: { id: 'usr_2', calendar: 'us-office' } }] },
        },
      },
    );
    expect(walk.start().tasks[0]?.due).toBe(at('2027-01-04T16:00:00Z'));
  });
});
