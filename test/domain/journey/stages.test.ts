import { describe, expect, test } from 'vitest';
import { at, aWalk } from '../../support/walk.js';

const MAIL = 'email: { template: a/b, from: owner, purpose: service }';

describe('the stage a journey begins in', () => {
  const BODY = `
    enter: { on: lead.created, at: [ { if: { contact.status: customer }, stage: after-sales }, { if: { event.amount: { gte: 100 } }, stage: big } ] }
    stages: [ { id: new, steps: [] }, { id: big, steps: [] }, { id: after-sales, steps: [ { wait: { for: { on: deal.won } } } ] } ]
  `;

  test('is the first of the file, or the first of `enter.at` that fits', () => {
    expect(aWalk(BODY).start().lines).toEqual(['2027-01-04T09:00:00Z new enter done']);
    expect(aWalk(BODY, { contact: { status: 'customer' } }).start().lines[0]).toContain(' after-sales enter done');
  });

  test('can depend on the entering event', () => {
    const walk = aWalk(BODY)
      .tell('lead.created', { amount: 100 })
      .decide({ type: 'start', stage: null, event: 'evt_1' });
    expect(walk.state?.stage).toBe('big');
  });

  test('is the one that the start names, whatever else fits', () => {
    expect(aWalk(BODY, { contact: { status: 'customer' } }).start('big').state?.stage).toBe('big');
  });
});

describe('a move', () => {
  const BODY = `
    moves: [ { on: deal.won, to: won }, { on: order.placed, to: first } ]
    stages:
      - id: first
        moves: [ { on: deal.lost, if: { event.reason: price }, to: lost } ]
        steps: [ { wait: 1 days }, { id: hello, ${MAIL} }, { wait: 9 days } ]
      - { id: lost, steps: [] }
      - { id: won, final: true, steps: [ { wait: 1 hours } ] }
  `;

  test('of the stage or of the definition leaves at once, from any wait', () => {
    const walk = aWalk(BODY).start().event('2027-01-04T12:00:00Z', 'deal.lost', { reason: 'price' });
    expect(walk.lines.at(-1)).toBe('2027-01-04T12:00:00Z lost stage done deal.lost');
    expect(walk.event('2027-01-05T12:00:00Z', 'deal.won').until('2027-02-01T00:00:00Z').lines.slice(4)).toEqual([
      '2027-01-05T12:00:00Z won main wait wait until 2027-01-05T13:00:00Z',
      '2027-01-05T13:00:00Z won main wait done due',
      '2027-01-05T13:00:00Z won end done completed',
    ]);
    expect(walk.sent).toEqual([]);
  });

  test('whose condition doesn’t hold, or that belongs to another stage, moves nothing', () => {
    expect(aWalk(BODY).start().event('2027-01-04T12:00:00Z', 'deal.lost', { reason: 'time' }).state?.stage).toBe(
      'first',
    );
    const lost = aWalk(BODY).start('lost').event('2027-01-04T12:00:00Z', 'deal.lost', { reason: 'price' });
    expect(lost.lines).toHaveLength(1);
  });

  test('to the stage one is in changes nothing, and throws away no wait', () => {
    const walk = aWalk(BODY).start().event('2027-01-04T12:00:00Z', 'order.placed').until('2027-01-05T10:00:00Z');
    expect(walk.linesOf('stage')).toEqual([]);
    expect(walk.linesOf('hello')).toEqual(['2027-01-05T09:00:00Z first main hello email send']);
  });

  test('by a step says so in the journal, first the step, then the stage', () => {
    const walk = aWalk(
      'stages: [ { id: a, steps: [ { wait: 1 hours }, { moveTo: b } ] }, { id: b, steps: [ { wait: { for: { on: deal.won } } } ] } ]',
    );
    expect(walk.start().until('2027-01-04T11:00:00Z').lines.slice(3)).toEqual([
      '2027-01-04T10:00:00Z a main moveTo done',
      '2027-01-04T10:00:00Z b stage done',
      '2027-01-04T10:00:00Z b main wait wait',
    ]);
  });

  test('by a step of `throughout` moves once, and the track goes on', () => {
    const walk = aWalk(`
      stages: [ { id: a, steps: [] }, { id: b, steps: [] }, { id: c, final: true, steps: [] } ]
      throughout: [ { id: guide, steps: [ { wait: 1 days }, { moveTo: b }, { wait: 1 days }, { id: hello, ${MAIL} } ] } ]
    `)
      .start()
      .until('2027-02-01T00:00:00Z');
    expect(walk.linesOf('stage')).toEqual(['2027-01-05T09:00:00Z b stage done']);
    expect(walk.linesOf('hello')).toEqual(['2027-01-06T09:00:00Z b guide hello email send']);
  });

  test('lets the same event end a wait of `throughout`, not one of the stage it leaves', () => {
    const walk = aWalk(`
      moves: [ { on: deal.won, to: b } ]
      stages: [ { id: a, steps: [ { wait: { for: { on: deal.won } } }, { id: left, ${MAIL} } ] }, { id: b, steps: [ { wait: { for: { on: deal.won } } }, { id: right, ${MAIL} } ] } ]
      throughout: [ { id: side, steps: [ { wait: { for: { on: deal.won } } }, { id: side-mail, ${MAIL} } ] } ]
    `)
      .start()
      .event('2027-01-05T09:00:00Z', 'deal.won');
    expect(walk.sent.map((intent) => intent.stepId)).toEqual(['side-mail']);
  });

  test('counts a step’s passes on when its stage is entered again', () => {
    const walk = aWalk(`
      moves: [ { on: deal.lost, to: b }, { on: deal.created, to: a } ]
      stages: [ { id: a, steps: [ { id: hello, ${MAIL} } ] }, { id: b, steps: [ { wait: 9 days } ] } ]
    `)
      .start()
      .event('2027-01-05T09:00:00Z', 'deal.lost')
      .event('2027-01-06T09:00:00Z', 'deal.created');
    expect(walk.sent.map((intent) => intent.occurrence)).toEqual([1, 2]);
  });
});

