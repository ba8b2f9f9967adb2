import { describe, expect, test } from 'vitest';
import { at, aWalk } from '../../support/walk.js';

const MAIL = 'email: { template: a/b, from: owner, purpose: service }';
const CALL = 'task: { kind: call, title: Call, due: 1 days, outcomes: [reached] }';
const TEN = '2027-01-04T10:00:00Z';
const last = (lines: readonly string[], n = 1) => lines.slice(-n).map((line) => line.split(' ').slice(2).join(' '));

describe('a person skips', () => {
  test('a wait, as if its time had come', () => {
    const walk = aWalk('steps: [ { id: rest, wait: 9 days }, { end: over } ]').start().at(TEN, { type: 'skip' });
    expect([walk.refused, walk.phase]).toEqual([null, 'ended']);
    expect(last(walk.lines, 2)).toEqual(['main rest wait done by-person', 'main end done over']);
  });

  test('a wait for an event, on the side of who never heard it', () => {
    const body = 'steps: [ { wait: { for: { on: deal.won }, upTo: 9 days }, else: [ { end: silent } ] } ]';
    expect(last(aWalk(body).start().at(TEN, { type: 'skip' }).lines)).toEqual(['main end done silent']);
  });

  test('a task, which is withdrawn', () => {
    const walk = aWalk(`steps: [ { id: call, ${CALL} }, { wait: 1 days } ]`).start().at(TEN, { type: 'skip' });
    expect(walk.commands.at(-1)).toMatchObject({ type: 'withdrawTasks', stepIds: ['call'] });
    expect(walk.due).toBe(at('2027-01-05T10:00:00Z'));
  });

  test('the next pass of a repeat, and its beat stays', () => {
    const walk = aWalk(`steps: [ { id: r, repeat: { every: 1 days, steps: [ { id: hello, ${MAIL} } ] } } ]`).start();
    walk.at(TEN, { type: 'skip', step: 'r' });
    expect([walk.refused, walk.sent.length, walk.due]).toEqual([null, 1, at('2027-01-06T09:00:00Z')]);
  });

  test('only what is meant: two waits need a name, and a name needs a wait', () => {
    const stage =
      '{ id: a, steps: [ { id: one, wait: 2 days } ], alongside: [ { id: x, steps: [ { id: two, wait: 3 days } ] } ] }';
    const walk = aWalk(`stages: [ ${stage} ]`).start();
    expect(walk.at(TEN, { type: 'skip' }).refused).toBe('several-waits');
    expect(walk.at('2027-01-04T10:01:00Z', { type: 'skip', step: 'none' }).refused).toBe('nothing-to-skip');
    expect(walk.at('2027-01-04T10:02:00Z', { type: 'skip', step: 'two' }).refused).toBeNull();
  });
});

describe('a person reschedules', () => {
  test('a wait, which a pause then leaves where it is', () => {
    const walk = aWalk('steps: [ { wait: 9 days }, { end: over } ]').start();
    const due = at('2027-01-20T09:00:00Z');
    walk.at(TEN, { type: 'reschedule', due });
    expect(walk.due).toBe(due);
    walk.at('2027-01-05T09:00:00Z', { type: 'pause' }).at('2027-01-07T09:00:00Z', { type: 'resume' });
    expect(walk.due).toBe(due);
  });

  test('a dated wait, which a changed date no longer moves', () => {
    const body = 'steps: [ { wait: { until: { date: contact.birthday } } }, { end: over } ]';
    const walk = aWalk(body, { contact: { birthday: '2027-02-01' } }).start();
    const due = at('2027-01-20T09:00:00Z');
    walk.at(TEN, { type: 'reschedule', due }).change('2027-01-05T09:00:00Z', { birthday: '2027-03-01' });
    expect(walk.due).toBe(due);
  });

  test('nothing into the past, and no wait that ends by events alone', () => {
    const timed = aWalk('steps: [ { wait: 9 days } ]').start();
    expect(timed.at(TEN, { type: 'reschedule', due: at(TEN) }).refused).toBe('past-due');
    const open = aWalk('steps: [ { wait: { for: { on: deal.won } } } ]').start();
    expect(open.at(TEN, { type: 'reschedule', due: at('2027-02-01T00:00:00Z') }).refused).toBe('not-waiting');
  });
});

