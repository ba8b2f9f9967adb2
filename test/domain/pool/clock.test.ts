import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDuration } from '../../../src/domain/calendar/add-duration.js';
import { ALWAYS, type Where } from '../../../src/domain/calendar/calendar.js';
import { DAY, HOUR, MINUTE } from '../../../src/domain/instant.js';
import {
  type Absence,
  dueAfter,
  type FollowUpRule,
  type Look,
  type RunningClock,
  stepOf,
} from '../../../src/domain/pool/clock.js';
import { at, calendar, span } from '../calendar/shipped.js';

const BERLIN: Where = { zone: 'Europe/Berlin', calendar: calendar('de-office') };
const PLAIN: Where = { zone: 'UTC', calendar: ALWAYS };
const MONDAY = at('2027-03-01T09:00:00+01:00');

const rule = (within: string, remind: string | null = null): FollowUpRule => ({
  within: span(within),
  remindBefore: remind === null ? null : span(remind),
});

const look = (now: number, changes: Partial<Look> = {}): Look => ({
  absences: [],
  where: BERLIN,
  now,
  catchUp: 5 * MINUTE,
  ...changes,
});

describe('a lead’s clock', () => {
  const clock: RunningClock = { from: MONDAY, remindedAt: null };
  const two = rule('2 business days', '4 business hours');
  const due = at('2027-03-03T09:00:00+01:00');
  const remindAt = at('2027-03-02T13:00:00+01:00');

  test('waits for the reminder, then reminds, then waits for the end, then takes the lead back', () => {
    expect(stepOf(two, clock, look(MONDAY))).toEqual({ type: 'wait', at: remindAt, remindAt, dueAt: due });
    expect(stepOf(two, clock, look(remindAt))).toEqual({ type: 'remind', at: remindAt, dueAt: due });
    const told = { ...clock, remindedAt: remindAt };
    expect(stepOf(two, told, look(remindAt))).toEqual({ type: 'wait', at: due, remindAt, dueAt: due });
    expect(stepOf(two, told, look(due))).toEqual({ type: 'reclaim', dueAt: due });
  });

  test('counts business time only: claimed on Friday at noon, two business days are over on Tuesday at noon', () => {
    const friday = { from: at('2027-03-05T12:00:00+01:00'), remindedAt: null };
    const tuesday = at('2027-03-09T12:00:00+01:00');
    expect(stepOf(rule('2 business days'), friday, look(friday.from))).toMatchObject({ dueAt: tuesday });
  });

  test('a reminder a little late changes nothing; one that an outage made late puts the end off by as much', () => {
    expect(stepOf(two, clock, look(remindAt + 4 * MINUTE))).toEqual({ type: 'remind', at: remindAt, dueAt: due });
    const late = due + 2 * HOUR;
    const told = stepOf(two, clock, look(late));
    expect(told).toEqual({ type: 'remind', at: late, dueAt: late + 4 * HOUR });
    expect(stepOf(two, { ...clock, remindedAt: late }, look(late + 4 * HOUR - 1))).toMatchObject({ type: 'wait' });
  });

  test('a stricter rule keeps the beginning and takes nothing back unannounced', () => {
    const now = MONDAY + 3 * DAY;
    const strict = rule('1 business day', '2 business hours');
    expect(stepOf(strict, clock, look(now))).toEqual({ type: 'remind', at: now, dueAt: now + 2 * HOUR });
  });

  test('who was told under a stricter rule is told again before the end of the milder one', () => {
    const mild = rule('5 business days', '1 business day');
    const told = { ...clock, remindedAt: remindAt };
    const friday = at('2027-03-05T09:00:00+01:00');
    expect(stepOf(mild, told, look(remindAt))).toMatchObject({ type: 'wait', at: friday });
    expect(stepOf(mild, told, look(friday))).toMatchObject({ type: 'remind', at: friday });
  });

  test('stands while its owner is away, and goes on where it stood', () => {
    const away = { from: at('2027-03-02T12:00:00+01:00'), to: at('2027-03-08T09:00:00+01:00') };
    const sixteen = rule('16 business hours');
    const dayAndNine = at('2027-03-08T14:00:00+01:00');
    expect(stepOf(sixteen, clock, look(MONDAY, { absences: [away] }))).toMatchObject({ dueAt: dayAndNine });
    expect(stepOf(sixteen, clock, look(MONDAY, { absences: [{ from: away.from, to: null }] }))).toEqual({
      type: 'stand',
    });
    const before = { from: MONDAY - 5 * DAY, to: MONDAY - DAY };
    expect(stepOf(sixteen, clock, look(MONDAY, { absences: [before] }))).toEqual(stepOf(sixteen, clock, look(MONDAY)));
  });
});

