import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookAhead } from '../../../src/domain/care/look-ahead.js';
import { occasionsOf } from '../../../src/domain/care/occasions.js';
import { formatInstant } from '../../../src/domain/instant.js';
import type { Fields } from '../../../src/domain/journey/facts.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { aDefinition, aDeployment, aWalk, Walk } from '../../support/walk.js';
import { calendar } from '../calendar/shipped.js';

const deployment = aDeployment({
  calendars: new Map([['cn-office', calendar('cn-office')]]),
  calendarByCountry: new Map([['CN', 'cn-office']]),
});
const shipped = (id: string) => aDefinition(readFileSync(`definitions/${id}.yaml`, 'utf8'));
const wang: Fields = {
  ...{ id: 'con_1', name: '王小明', email: 'wang@example.com', country: 'CN', timezone: 'Asia/Shanghai' },
  ...{ status: 'customer', birthday: { lunar: { month: 8, day: 20 } } },
};

/** `<day> <time UTC> <occasion>/<step> <ordinal>`, in the order of time. */
function foreseen(walk: Walk): string[] {
  const { program, state, facts, now } = walk;
  if (state === null) throw new Error('the journey has not begun');
  return lookAhead({ program, state, facts, now, deployment: walk.deployment, subjectId: 'con_1' })
    .sort((a, b) => a.at - b.at || a.step.localeCompare(b.step))
    .map(
      ({ day, at, occasion, step, ordinal }) =>
        `${day} ${formatInstant(at).slice(11, 16)} ${occasion}/${step} ${ordinal}`,
    );
}

describe('what is care in a definition', () => {
  it('is read off its waits: dates, festivals, cycles, silence and visits after a while', () => {
    const kinds = (id: string) =>
      [...occasionsOf(compileProgram(shipped(id))).values()].map(
        ({ key, kind, about, acts }) => `${key} ${kind} ${about} ${acts.map(({ step }) => step)}`,
      );
    expect(kinds('birthdays-and-festivals')).toEqual(
      expect.arrayContaining([
        'birthday-comes birthday contact.birthday birthday,birthday-call',
        'mid-autumn-comes festival mid-autumn mid-autumn',
      ]),
    );
    expect(kinds('onboarding-and-return-visits')).toEqual(
      expect.arrayContaining(['quarters cycle null visit', 'surveys cycle null ask']),
    );
    expect(kinds('onboarding-and-return-visits').filter((each) => each.includes('visit null visit-'))).toHaveLength(2);
    expect(kinds('trade-show-follow-up')).toEqual([]);
  });

  it('keeps the conditions under which a step is reached', () => {
    const program = compileProgram(
      aDefinition(`
kind: journey
id: test
name: Test
timezone: UTC
steps:
  - { id: day, wait: { until: { date: contact.birthday, every: year } } }
  - choose:
      - if: { contact.country: CN }
        steps: [ { id: cn, email: { template: care/birthday, from: owner, purpose: service } } ]
      - if: { contact.totalSpent: { gte: 5 } }
        steps: [ { id: big, email: { template: care/birthday, from: owner, purpose: service } } ]
  - { if: { contact.city: Bonn }, id: bonn, sms: { template: care/birthday, purpose: service } }
  - { goTo: day }
`),
    );
    const [occasion] = [...occasionsOf(program).values()];
    const test = (path: string, test: object) => ({ type: 'test', path, test });
    const cn = test('contact.country', { op: 'eq', value: 'CN' });
    const big = test('contact.totalSpent', { op: 'gte', value: 5 });
    expect(occasion?.period).toEqual({ n: 1, unit: 'years' });
    expect(Object.fromEntries((occasion?.acts ?? []).map(({ step, guard }) => [step, guard]))).toEqual({
      cn,
      big: { type: 'all', of: [{ type: 'not', of: cn }, big] },
      // Whichever way leads to it.
      bonn: expect.objectContaining({ type: 'any' }),
    });
  });
});