describe('a person sends now', () => {
  const deferred = () => {
    const walk = aWalk(`steps: [ { id: hello, ${MAIL} }, { end: over } ]`);
    walk.onMessage = (intent, now) =>
      intent.hurried === true
        ? { type: 'sent' }
        : { type: 'deferred', reason: 'outside-window', until: now + 86_400_000 };
    return walk.start();
  };

  test('a message that was put off: it goes to the gate, its window set aside', () => {
    const walk = deferred().at(TEN, { type: 'send-now' });
    expect(walk.sent).toMatchObject([{ stepId: 'hello', hurried: true, at: at(TEN) }]);
    expect(walk.phase).toBe('ended');
  });

  test('a message that the way out puts off once more: it stays in a hurry', () => {
    const asked: boolean[] = [];
    const walk = aWalk(`steps: [ { id: hello, ${MAIL} }, { end: over } ]`);
    walk.onMessage = ({ hurried }, now) =>
      asked.push(hurried === true) === 3
        ? { type: 'sent' }
        : { type: 'deferred', reason: 'awaits-turn', until: now + 86_400_000 };
    walk.start().at(TEN, { type: 'send-now' }).until('2027-01-20T00:00:00Z');
    expect(asked).toEqual([false, true, true]);
    expect(walk.phase).toBe('ended');
  });

  test('not in a pause, and not what is no message', () => {
    expect(deferred().at(TEN, { type: 'pause' }).at('2027-01-04T11:00:00Z', { type: 'send-now' }).refused).toBe(
      'journey-paused',
    );
    expect(aWalk('steps: [ { wait: 9 days } ]').start().at(TEN, { type: 'send-now' }).refused).toBe('not-waiting');
  });
});

describe('a person moves a journey', () => {
  const STAGES = 'stages: [ { id: a, steps: [ { wait: 9 days } ] }, { id: b, steps: [ { wait: 1 days } ] } ]';

  test('to a stage, whose clock begins now', () => {
    const walk = aWalk(STAGES).start().at(TEN, { type: 'move', stage: 'b' });
    expect([walk.state?.stage, walk.due]).toEqual(['b', at('2027-01-05T10:00:00Z')]);
  });

  test('in a pause, and the stage begins with the resume', () => {
    const walk = aWalk(STAGES)
      .start()
      .at(TEN, { type: 'pause' })
      .at('2027-01-05T10:00:00Z', { type: 'move', stage: 'b' });
    expect([walk.state?.stage, walk.phase, walk.due]).toEqual(['b', 'paused', null]);
    expect(walk.at('2027-01-07T10:00:00Z', { type: 'resume' }).due).toBe(at('2027-01-08T10:00:00Z'));
  });

  test('not to where it is, nor to nowhere', () => {
    const walk = aWalk(STAGES).start();
    expect(walk.at(TEN, { type: 'move', stage: 'a' }).refused).toBe('same-stage');
    expect(walk.at('2027-01-04T11:00:00Z', { type: 'move', stage: 'c' }).refused).toBe('unknown-stage');
  });

  test('to its goal, if it has one', () => {
    const won = aWalk('goal: [ { on: deal.won } ]\nsteps: [ { wait: 9 days } ]').start().at(TEN, { type: 'goal' });
    expect(won.state?.phase).toEqual({ type: 'ended', outcome: 'goal' });
    expect(aWalk('steps: [ { wait: 9 days } ]').start().at(TEN, { type: 'goal' }).refused).toBe('no-goal');
  });
});

describe('a resume decides about what fell due in the pause', () => {
  const WINDOW = 'window: { from: "00:00", to: "23:59", spread: 2 hours }';
  const resumed = (missed?: 'now' | 'spread' | 'skip') =>
    aWalk(
      `${WINDOW}\nsteps: [ { wait: { until: { time: "18:00" } } }, { id: hello, ${MAIL} }, { wait: 1 days }, { id: bye, ${MAIL} } ]`,
    )
      .start()
      .at(TEN, { type: 'pause' })
      .at('2027-01-06T10:00:00Z', missed === undefined ? { type: 'resume' } : { type: 'resume', missed });

  test('now: it is done at once', () => {
    expect(resumed('now').sent.map(({ stepId }) => stepId)).toEqual(['hello']);
  });

  test.each([undefined, 'spread'] as const)('%s: it leaves within the spread of its window', (missed) => {
    const walk = resumed(missed);
    expect(walk.sent).toEqual([]);
    expect(walk.due).toBeGreaterThan(at('2027-01-06T10:00:00Z'));
    expect(walk.due).toBeLessThanOrEqual(at('2027-01-06T12:00:00Z'));
  });

  test('skip: it is left out, and what comes after it is not', () => {
    const walk = resumed('skip');
    expect([walk.sent, walk.due]).toEqual([[], at('2027-01-07T10:00:00Z')]);
    expect(walk.lines.join('\n')).toContain('hello email skip paused');
    expect(walk.until('2027-01-08T00:00:00Z').sent.map(({ stepId }) => stepId)).toEqual(['bye']);
  });

  test('skip: an event heard in the pause was not missed', () => {
    const body = `steps: [ { wait: { for: { on: deal.created }, upTo: { time: "18:00" } }, then: [ { id: hello, ${MAIL} } ] }, { wait: 1 days } ]`;
    const walk = aWalk(body).start().at(TEN, { type: 'pause' }).event('2027-01-04T12:00:00Z', 'deal.created');
    expect(walk.at('2027-01-06T10:00:00Z', { type: 'resume', missed: 'skip' }).sent).toHaveLength(1);
  });
});
