import { describe, expect, test } from 'vitest';
import { aWalk, type WalkOptions } from '../../support/walk.js';
import { calendar } from '../calendar/shipped.js';

const CN = { calendars: new Map([['cn-office', calendar('cn-office')]]) };

/** The instants at which a wait of the given YAML begins and ends. */
function waitOf(wait: string, options: WalkOptions & { head?: string; until?: string } = {}): string[] {
  const walk = aWalk(`${options.head ?? 'timezone: UTC'}\nsteps: [ { wait: ${wait} }, { end: over } ]`, options);
  return walk
    .start()
    .until(options.until ?? '2037-01-01T00:00:00Z')
    .linesOf('wait')
    .map((line) => line.replace(/ main main wait/, ''));
}

describe('a timed wait', () => {
  test.each([
    ['90 minutes', '2027-01-04T10:30:00Z'],
    ['36 hours', '2027-01-05T21:00:00Z'],
    ['2 days', '2027-01-06T09:00:00Z'],
    ['1 week'.replace('week', 'weeks'), '2027-01-11T09:00:00Z'],
    ['1 months', '2027-02-04T09:00:00Z'],
    ['1 years', '2028-01-04T09:00:00Z'],
  ])('of %s ends at %s', (wait, end) => {
    expect(waitOf(wait)).toEqual([`2027-01-04T09:00:00Z wait until ${end}`, `${end} done due`]);
  });

  test('of days keeps the wall clock of the contact over the change of clocks', () => {
    const lines = waitOf('1 days', {
      head: 'timezone: contact',
      contact: { timezone: 'Europe/Berlin' },
      start: '2027-03-27T08:00:00Z',
    });
    expect(lines[1]).toBe('2027-03-28T07:00:00Z done due');
  });

  test('of a contact whose zone is unknown or no zone counts in the deployment’s', () => {
    const deployment = { zone: 'Asia/Shanghai' };
    for (const timezone of [null, 'Mars/Olympus'])
      expect(
        waitOf('{ until: { time: "10:00" } }', { head: 'per: contact', contact: { timezone }, deployment })[1],
      ).toBe('2027-01-05T02:00:00Z done due');
  });

  test('of business time counts the open minutes of the journey’s calendar', () => {
    // Monday 17:00 in Shanghai: an hour is left today, and three open on Tuesday morning.
    const lines = waitOf('4 business hours', { head: 'calendar: cn-office\ntimezone: Asia/Shanghai', deployment: CN });
    expect(lines[1]).toBe('2027-01-05T04:00:00Z done due');
  });

  test('of business days takes the calendar of the contact’s country', () => {
    const deployment = { calendars: CN.calendars, calendarByCountry: new Map([['CN', 'cn-office']]) };
    const head = 'calendar: contact\ntimezone: Asia/Shanghai';
    const start = '2027-01-08T02:00:00Z';
    expect(waitOf('1 business days', { head, start, contact: { country: 'CN' }, deployment })[1]).toBe(
      '2027-01-11T02:00:00Z done due',
    );
    for (const contact of [{ country: 'DE' }, {}])
      expect(waitOf('1 business days', { head, start, contact, deployment })[1]).toBe('2027-01-09T02:00:00Z done due');
  });

  test('until a time ends at the next such time strictly after now, on the days named', () => {
    expect(waitOf('{ until: { time: "09:00" } }')[1]).toBe('2027-01-05T09:00:00Z done due');
    expect(waitOf('{ until: { time: "09:00", days: [mon, thu] } }')[1]).toBe('2027-01-07T09:00:00Z done due');
  });

  test('until a festival ends at its next coming, `at` and `shift` counted in', () => {
    expect(waitOf('{ until: { festival: mid-autumn, at: "08:00", shift: -1 days } }')[1]).toBe(
      '2027-09-14T08:00:00Z done due',
    );
    expect(waitOf('{ until: { festival: new-year } }')[1]).toBe('2028-01-01T09:00:00Z done due');
  });

  test('goes on with `then`', () => {
    const walk = aWalk('steps: [ { wait: 1 hours, then: [ { end: yes } ], else: [ { end: no } ] } ]').start();
    expect(walk.until('2027-01-05T00:00:00Z').state?.phase).toEqual({ type: 'ended', outcome: 'yes' });
  });
});

