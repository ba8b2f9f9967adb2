import { describe, expect, test } from 'vitest';
import { at, aWalk } from '../../support/walk.js';

const MAIL = 'email: { template: a/b, from: owner, purpose: service }';
const WAITS = `steps: [ { wait: 1 days }, { id: hello, ${MAIL} }, { wait: 1 days } ]`;

describe('a goal', () => {
  test('ends the journey', () => {
    const walk = aWalk(`goal: { on: deal.won }\n${WAITS}`).start().event('2027-01-04T12:00:00Z', 'deal.won');
    expect(walk.lines.slice(2)).toEqual([
      '2027-01-04T12:00:00Z main goal done deal.won',
      '2027-01-04T12:00:00Z main end done goal',
    ]);
  });

  test('with `stay` is recorded once and the journey goes on', () => {
    const walk = aWalk(`goal: { on: order.placed, stay: true }\n${WAITS}`).start();
    walk
      .event('2027-01-04T12:00:00Z', 'order.placed')
      .event('2027-01-04T13:00:00Z', 'order.placed')
      .until('2027-02-01T00:00:00Z');
    expect(walk.linesOf('goal')).toEqual(['2027-01-04T12:00:00Z main goal done order.placed']);
    expect(walk.state?.goals).toEqual({ 0: at('2027-01-04T12:00:00Z') });
    expect(walk.lines.at(-1)).toBe('2027-01-06T09:00:00Z main end done completed');
  });

  test('with `stay`, heard late, lets what was due before it happen first', () => {
    const walk = aWalk(
      'goal: { on: order.placed, stay: true }\nsteps: [ { wait: 1 days }, { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ]',
    ).start();
    walk.now = at('2027-01-05T09:00:30Z');
    walk.tell('order.placed');
    walk.decide({ type: 'wake' });
    expect(walk.lines.slice(2).map((line) => line.split(' ').slice(0, 5).join(' '))).toEqual([
      '2027-01-05T09:00:00Z main main wait done',
      '2027-01-05T09:00:00Z main main call task',
      '2027-01-05T09:00:30Z main goal done order.placed',
    ]);
  });

  test('of several is the one whose event and condition fit', () => {
    const walk = aWalk(
      `goal: [ { on: order.placed, if: { event.amount: { gte: 100 } } }, { on: [order.placed, deal.won], stay: true } ]\n${WAITS}`,
    ).start();
    walk.event('2027-01-04T12:00:00Z', 'order.placed', { amount: 5 });
    expect([walk.phase, walk.state?.goals]).toEqual(['active', { 1: at('2027-01-04T12:00:00Z') }]);
    expect(walk.event('2027-01-04T13:00:00Z', 'order.placed', { amount: 100 }).phase).toBe('ended');
  });
});

describe('an exit', () => {
  test('on an event ends the journey with its outcome, from any wait', () => {
    const walk = aWalk(
      `exit: [ { on: contact.unsubscribed, if: { event.topic: all }, as: unsubscribed } ]\n${WAITS}`,
    ).start();
    expect(walk.event('2027-01-04T11:00:00Z', 'contact.unsubscribed', { topic: 'news' }).phase).toBe('active');
    walk.event('2027-01-04T12:00:00Z', 'contact.unsubscribed', { topic: 'all' });
    expect(walk.lines.at(-1)).toBe('2027-01-04T12:00:00Z main exit done unsubscribed');
    expect([walk.state?.phase, walk.due, walk.state?.tracks]).toEqual([
      { type: 'ended', outcome: 'unsubscribed' },
      null,
      [],
    ]);
  });

  test('on a condition ends it when the record changes', () => {
    const walk = aWalk(`exit: [ { if: { contact.doNotContact: true }, as: do-not-contact } ]\n${WAITS}`).start();
    expect(walk.change('2027-01-04T12:00:00Z', { doNotContact: true }).lines.at(-1)).toBe(
      '2027-01-04T12:00:00Z main exit done do-not-contact',
    );
  });

  test('on a condition is asked when the journey begins', () => {
    const walk = aWalk(`exit: [ { if: { contact.doNotContact: true } } ]\nsteps: [ { id: hello, ${MAIL} } ]`, {
      contact: { doNotContact: true },
    });
    expect(walk.start().lines).toEqual([
      '2027-01-04T09:00:00Z main enter done',
      '2027-01-04T09:00:00Z main exit done exit',
    ]);
    expect(walk.sent).toEqual([]);
  });

  test('on a condition is asked again before every effect, though nobody told of the change', () => {
    const walk = aWalk(`exit: [ { if: { contact.doNotContact: true } } ]\n${WAITS}`).start();
    walk.facts = { ...walk.facts, contact: { ...walk.facts.contact, doNotContact: true } };
    expect(walk.until('2027-02-01T00:00:00Z').sent).toEqual([]);
  });

  test('is brought about by an update of the journey itself', () => {
    const walk = aWalk(
      `exit: [ { if: { contact.status: done }, as: finished } ]\nsteps: [ { update: { contact.status: done } }, { id: hello, ${MAIL} } ]`,
    );
    expect(walk.start().lines.at(-1)).toContain('exit done finished');
    expect(walk.sent).toEqual([]);
  });

  test('can ask about an answer to a message', () => {
    const walk = aWalk(
      `exit: [ { if: { steps.hello.replied: true }, as: in-talks } ]\nsteps: [ { id: hello, ${MAIL} }, { wait: 9 days } ]`,
    ).start();
    expect(walk.event('2027-01-05T09:00:00Z', 'email.replied', { step: 'hello' }).lines.at(-1)).toContain(
      'exit done in-talks',
    );
  });
});