describe('looking ahead', () => {
  it('finds the birthday by the lunar calendar and the festivals of two years', () => {
    const walk = new Walk(shipped('birthdays-and-festivals'), '2026-10-01T02:00:00Z', wang, deployment).start();
    expect(foreseen(walk)).toEqual([
      '2026-12-20 02:00 year-end-comes/year-end 0',
      '2027-02-05 02:00 spring-festival-comes/spring-festival 0',
      '2027-09-15 02:00 mid-autumn-comes/mid-autumn 0',
      '2027-09-20 01:00 birthday-comes/birthday 0',
      '2027-09-20 01:00 birthday-comes/birthday-call 0',
      '2027-12-20 02:00 year-end-comes/year-end 1',
      '2028-01-25 02:00 spring-festival-comes/spring-festival 1',
      '2028-10-03 02:00 mid-autumn-comes/mid-autumn 1',
      '2028-10-08 01:00 birthday-comes/birthday 1',
      '2028-10-08 01:00 birthday-comes/birthday-call 1',
    ]);
  });

  it('says of every message when it then goes out', () => {
    const walk = new Walk(shipped('birthdays-and-festivals'), '2026-10-01T02:00:00Z', wang, deployment).start();
    const expected = foreseen(walk).filter((line) => line.endsWith(' 0') && !line.includes('call'));
    walk.until('2027-10-01T00:00:00Z');
    const sent = walk.sent.map(({ stepId, at }) => `${formatInstant(at).slice(0, 10)} ${stepId}`);
    // In China nobody gets the wishes for the end of the year: the calendar asks that of the contact.
    expect(sent).toEqual(
      expected
        .filter((line) => !line.includes('year-end'))
        .map((line) => `${line.slice(0, 10)} ${line.split('/')[1]?.slice(0, -2)}`),
    );
  });

  it('finds the visits of a cycle, at the hours at which tasks appear', () => {
    const walk = new Walk(shipped('onboarding-and-return-visits'), '2027-03-01T02:00:00Z', wang, deployment).start();
    const visits = foreseen(walk).filter((line) => line.includes('/visit '));
    expect(visits.slice(0, 3)).toEqual([
      // A Sunday: it appears when the window opens, spread over the first quarters of an hour.
      expect.stringMatching(/^2027-05-31 01:\d\d quarters\/visit 0$/),
      expect.stringMatching(/^2027-08-30 01:\d\d quarters\/visit 1$|^2027-08-2\d 0\d:\d\d quarters\/visit 1$/),
      expect.stringMatching(/quarters\/visit 2$/),
    ]);
    // While one is on the desk, the next are in the calendar.
    walk.until('2027-06-01T08:00:00Z');
    expect(foreseen(walk).filter((line) => line.includes('/visit '))[0]).toMatch(/^2027-08-/);
  });

  it('tells when silence will have lasted, and the later one once somebody was in touch', () => {
    const walk = aWalk(
      `
      timezone: UTC
      steps:
        - { id: quiet, wait: { for: { if: { contact.lastContactAt: { olderThan: 90 days } } } } }
        - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [done] } }
        - { goTo: quiet }`,
      { contact: { lastContactAt: '2027-01-01T09:00:00Z' } },
    ).start();
    expect(foreseen(walk)).toEqual(['2027-04-01 09:00 quiet/call 0']);
    walk.change('2027-03-01T10:00:00Z', { lastContactAt: '2027-03-01T10:00:00Z' });
    expect(foreseen(walk)).toEqual(['2027-05-30 10:00 quiet/call 0']);
    expect(walk.until('2027-05-30T09:59:00Z').commands).toEqual([]);
    expect(walk.until('2027-05-30T10:01:00Z').commands).toMatchObject([{ type: 'createTask', stepId: 'call' }]);
  });

  it('knows of a message that was put off when it goes', () => {
    const walk = new Walk(shipped('birthdays-and-festivals'), '2027-09-19T02:00:00Z', wang, deployment);
    walk.onMessage = (_, now) => ({ type: 'deferred', reason: 'frequency-cap', until: now + 7_200_000 });
    walk.start().until('2027-09-20T01:30:00Z');
    expect(foreseen(walk).filter((line) => line.includes('birthday '))).toEqual([
      '2027-09-20 03:00 birthday-comes/birthday 0',
      '2028-10-08 01:00 birthday-comes/birthday 1',
      '2029-09-27 01:00 birthday-comes/birthday 2',
    ]);
  });

  it('says nothing of a journey that is over', () => {
    const walk = new Walk(shipped('birthdays-and-festivals'), '2026-10-01T02:00:00Z', wang, deployment).start();
    walk.change('2026-10-02T02:00:00Z', { status: 'lost' });
    expect(foreseen(walk)).toEqual([]);
  });
});

describe('who was taken out', () => {
  const taken = (steps: string[], since: string | null, until: string | null) => ({
    takenOut: [
      { steps, since: since === null ? null : Date.parse(since), until: until === null ? null : Date.parse(until) },
    ],
  });

  it('has no task of that occasion, and the next one again', () => {
    const body = `
      timezone: UTC
      steps:
        - id: cycle
          repeat: { every: 90 days, startAfter: 90 days, steps: [ { id: visit, task: { kind: visit, title: V, due: 1 days, outcomes: [done] } } ] }`;
    const walk = aWalk(body, { facts: taken(['visit'], null, '2027-05-20T00:00:00Z') }).start();
    walk.until('2027-07-10T00:00:00Z');
    expect(walk.linesOf('task')).toEqual([
      '2027-04-04T09:00:00Z main main visit task skip taken-out',
      '2027-07-03T09:00:00Z main main visit task done',
    ]);
  });

  it('is left quiet, and asked about again, where silence would lead back to itself at once', () => {
    const body = `
      timezone: UTC
      steps:
        - { id: quiet, wait: { for: { if: { contact.lastContactAt: { olderThan: 90 days } } } } }
        - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [done] } }
        - { goTo: quiet }`;
    const contact = { lastContactAt: '2027-01-01T09:00:00Z' };
    const once = aWalk(body, { contact, facts: taken(['call'], null, '2027-05-16T09:00:00Z') }).start();
    once.until('2027-05-20T00:00:00Z');
    expect(once.phase).toBe('active');
    expect(once.lines.slice(2)).toEqual([
      '2027-04-01T09:00:00Z main main quiet wait wait taken-out until 2027-05-16T09:00:00Z',
      '2027-05-16T09:00:00Z main main quiet wait done condition',
      '2027-05-16T09:00:00Z main main call task done',
    ]);
    const always = aWalk(body, { contact, facts: taken(['call'], null, null) }).start();
    always.until('2027-06-15T00:00:00Z');
    expect([always.phase, always.tasks]).toEqual(['active', []]);
    always.facts = { ...always.facts, takenOut: [] };
    always.until('2027-07-01T00:00:00Z');
    expect(always.tasks).toHaveLength(1);
  });
});
