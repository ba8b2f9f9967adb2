import { describe, expect, test } from 'vitest';
import { at, aWalk, type Walk } from '../../support/walk.js';
import { calendar } from '../calendar/shipped.js';

const MAIL = 'email: { template: a/b, from: owner, purpose: service }';
const paused = (walk: Walk, from: string, to: string): Walk =>
  walk.at(from, { type: 'pause' }).at(to, { type: 'resume' });
const over = (wait: string, head = 'variables: {}') => `${head}\nsteps: [ { wait: ${wait} }, { end: over } ]`;

describe('a pause', () => {
  test('holds everything back until the resume', () => {
    const walk = aWalk(`steps: [ { wait: 1 hours }, { id: hello, ${MAIL} } ]`)
      .start()
      .at('2027-01-04T09:30:00Z', { type: 'pause' });
    expect([walk.phase, walk.due]).toEqual(['paused', null]);
    walk.event('2027-01-10T00:00:00Z', 'form.submitted');
    expect(walk.sent).toEqual([]);
  });

  test('moves a duration wait by its own length', () => {
    const walk = paused(aWalk(over('2 days')).start(), '2027-01-05T09:00:00Z', '2027-01-08T15:00:00Z');
    expect(walk.until('2027-02-01T00:00:00Z').lines.at(-1)).toBe('2027-01-09T15:00:00Z main main end done over');
  });

  test('moves `upTo` too', () => {
    const walk = paused(
      aWalk(over('{ for: { on: deal.won }, upTo: 2 days }')).start(),
      '2027-01-05T09:00:00Z',
      '2027-01-06T09:00:00Z',
    );
    expect(walk.until('2027-02-01T00:00:00Z').lines.at(-1)).toBe('2027-01-07T09:00:00Z main main end done over');
  });

  test('moves a business wait by its length and then on to the next open instant', () => {
    const deployment = { calendars: new Map([['cn-office', calendar('cn-office')]]) };
    const walk = aWalk(over('1 business hours', 'calendar: cn-office\ntimezone: Asia/Shanghai'), {
      start: '2027-01-04T01:00:00Z',
      deployment,
    }).start();
    expect(walk.due).toBe(at('2027-01-04T02:00:00Z'));
    // Ten hours later is 20:00 in Shanghai: closed.
    expect(paused(walk, '2027-01-04T01:30:00Z', '2027-01-04T11:30:00Z').due).toBe(at('2027-01-05T01:00:00Z'));
  });

  test.each([
    ['timed', '{ until: { time: "18:00" } }', '2027-01-04T18:00:00Z'],
    ['dated', '{ until: { date: contact.birthday } }', '2027-01-08T09:00:00Z'],
    ['festival', '{ until: { festival: womens-day } }', '2027-03-08T09:00:00Z'],
    ['event wait up to a time', '{ for: { on: deal.won }, upTo: { time: "18:00" } }', '2027-01-04T18:00:00Z'],
  ])('leaves the instant of a %s wait where it is', (_, wait, due) => {
    const walk = aWalk(over(wait), { contact: { birthday: '2027-01-08' } }).start();
    expect(paused(walk, '2027-01-04T10:00:00Z', '2027-01-04T12:00:00Z').due).toBe(at(due));
  });

  test('lets what fell due in it run on resume, at the instant of the resume', () => {
    const walk = paused(
      aWalk(over('{ until: { time: "18:00" } }')).start(),
      '2027-01-04T17:59:00Z',
      '2027-01-04T18:02:00Z',
    );
    expect(walk.lines.slice(2)).toEqual([
      '2027-01-04T17:59:00Z main pause done',
      '2027-01-04T18:02:00Z main resume done',
      '2027-01-04T18:02:00Z main main wait done due',
      '2027-01-04T18:02:00Z main main end done over',
    ]);
  });

  test('lets what follows count from the resume', () => {
    const body = 'steps: [ { wait: { until: { time: "18:00" } } }, { wait: 1 days }, { end: over } ]';
    const walk = paused(aWalk(body).start(), '2027-01-04T17:59:00Z', '2027-01-04T18:02:00Z');
    expect(walk.due).toBe(at('2027-01-05T18:02:00Z'));
  });

  test('lets a wait that was due before it began run on resume', () => {
    const walk = aWalk(over('1 hours')).start();
    walk.now = at('2027-01-04T10:00:02Z');
    walk.decide({ type: 'pause' }).at('2027-01-05T10:00:00Z', { type: 'resume' });
    expect(walk.lines.at(-1)).toBe('2027-01-05T10:00:00Z main main end done over');
  });

  test('leaves due times of tasks and SLAs; what they missed comes with the resume', () => {
    const walk = aWalk(
      'stages: [ { id: a, sla: { leaveWithin: 2 days, escalateTo: manager }, steps: [ { id: call, task: { kind: call, title: Call, due: 1 days, escalate: { after: 1 hours, to: manager }, outcomes: [ok] } } ] } ]',
    ).start();
    paused(walk, '2027-01-04T10:00:00Z', '2027-01-06T08:00:00Z');
    expect(walk.notices.map((notice) => [notice.kind, notice.at])).toEqual([
      ['task-overdue', at('2027-01-06T08:00:00Z')],
    ]);
    expect(walk.due).toBe(at('2027-01-06T09:00:00Z'));
  });

  test('leaves a repeat its beat, and of the passes it swallowed runs one', () => {
    const walk = aWalk(
      `steps: [ { id: rounds, repeat: { every: 1 days, steps: [ { id: hello, ${MAIL} } ] } } ]`,
    ).start();
    paused(walk, '2027-01-04T10:00:00Z', '2027-01-07T15:00:00Z').until('2027-01-08T10:00:00Z');
    expect(walk.sent.map((intent) => intent.at)).toEqual(
      ['2027-01-04T09:00:00Z', '2027-01-07T15:00:00Z', '2027-01-08T09:00:00Z'].map(at),
    );
  });

  test('keeps an event for the resume, when it still ends the wait', () => {
    const walk = aWalk(over('{ for: { on: deal.created }, upTo: 2 days }'))
      .start()
      .at('2027-01-05T09:00:00Z', { type: 'pause' });
    expect(walk.event('2027-01-05T10:00:00Z', 'deal.created').phase).toBe('paused');
    expect(walk.at('2027-01-09T10:00:00Z', { type: 'resume' }).lines.slice(-2)).toEqual([
      '2027-01-09T10:00:00Z main main wait done deal.created',
      '2027-01-09T10:00:00Z main main end done over',
    ]);
  });

  test('doesn’t keep an exit or a goal waiting', () => {
    const body = over(
      '9 days',
      'exit: [ { on: deal.lost, as: lost }, { if: { contact.doNotContact: true }, as: barred } ]\ngoal: [ { on: deal.won }, { on: order.placed, stay: true } ]',
    );
    const start = () => aWalk(body).start().at('2027-01-04T10:00:00Z', { type: 'pause' });
    expect(start().event('2027-01-05T09:00:00Z', 'deal.lost').lines.at(-1)).toBe(
      '2027-01-05T09:00:00Z main exit done lost',
    );
    expect(start().event('2027-01-05T09:00:00Z', 'deal.won').lines.at(-1)).toBe(
      '2027-01-05T09:00:00Z main end done goal',
    );
    expect(start().change('2027-01-05T09:00:00Z', { doNotContact: true }).lines.at(-1)).toBe(
      '2027-01-05T09:00:00Z main exit done barred',
    );
    const goal = start().event('2027-01-05T09:00:00Z', 'order.placed').at('2027-01-06T09:00:00Z', { type: 'resume' });
    expect(goal.linesOf('goal')).toEqual(['2027-01-05T09:00:00Z main goal done order.placed']);
  });

  test('with a spread window lets the messages of a resume go out one by one', () => {
    const head = 'window: { from: "08:00", to: "20:00", spread: 60 minutes }';
    const walk = aWalk(`${head}\nsteps: [ { wait: { until: { time: "10:00" } } }, { id: hello, ${MAIL} } ]`).start();
    paused(walk, '2027-01-04T09:30:00Z', '2027-01-04T12:00:00Z');
    expect(walk.sent).toEqual([]);
    expect(walk.lines.at(-1)).toMatch(/^2027-01-04T12:00:00Z main main hello email defer paused until 2027-01-04T12:/);
    expect(walk.until('2027-01-04T13:00:00Z').sent).toHaveLength(1);
  });

  test('leaves out at once what would be stale when its turn in the spread comes', () => {
    const head = 'window: { from: "08:00", to: "20:00", spread: 5 hours }';
    const mail = MAIL.replace('purpose', 'usefulFor: 1 minutes, purpose');
    const walk = aWalk(
      `${head}\nsteps: [ { wait: { until: { time: "10:00" } } }, { id: hello, ${mail} }, { wait: 1 days } ]`,
    );
    paused(walk.start(), '2027-01-04T09:30:00Z', '2027-01-04T12:00:00Z');
    expect(walk.linesOf('hello')).toEqual(['2027-01-04T12:00:00Z main main hello email skip stale']);
    expect(walk.state?.steps['hello']).toMatchObject({ decision: 'skip', reason: 'stale' });
  });

  test('spreads a deferred message and a task that fell due in it as well', () => {
    const head = 'window: { from: "10:00", to: "20:00", spread: 60 minutes }';
    const walk = aWalk(
      `${head}\nstages: [ { id: a, steps: [ { id: hello, ${MAIL} } ], alongside: [ { id: x, steps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ] } ] } ]`,
    );
    walk.onMessage = (_, now) =>
      now < at('2027-01-04T10:00:00Z')
        ? { type: 'deferred', reason: 'outside-window', until: at('2027-01-04T10:05:00Z') }
        : { type: 'sent' };
    paused(walk.start(), '2027-01-04T09:30:00Z', '2027-01-04T12:00:00Z');
    expect([walk.sent.length, walk.tasks.length]).toEqual([0, 0]);
    walk.until('2027-01-04T13:00:00Z');
    expect([walk.sent.length, walk.tasks.length]).toEqual([1, 1]);
  });

  test('that is over a closed window lets a task appear at its opening', () => {
    const head = 'window: { from: "10:00", to: "20:00" }';
    const walk = aWalk(
      `${head}\nsteps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ]`,
    ).start();
    paused(walk, '2027-01-04T09:30:00Z', '2027-01-04T22:00:00Z').until('2027-01-06T00:00:00Z');
    expect(walk.linesOf('call')).toEqual(['2027-01-05T10:00:00Z main main call task done']);
  });
});