describe('an SLA', () => {
  const BODY = `
    stages:
      - id: new
        sla: [ { leaveWithin: 2 days, escalateTo: manager }, { leaveWithin: 4 days, escalateTo: usr_9 } ]
        moves: [ { on: deal.created, to: talk } ]
        steps: [ { wait: { for: { on: email.replied } } } ]
      - { id: talk, moves: [ { on: deal.lost, to: new } ], steps: [ { wait: { for: { on: email.replied } } } ] }
  `;

  test('that is broken gives whom it names a notice and a todo task, once each', () => {
    const walk = aWalk(BODY).start().until('2027-03-01T00:00:00Z');
    expect(walk.linesOf('sla')).toEqual([
      '2027-01-06T09:00:00Z new sla done overdue',
      '2027-01-08T09:00:00Z new sla done overdue',
    ]);
    expect(walk.notices.map(({ to, kind, at: when }) => [to, kind, when])).toEqual([
      ['manager', 'sla-broken', at('2027-01-06T09:00:00Z')],
      ['usr_9', 'sla-broken', at('2027-01-08T09:00:00Z')],
    ]);
    expect(walk.tasks.map(({ kind, origin, assign, occurrence }) => [kind, origin, assign, occurrence])).toEqual([
      ['todo', 'sla', 'manager', 1],
      ['todo', 'sla', 'usr_9', 1],
    ]);
  });

  test('is kept by leaving in time, even at its very instant', () => {
    const walk = aWalk(BODY).start().event('2027-01-06T09:00:00Z', 'deal.created').until('2027-03-01T00:00:00Z');
    expect(walk.notices).toEqual([]);
  });

  test('whose task is open has it withdrawn on leaving; entered again, it counts anew', () => {
    const walk = aWalk(BODY).start().event('2027-01-07T09:00:00Z', 'deal.created');
    expect(walk.withdrawn.map((command) => command.stepIds)).toEqual([[walk.tasks[0]?.stepId]]);
    walk.event('2027-01-10T09:00:00Z', 'deal.lost').until('2027-01-13T00:00:00Z');
    expect(walk.linesOf('sla').at(-1)).toBe('2027-01-12T09:00:00Z new sla done overdue');
    expect(walk.tasks.map((task) => task.occurrence)).toEqual([1, 2]);
  });

  test('comes before the tracks when both fall at one instant', () => {
    const walk = aWalk(
      'stages: [ { id: new, sla: { leaveWithin: 1 days, escalateTo: manager }, steps: [ { wait: 1 days }, { wait: 1 days } ] } ]',
    );
    expect(walk.start().until('2027-01-05T10:00:00Z').lines.slice(2, 4)).toEqual([
      '2027-01-05T09:00:00Z new sla done overdue',
      '2027-01-05T09:00:00Z new main wait done due',
    ]);
  });
});

describe('a journey is completed', () => {
  test('when all tracks of a final stage and of `throughout` are done, at the instant of the last', () => {
    const walk = aWalk(`
      stages: [ { id: only, final: true, steps: [ { wait: 1 days } ], alongside: [ { id: coach, steps: [ { wait: 2 days } ] } ] } ]
      throughout: [ { id: letters, steps: [ { wait: 3 days } ] } ]
    `)
      .start()
      .until('2027-02-01T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-07T09:00:00Z only end done completed');
  });

  test('at once in a final stage that has nothing to do', () => {
    expect(aWalk('steps: [ { update: { contact.status: seen } } ]').start().lines.at(-1)).toBe(
      '2027-01-04T09:00:00Z main end done completed',
    );
  });

  test('not in a stage that isn’t final: there the subject stays until something moves it', () => {
    const walk = aWalk(
      'stages: [ { id: a, moves: [ { on: deal.won, to: b } ], steps: [] }, { id: b, steps: [] } ]',
    ).start();
    expect([walk.phase, walk.due]).toEqual(['active', null]);
    expect(walk.event('2028-01-04T09:00:00Z', 'deal.won').lines.at(-1)).toBe(
      '2028-01-04T09:00:00Z b end done completed',
    );
  });

  test('not while a task is open', () => {
    const walk = aWalk(
      'steps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ]',
    ).start();
    expect(walk.until('2028-01-01T00:00:00Z').phase).toBe('active');
  });

  test('before it hears what happened after, however late it wakes', () => {
    const walk = aWalk(
      'stages: [ { id: a, moves: [ { on: deal.lost, to: b } ], final: true, steps: [ { wait: 1 days } ] }, { id: b, steps: [ { wait: 9 days } ] } ]',
      { deployment: { catchUp: 86_400_000 } },
    ).start();
    walk.now = at('2027-01-05T10:00:00Z');
    walk.tell('deal.lost', {}, at('2027-01-05T09:30:00Z')).decide({ type: 'wake' });
    expect(walk.lines.at(-1)).toBe('2027-01-05T09:00:00Z a end done completed');
  });
});