describe('at one instant', () => {
  const ALL = `
    goal: { on: deal.won, stay: true }
    exit: [ { on: deal.won, if: { event.reason: exit }, as: left }, { if: { contact.status: won }, as: standing } ]
    moves: [ { on: deal.won, to: b } ]
    stages: [ { id: a, steps: [ { wait: { for: { on: deal.won } } }, { id: hello, ${MAIL} } ] }, { id: b, steps: [] , final: true } ]
  `;

  test('a goal comes before an exit, and an exit before a move', () => {
    const walk = aWalk(ALL).start().event('2027-01-05T09:00:00Z', 'deal.won', { reason: 'exit' });
    expect(walk.lines.slice(2)).toEqual([
      '2027-01-05T09:00:00Z a goal done deal.won',
      '2027-01-05T09:00:00Z a exit done left',
    ]);
  });

  test('a goal comes before a standing exit that the same change brings about', () => {
    const walk = aWalk(ALL).start().until('2027-01-05T09:00:00Z');
    walk.facts = { ...walk.facts, contact: { ...walk.facts.contact, status: 'won' } };
    walk.event('2027-01-05T09:00:01Z', 'deal.won');
    expect(walk.lines.slice(2)).toEqual([
      '2027-01-05T09:00:01Z a goal done deal.won',
      '2027-01-05T09:00:01Z a exit done standing',
    ]);
  });

  test('a move comes before the waits of the stage it leaves', () => {
    const walk = aWalk(ALL).start().event('2027-01-05T09:00:00Z', 'deal.won');
    expect(walk.lines.slice(3)).toEqual([
      '2027-01-05T09:00:00Z b stage done deal.won',
      '2027-01-05T09:00:00Z b end done completed',
    ]);
  });

  test('a standing exit that the event brings about comes before a move', () => {
    const walk = aWalk(
      `exit: [ { if: { steps.hello.replied: true }, as: in-talks } ]\nmoves: [ { on: email.replied, to: b } ]\nstages: [ { id: a, steps: [ { id: hello, ${MAIL} } ] }, { id: b, steps: [] } ]`,
    ).start();
    walk.event('2027-01-05T09:00:00Z', 'email.replied', { step: 'hello' });
    expect(walk.lines.slice(2)).toEqual(['2027-01-05T09:00:00Z a exit done in-talks']);
  });

  test('a goal that ends and an exit: the goal has it', () => {
    const walk = aWalk(`goal: { on: deal.won }\nexit: [ { on: deal.won, as: left } ]\n${WAITS}`)
      .start()
      .event('2027-01-05T08:00:00Z', 'deal.won');
    expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'goal' });
  });
});

describe('no effect comes before what ends the journey or its stage, though it fell due first and all was seen late', () => {
  const late = (head: string, type: string, steps = `[ { wait: 1 days }, { id: hello, ${MAIL} } ]`) => {
    const walk = aWalk(`${head}\nstages: [ { id: a, steps: ${steps} }, { id: b, steps: [] } ]`).start();
    walk.now = at('2027-01-05T09:00:10Z');
    return walk.tell(type, {}, at('2027-01-05T09:00:05Z')).decide({ type: 'wake' });
  };

  test.each([
    ['an exit', 'exit: [ { on: deal.lost, as: lost } ]'],
    ['a goal', 'goal: { on: deal.lost }'],
    ['a move', 'moves: [ { on: deal.lost, to: b } ]'],
  ])('no mail before %s', (_, head) => {
    expect(late(head, 'deal.lost').sent).toEqual([]);
  });

  const TASK = 'task: { kind: call, title: Call, due: 1 days, outcomes: [ok], window: { from: "09:00", to: "18:00" } }';
  const EXIT = 'exit: [ { on: deal.lost, as: lost } ]';

  test('no task whose step is reached', () => {
    expect(late(EXIT, 'deal.lost', `[ { wait: 1 days }, { id: call, ${TASK} } ]`).tasks).toEqual([]);
  });

  test('no task whose window opens', () => {
    const walk = aWalk(`${EXIT}\nsteps: [ { wait: 10 hours }, { id: call, ${TASK} } ]`).start();
    walk.until('2027-01-05T08:59:59Z').now = at('2027-01-05T09:00:10Z');
    walk.tell('deal.lost', {}, at('2027-01-05T09:00:05Z')).decide({ type: 'wake' });
    expect([walk.tasks, walk.phase]).toEqual([[], 'ended']);
  });

  test('any other event leaves the order as it was', () => {
    expect(late('goal: { on: deal.won }', 'deal.created').sent).toHaveLength(1);
  });
});