describe('for every rule, absence and time', () => {
  const unit = fc.constantFrom(
    'minutes',
    'hours',
    'days',
    'business minutes',
    'business hours',
    'business days',
  ) as fc.Arbitrary<'hours'>;
  const duration = fc.record({ n: fc.integer({ min: 1, max: 60 }), unit });
  const offset = fc.integer({ min: 0, max: 40 * DAY });
  const absence = fc.record({ from: offset, length: fc.integer({ min: 1, max: 20 * DAY }) });
  const absences = fc
    .array(absence, { maxLength: 3 })
    .map((all): Absence[] => all.map(({ from, length }) => ({ from: MONDAY + from, to: MONDAY + from + length })));
  const where = fc.constantFrom(BERLIN, PLAIN, { zone: 'Asia/Shanghai', calendar: calendar('cn-office') });
  const rules = fc
    .record({ within: duration, remind: fc.option(duration) })
    .map(({ within, remind }): FollowUpRule => ({ within, remindBefore: remind }));

  /** Walks a clock to its end as the workflow does: it looks when it is told to. */
  function walk(ruled: FollowUpRule, given: Pick<Look, 'absences' | 'where'>) {
    let clock: RunningClock = { from: MONDAY, remindedAt: null };
    let now = MONDAY;
    let reminders = 0;
    for (let looks = 0; looks < 6; looks++) {
      const step = stepOf(ruled, clock, { ...given, now, catchUp: 5 * MINUTE });
      if (step.type === 'reclaim') return { at: now, reminders, remindedAt: clock.remindedAt };
      if (step.type === 'stand') throw new Error('stands though every absence ends');
      if (step.type === 'remind') {
        reminders++;
        clock = { ...clock, remindedAt: step.at };
      } else {
        expect(step.at).toBeGreaterThan(now);
        now = step.at;
      }
    }
    throw new Error('never ends');
  }

  test('a clock ends within a few looks, never early, after one reminder if the rule has one', () => {
    fc.assert(
      fc.property(rules, absences, where, (ruled, away, place) => {
        const end = walk(ruled, { absences: away, where: place });
        const whole = addDuration(MONDAY, ruled.within, place);
        expect(end.at).toBeGreaterThanOrEqual(whole);
        expect(end.reminders).toBe(ruled.remindBefore === null ? 0 : 1);
        // Nobody loses a lead while away.
        if (ruled.remindBefore === null) expect(end.at).toBe(dueAfter(MONDAY, ruled.within, away, place));
      }),
    );
  });

  test('away for a time ends no earlier, and without absences business time is all that counts', () => {
    fc.assert(
      fc.property(duration, absences, where, (within, away, place) => {
        const plain = dueAfter(MONDAY, within, [], place);
        expect(plain).toBe(addDuration(MONDAY, within, place));
        expect(dueAfter(MONDAY, within, away, place)).toBeGreaterThanOrEqual(plain ?? Number.POSITIVE_INFINITY);
      }),
    );
  });

  test('elapsed time is put off by exactly the time away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), absence, (n, { from, length }) => {
        const whole = { from: MONDAY + Math.floor(from / MINUTE) * MINUTE, to: MONDAY + from + length };
        const within = { n, unit: 'minutes' as const };
        const off = whole.from < MONDAY + n * MINUTE ? whole.to - whole.from : 0;
        expect(dueAfter(MONDAY, within, [whole], PLAIN)).toBe(MONDAY + n * MINUTE + off);
      }),
    );
  });

  test('a changed rule never takes a lead back sooner than its reminder allows', () => {
    fc.assert(
      fc.property(rules, rules, where, offset, (first, then, place, later) => {
        const given = { absences: [], where: place };
        const now = MONDAY + later;
        const before = stepOf(first, { from: MONDAY, remindedAt: null }, { ...given, now: MONDAY, catchUp: 0 });
        fc.pre(before.type === 'wait' && now < before.at && then.remindBefore !== null);
        const after = stepOf(then, { from: MONDAY, remindedAt: null }, { ...given, now, catchUp: 0 });
        expect(after.type).not.toBe('reclaim');
      }),
    );
  });
});
