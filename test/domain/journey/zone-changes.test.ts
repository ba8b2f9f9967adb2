import { describe, expect, test } from 'vitest';
import { interestsOf } from '../../../src/domain/journey/interests.js';
import { at, aWalk } from '../../support/walk.js';

const BERLIN = { contact: { timezone: 'Europe/Berlin', birthday: '1990-03-01' } };
const waiting = (until: string, head = 'timezone: contact') =>
  aWalk(`${head}\nsteps: [ { wait: { until: ${until} } }, { end: over } ]`, BERLIN).start();

describe('a contact who moves to another zone', () => {
  test.each([
    ['a time of day', '{ time: "16:00" }', '2027-01-04T15:00:00Z', '2027-01-05T08:00:00Z'],
    ['a date', '{ date: contact.birthday, every: year }', '2027-03-01T08:00:00Z', '2027-03-01T01:00:00Z'],
    ['a festival', '{ festival: new-year }', '2028-01-01T08:00:00Z', '2028-01-01T01:00:00Z'],
  ])('takes along a wait for %s', (_, until, before, after) => {
    const walk = waiting(until);
    expect(walk.due).toBe(at(before));
    walk.change('2027-01-04T12:00:00Z', { timezone: 'Asia/Shanghai' });
    expect(walk.due).toBe(at(after));
    expect(walk.lines.at(-1)).toBe(`2027-01-04T12:00:00Z main main wait wait changed until ${after}`);
  });

  test('leaves durations, and waits of journeys with a zone of their own, as they are', () => {
    const days = aWalk('steps: [ { wait: 2 days }, { end: over } ]', BERLIN).start();
    const due = days.due;
    expect(days.change('2027-01-04T12:00:00Z', { timezone: 'Asia/Shanghai' }).due).toBe(due);
    const own = waiting('{ time: "16:00" }', 'timezone: Europe/Berlin');
    expect(own.change('2027-01-04T12:00:00Z', { timezone: 'Asia/Shanghai' }).due).toBe(at('2027-01-04T15:00:00Z'));
  });

  test('wakes the journeys whose wait it moves, and no others', () => {
    const interests = (walk: ReturnType<typeof waiting>) => (walk.state ? interestsOf(walk.program, walk.state) : []);
    expect(interests(waiting('{ time: "16:00" }'))).toEqual(['contact.timezone']);
    expect(interests(waiting('{ time: "16:00" }', 'timezone: UTC'))).toEqual([]);
    expect(interests(aWalk('steps: [ { wait: 2 days } ]', BERLIN).start())).toEqual([]);
  });
});

describe('an outage over a wait’s instant', () => {
  test.each(['{ time: "10:00" }', '{ date: contact.birthday, every: year }'])(
    'and over an event before it doesn’t put %s off to its next occurrence',
    (until) => {
      const walk = aWalk(`steps: [ { wait: { until: ${until} } }, { end: over } ]`, {
        contact: { birthday: '--01-04' },
      });
      if (until.includes('birthday')) walk.now = at('2027-01-04T08:00:00Z');
      walk.start().tell('contact.changed', { set: { city: 'Ulm' } }, walk.now + 60_000);
      walk.now = at('2027-01-04T20:00:00Z');
      expect(walk.decide({ type: 'wake' }).phase).toBe('ended');
    },
  );
});
