import { describe, expect, it } from 'vitest';
import type { TaskView } from '../../../src/api/contracts/tasks.js';
import { chanceOf, pickWeighted } from '../../../src/dev/player/chance.js';
import { planOfMail } from '../../../src/dev/player/customers.js';
import { OFFICE } from '../../../src/dev/player/hours.js';
import { outcomeOf } from '../../../src/dev/player/outcomes.js';
import { planOfTask, WORKERS } from '../../../src/dev/player/reps.js';
import { LI_NA, ROBIN } from '../../../src/dev/sample/people.js';
import { ALWAYS } from '../../../src/domain/calendar/calendar.js';
import { windowState } from '../../../src/domain/calendar/window.js';
import { DAY, HOUR } from '../../../src/domain/instant.js';

const MONDAY = Date.UTC(2026, 2, 9, 12, 30);
const chance = chanceOf('followthrough');
const NAMES = Array.from({ length: 200 }, (_, n) => `person ${n}`);
const SHANGHAI = { zone: 'Asia/Shanghai', calendar: ALWAYS, calendarNamed: false };

const aTask = (contactName: string, more: Partial<TaskView> = {}) =>
  ({
    contactName,
    step: 'first-call',
    origin: 'journey',
    outcomes: ['reached', 'no-answer', 'wrong-number', 'not-interested'],
    form: [],
    createdAt: new Date(MONDAY).toISOString(),
    ...more,
  }) as unknown as TaskView;

const liNa = WORKERS[LI_NA];
if (liNa === undefined) throw new Error('expected Li Na to work');
const plans = NAMES.map((name) => planOfTask(aTask(name), liNa, chance));

describe('a rep of the demo', () => {
  it('works in office hours only', () => {
    for (const plan of plans) {
      if (plan !== null)
        expect(windowState(plan.at, OFFICE, SHANGHAI).open, new Date(plan.at).toISOString()).toBe(true);
    }
  });

  it('forgets a few, so that some go overdue', () => {
    const forgotten = plans.filter((plan) => plan === null).length;
    expect(forgotten).toBeGreaterThan(3);
    expect(forgotten).toBeLessThan(30);
  });

  it('records an outcome that the task offers', () => {
    for (const plan of plans) if (plan !== null) expect(aTask('x').outcomes).toContain(plan.outcome);
  });

  it('does the same when asked again', () => {
    expect(NAMES.map((name) => planOfTask(aTask(name), liNa, chanceOf('followthrough')))).toEqual(plans);
  });

  it("leaves an SLA's task, and what was imported, to people", () => {
    for (const origin of ['sla', 'import']) {
      expect(NAMES.every((name) => planOfTask(aTask(name, { origin }), liNa, chance) === null)).toBe(true);
    }
  });

  it('is never the one whom the visitor signs in as', () => {
    expect(WORKERS[ROBIN]).toBeUndefined();
  });
});

describe('a customer of the demo', () => {
  const acts = (step: string, purpose = 'marketing') =>
    NAMES.map((email) =>
      planOfMail(
        { step, purpose, acceptedAt: new Date(MONDAY).toISOString() },
        { email, zone: 'Asia/Shanghai' },
        chance,
      ),
    );

  it('answers some mails within two days, by day', () => {
    const replies = acts('hello').filter((plan) => plan?.act === 'reply');
    expect(replies.length).toBeGreaterThan(20);
    for (const plan of replies) {
      const at = plan?.at ?? 0;
      expect(at - MONDAY).toBeGreaterThanOrEqual(HOUR);
      expect(at - MONDAY).toBeLessThan(2 * DAY);
      const hour = new Date(at + 8 * HOUR).getUTCHours();
      expect(hour).toBeGreaterThanOrEqual(7);
      expect(hour).toBeLessThan(22);
    }
  });

  it('unsubscribes now and then, from marketing only', () => {
    const unsubscribes = (purpose: string) =>
      acts('hello', purpose).filter((plan) => plan?.act === 'unsubscribe').length;
    expect(unsubscribes('marketing')).toBeGreaterThan(0);
    expect(unsubscribes('service')).toBe(0);
  });

  it('has nothing to answer before the mail is there', () => {
    expect(
      planOfMail({ step: 'hello', purpose: 'marketing', acceptedAt: null }, { email: 'a', zone: 'UTC' }, chance),
    ).toBe(null);
  });
});

describe('a weighted choice', () => {
  it('gives each outcome its share', () => {
    const picked = NAMES.map((name) => pickWeighted({ often: 9, seldom: 1 }, chance(name)));
    const seldom = picked.filter((outcome) => outcome === 'seldom').length;
    expect(seldom).toBeGreaterThan(5);
    expect(seldom).toBeLessThan(40);
  });

  it('is even for a step that is not known', () => {
    expect(outcomeOf({ step: 'own-step', outcomes: ['a', 'b'] }, 0.4)).toBe('a');
    expect(outcomeOf({ step: 'own-step', outcomes: ['a', 'b'] }, 0.6)).toBe('b');
  });
});