describe('a wait on a date field', () => {
  const BIRTHDAY = '{ until: { date: contact.birthday, every: year } }';

  test('ends at 09:00 of the date in the journey’s zone', () => {
    const contact = { firstOrderAt: null, birthday: '2027-02-01', timezone: 'Asia/Shanghai' };
    expect(waitOf('{ until: { date: contact.birthday } }', { head: 'per: contact', contact })[1]).toBe(
      '2027-02-01T01:00:00Z done due',
    );
  });

  test('that names an instant keeps its own time', () => {
    const contact = { lastOrderAt: '2027-01-10T17:45:00Z' };
    expect(waitOf('{ until: { date: contact.lastOrderAt, shift: 1 days } }', { contact })[1]).toBe(
      '2027-01-11T17:45:00Z done due',
    );
  });

  test('that is past already ends the wait at once, as `then`, and never before it began', () => {
    const walk = aWalk(
      'steps: [ { wait: { until: { date: contact.birthday } }, then: [ { wait: 1 hours }, { end: yes } ], else: [ { end: no } ] } ]',
      { contact: { birthday: '1990-05-17' } },
    );
    expect(walk.start().until('2027-01-05T00:00:00Z').lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main wait wait until 1990-05-17T09:00:00Z',
      '2027-01-04T09:00:00Z main main wait done due',
      '2027-01-04T09:00:00Z main main wait wait until 2027-01-04T10:00:00Z',
      '2027-01-04T10:00:00Z main main wait done due',
      '2027-01-04T10:00:00Z main main end done yes',
    ]);
  });

  test('of every year means the first coming strictly after now', () => {
    expect(waitOf(BIRTHDAY, { contact: { birthday: '1990-01-04' } })[1]).toBe('2028-01-04T09:00:00Z done due');
    expect(waitOf(BIRTHDAY, { contact: { birthday: '--01-05' } })[1]).toBe('2027-01-05T09:00:00Z done due');
  });

  test('without a value ends at once with `else`', () => {
    const walk = aWalk(
      'steps: [ { wait: { until: { date: contact.birthday } }, then: [ { end: yes } ], else: [ { end: no } ] } ]',
    );
    expect(walk.start().lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main wait wait',
      '2027-01-04T09:00:00Z main main wait done no-value',
      '2027-01-04T09:00:00Z main main end done no',
    ]);
  });

  test('without a value and without `else` ends the track, but not its neighbour', () => {
    const walk = aWalk(`
      stages:
        - id: only
          steps: [ { wait: { until: { date: contact.birthday } } }, { id: hello, email: { template: a/b, from: owner, purpose: service } } ]
          alongside: [ { id: coach, steps: [ { wait: 1 hours } ] } ]
    `).start();
    expect(walk.sent).toEqual([]);
    expect(walk.phase).toBe('active');
    expect(walk.until('2027-01-05T00:00:00Z').lines.at(-1)).toBe('2027-01-04T10:00:00Z only end done completed');
  });

  test('is aimed anew when the field changes', () => {
    const walk = aWalk('steps: [ { wait: { until: { date: contact.birthday } } }, { end: over } ]', {
      contact: { birthday: '2027-03-01' },
    });
    walk.start().change('2027-01-10T12:00:00Z', { birthday: '2027-02-01' }).until('2027-06-01T00:00:00Z');
    expect(walk.linesOf('wait').slice(1)).toEqual([
      '2027-01-10T12:00:00Z main main wait wait changed until 2027-02-01T09:00:00Z',
      '2027-02-01T09:00:00Z main main wait done due',
    ]);
  });

  test('ends at once when the field changes to an instant already past', () => {
    const walk = aWalk('steps: [ { wait: { until: { date: contact.birthday } } }, { end: over } ]', {
      contact: { birthday: '2027-03-01' },
    });
    walk.start().change('2027-01-10T12:00:00Z', { birthday: '2020-02-01' });
    expect(walk.lines.at(-1)).toBe('2027-01-10T12:00:00Z main main end done over');
  });

  test('ends with `else` when the field is emptied', () => {
    const walk = aWalk(
      'steps: [ { wait: { until: { date: contact.birthday } }, else: [ { end: gone } ] }, { end: over } ]',
      {
        contact: { birthday: '2027-03-01' },
      },
    );
    walk.start().change('2027-01-10T12:00:00Z', { birthday: null });
    expect(walk.lines.slice(-2)).toEqual([
      '2027-01-10T12:00:00Z main main wait done no-value',
      '2027-01-10T12:00:00Z main main end done gone',
    ]);
  });

  test('isn’t disturbed by a change of another field, even at its very instant', () => {
    const walk = aWalk(`steps: [ { wait: ${BIRTHDAY} }, { end: over } ]`, { contact: { birthday: '--01-05' } });
    walk.start().change('2027-01-05T09:00:00Z', { city: 'Ulm' });
    expect(walk.linesOf('wait').slice(1)).toEqual(['2027-01-05T09:00:00Z main main wait done due']);
  });

  test('that recurs isn’t run twice for a change at the instant it ended', () => {
    const walk = aWalk(
      `steps: [ { id: visits, repeat: { every: 1 minutes, atMost: 2, steps: [ { wait: ${BIRTHDAY} } ] } }, { end: over } ]`,
      { contact: { birthday: '--01-05' } },
    );
    walk.start().until('2027-01-05T09:00:00Z').change('2027-01-05T09:00:00Z', { city: 'Ulm' });
    expect(walk.linesOf('wait').at(-1)).toBe('2027-01-05T09:00:00Z main main wait wait until 2028-01-05T09:00:00Z');
  });

  test('is aimed anew by an update of the journey itself, in whatever track', () => {
    const walk = aWalk(
      `
      stages:
        - id: only
          steps: [ { wait: { until: { date: contact.lastOrderAt, shift: 2 days } } }, { end: over } ]
          alongside: [ { id: clerk, steps: [ { wait: 1 days }, { update: { contact.lastOrderAt: { now: true } } } ] } ]
    `,
      { contact: { lastOrderAt: '2027-06-01T00:00:00Z' } },
    );
    walk.start().until('2028-01-01T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-07T09:00:00Z only main end done over');
  });
});
