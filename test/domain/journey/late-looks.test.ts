import { describe, expect, test } from 'vitest';
import { aWalk } from '../../support/walk.js';

/** The engine always looks a little later than things happen; the journal must not show by how much. */
describe('a journey that is looked at late', () => {
  test('ends a wait for a date that was past already when the wait began, at that beginning', () => {
    const walk = aWalk(
      `
      steps:
        - wait: 1 hours
        - wait: { until: { date: contact.firstOrderAt } }
        - end: over
      `,
      { contact: { firstOrderAt: '2020-05-01T08:00:00Z' } },
    ).start();
    walk.now = (walk.due ?? 0) + 40_000;
    walk.decide({ type: 'wake' });
    expect(walk.lines.slice(3)).toEqual([
      '2027-01-04T10:00:00Z main main wait wait until 2020-05-01T08:00:00Z',
      '2027-01-04T10:00:00Z main main wait done due',
      '2027-01-04T10:00:00Z main main end done over',
    ]);
  });

  test('ends a wait that is re-aimed into the past, at the change', () => {
    const walk = aWalk(
      `
      steps:
        - wait: { until: { date: contact.birthday } }
        - end: over
      `,
      { contact: { birthday: '2027-02-01' } },
    ).start();
    walk.until('2027-01-05T09:00:00Z');
    walk.facts = { ...walk.facts, contact: { ...walk.facts.contact, birthday: '1985-12-20' } };
    walk.tell('contact.changed', { set: { birthday: '1985-12-20' } });
    walk.now += 40_000;
    walk.decide({ type: 'wake' });
    expect(walk.lines.slice(2)).toEqual([
      '2027-01-05T09:00:00Z main main wait wait changed until 1985-12-20T09:00:00Z',
      '2027-01-05T09:00:00Z main main wait done due',
      '2027-01-05T09:00:00Z main main end done over',
    ]);
  });

  test('leaves by a standing exit at the change that made it hold', () => {
    const walk = aWalk(`
      exit: [ { if: { contact.doNotContact: true }, as: barred } ]
      steps: [ { wait: 5 days } ]
    `).start();
    walk.until('2027-01-05T09:00:00Z');
    walk.facts = { ...walk.facts, contact: { ...walk.facts.contact, doNotContact: true } };
    walk.tell('contact.changed', { set: { doNotContact: true } });
    walk.now += 40_000;
    walk.decide({ type: 'wake' });
    expect(walk.lines.at(-1)).toBe('2027-01-05T09:00:00Z main exit done barred');
  });

  test('leaves by a standing exit that its own step made hold, at that step', () => {
    const walk = aWalk(`
      exit: [ { if: { contact.status: lost }, as: lost } ]
      steps: [ { wait: 1 hours }, { update: { contact.status: lost } }, { wait: 5 days } ]
    `).start();
    walk.now = (walk.due ?? 0) + 40_000;
    walk.decide({ type: 'wake' });
    expect(walk.lines.slice(-2)).toEqual([
      '2027-01-04T10:00:00Z main main update done',
      '2027-01-04T10:00:00Z main exit done lost',
    ]);
  });
});