describe('a command that can’t be', () => {
  const START = over('9 days');
  test.each([
    ['a resume without a pause', ['resume'], 'not-paused'],
    ['a second pause', ['pause', 'pause'], 'already-paused'],
    ['a retry of nothing', ['retry'], 'nothing-to-retry'],
    ['a sending of nothing', ['send-now'], 'not-waiting'],
  ] as const)('%s is refused with its code and changes nothing', (_, causes, code) => {
    const walk = aWalk(START).start();
    const last = causes.at(-1) ?? 'pause';
    for (const type of causes.slice(0, -1)) walk.decide({ type });
    const before = structuredClone({ state: walk.state, lines: walk.lines, due: walk.due });
    walk.decide({ type: last });
    expect(walk.refused).toBe(code);
    expect({ state: walk.state, lines: walk.lines, due: walk.due }).toEqual(before);
  });

  test.each(['pause', 'resume', 'retry', 'skip'] as const)('%s of an ended journey is refused', (type) => {
    const walk = aWalk('steps: []').start().decide({ type });
    expect(walk.refused).toBe('journey-ended');
  });
});

describe('a person', () => {
  test('ends a journey with an outcome, paused or not', () => {
    const exit = { type: 'exit', outcome: 'by-hand' } as const;
    expect(aWalk(over('9 days')).start().at('2027-01-05T09:00:00Z', exit).lines.at(-1)).toBe(
      '2027-01-05T09:00:00Z main exit done by-hand',
    );
    const held = aWalk(over('9 days')).start().at('2027-01-05T09:00:00Z', { type: 'pause' }).decide(exit);
    expect(held.phase).toBe('ended');
  });

  test('ending it is refused when it has ended', () => {
    expect(aWalk('steps: []').start().decide({ type: 'exit', outcome: 'x' }).refused).toBe('journey-ended');
  });
});
