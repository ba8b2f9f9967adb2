import { describe, expect, test } from 'vitest';
import { at, aWalk, type Walk } from '../../support/walk.js';

const CALL = 'kind: call, title: Call, due: 4 hours, outcomes: [reached, lost]';
const done = (walk: Walk, when: string, outcome = 'reached', more = {}) =>
  walk.event(when, 'task.completed', { step: 'call', outcome, ...more });

describe('a task', () => {
  test('is put on the desk with all that the database needs, and the track waits', () => {
    const walk = aWalk(
      'steps: [ { id: call, task: { kind: approval, title: { en: Call, zh-CN: 打电话 }, assign: manager, due: 1 days, outcomes: [yes, no], form: [ { field: why, required: true } ] } } ]',
    ).start();
    expect(walk.commands).toEqual([
      {
        type: 'createTask',
        stepId: 'call',
        occurrence: 1,
        kind: 'approval',
        title: { en: 'Call', 'zh-CN': '打电话' },
        assign: 'manager',
        due: at('2027-01-05T09:00:00Z'),
        outcomes: ['yes', 'no'],
        form: [{ field: 'why', required: true }],
        origin: 'journey',
        at: at('2027-01-04T09:00:00Z'),
      },
    ]);
    expect(walk.until('2028-01-01T00:00:00Z').lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main call task done',
    ]);
  });

  test('goes on with the steps of its outcome, or after it where that outcome has none', () => {
    const body = `steps: [ { id: call, task: { ${CALL} }, onOutcome: { lost: [ { end: lost } ] } }, { end: after } ]`;
    expect(done(aWalk(body).start(), '2027-01-04T10:00:00Z', 'lost').lines.at(-1)).toContain('end done lost');
    expect(done(aWalk(body).start(), '2027-01-04T10:00:00Z').lines.slice(-2)).toEqual([
      '2027-01-04T10:00:00Z main main call task done reached',
      '2027-01-04T10:00:00Z main main end done after',
    ]);
  });

  test('tells later steps its outcome, its answers and its event', () => {
    const body = `steps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached], form: [ { field: budget } ] } }, { choose: [ { if: { steps.call.outcome: reached, steps.call.answer.budget: high, event.outcome: reached }, steps: [ { end: knew } ] } ] } ]`;
    const walk = aWalk(body, { facts: { answers: { call: { budget: 'high' } } } }).start();
    expect(done(walk, '2027-01-04T10:00:00Z').lines.at(-1)).toContain('knew');
  });

  test.each([
    ['of another step', { step: 'other', outcome: 'reached' }],
    ['of an outcome that it doesn’t offer', { step: 'call', outcome: 'canary' }],
    ['without an outcome', { step: 'call' }],
    ['of an earlier pass', { step: 'call', outcome: 'reached', occurrence: 0 }],
  ])('doesn’t take a completion %s', (_, fields) => {
    const walk = aWalk(`steps: [ { id: call, task: { ${CALL} } } ]`).start();
    expect(walk.event('2027-01-04T10:00:00Z', 'task.completed', fields).phase).toBe('active');
  });

  test('has the number of its pass, and takes the outcome of this pass only', () => {
    const walk = aWalk(
      `steps: [ { id: rounds, repeat: { every: 1 days, atMost: 2, steps: [ { id: call, task: { ${CALL} } } ] } }, { end: over } ]`,
    ).start();
    done(walk, '2027-01-04T10:00:00Z', 'reached', { occurrence: 1 }).until('2027-01-05T10:00:00Z');
    expect(walk.tasks.map((task) => task.occurrence)).toEqual([1, 2]);
    expect(done(walk, '2027-01-05T11:00:00Z', 'reached', { occurrence: 1 }).phase).toBe('active');
    expect(done(walk, '2027-01-05T12:00:00Z', 'reached', { occurrence: 2 }).phase).toBe('ended');
  });
});

describe('a task’s window', () => {
  const WINDOW = 'window: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }';

  test('that is closed lets it appear at the opening, and its due time counts from there', () => {
    const walk = aWalk(`${WINDOW}\nsteps: [ { id: call, task: { ${CALL} } } ]`, {
      start: '2027-01-08T20:00:00Z',
    }).start();
    expect(walk.tasks).toEqual([]);
    expect(walk.lines).toHaveLength(1);
    walk.until('2027-01-12T00:00:00Z');
    expect(walk.linesOf('call')).toEqual(['2027-01-11T09:00:00Z main main call task done']);
    expect(walk.tasks[0]?.due).toBe(at('2027-01-11T13:00:00Z'));
  });

  test('is its own where it has one, and none where it says so', () => {
    const own = aWalk(`${WINDOW}\nsteps: [ { id: call, task: { ${CALL}, window: { from: "21:00", to: "22:00" } } } ]`, {
      start: '2027-01-08T20:00:00Z',
    });
    expect(own.start().until('2027-01-09T00:00:00Z').linesOf('call')).toEqual([
      '2027-01-08T21:00:00Z main main call task done',
    ]);
    const none = aWalk(`${WINDOW}\nsteps: [ { id: call, task: { ${CALL}, window: none } } ]`, {
      start: '2027-01-08T20:00:00Z',
    });
    expect(none.start().tasks).toHaveLength(1);
  });

  test('is read in the assignee’s zone', () => {
    const walk = aWalk(`${WINDOW}\nsteps: [ { id: call, task: { ${CALL} } } ]`, {
      facts: { owner: { id: 'usr_1', timezone: 'America/New_York' } },
    });
    expect(walk.start().until('2027-01-05T00:00:00Z').linesOf('call')).toEqual([
      '2027-01-04T14:00:00Z main main call task done',
    ]);
  });

  test('is asked again when its opening was slept through', () => {
    const walk = aWalk(`${WINDOW}\nsteps: [ { id: call, task: { ${CALL} } } ]`, {
      start: '2027-01-08T20:00:00Z',
    }).start();
    walk.now = at('2027-01-11T23:00:00Z');
    walk.decide({ type: 'wake' }).until('2027-01-13T00:00:00Z');
    expect(walk.linesOf('call')).toEqual(['2027-01-12T09:00:00Z main main call task done']);
  });

  test('with spread gives each subject its own share of it, the same every time', () => {
    const spread = WINDOW.replace('"18:00"', '"18:00", spread: 60 minutes');
    const appears = () =>
      aWalk(`${spread}\nsteps: [ { id: call, task: { ${CALL} } } ]`, { start: '2027-01-08T20:00:00Z' }).start().due;
    expect(appears()).toBe(appears());
    expect(appears()).toBeGreaterThan(at('2027-01-11T09:00:00Z'));
    expect(appears()).toBeLessThan(at('2027-01-11T10:00:00Z'));
  });
});

describe('an open task', () => {
  const WATCHED = `
    steps:
      - id: call
        task: { kind: call, title: Call, due: 1 days, remind: [2 hours, 3 days], escalate: { after: 1 days, to: usr_9 }, outcomes: [reached] }
        onOverdue:
          after: 4 hours
          steps:
            - { id: sorry, email: { template: a/b, from: owner, purpose: service } }
            - wait: 5 hours
            - { id: again, email: { template: a/b, from: owner, purpose: service } }
      - end: over
  `;

  test('reminds before it is due, escalates after, and runs its overdue steps once while it stays open', () => {
    const walk = aWalk(WATCHED).start().until('2027-02-01T00:00:00Z');
    expect(walk.notices).toEqual([
      { type: 'notice', to: 'owner', kind: 'task-reminder', stepId: 'call', at: at('2027-01-05T07:00:00Z') },
      { type: 'notice', to: 'usr_9', kind: 'task-overdue', stepId: 'call', at: at('2027-01-06T09:00:00Z') },
    ]);
    expect(walk.lines.slice(2)).toEqual([
      '2027-01-05T13:00:00Z main main call task done overdue',
      '2027-01-05T13:00:00Z main main sorry email send',
      '2027-01-05T13:00:00Z main main wait wait until 2027-01-05T18:00:00Z',
      '2027-01-05T18:00:00Z main main wait done due',
      '2027-01-05T18:00:00Z main main again email send',
      '2027-01-06T09:00:00Z main main call task done escalated',
    ]);
    expect(walk.phase).toBe('active');
  });

  test('done in time neither escalates nor is overdue', () => {
    const walk = done(aWalk(WATCHED).start(), '2027-01-05T08:00:00Z').until('2027-02-01T00:00:00Z');
    expect(walk.notices.map((notice) => notice.kind)).toEqual(['task-reminder']);
    expect(walk.sent).toEqual([]);
  });

  test('ends its overdue steps when the outcome comes', () => {
    const walk = done(aWalk(WATCHED).start(), '2027-01-05T14:00:00Z').until('2027-02-01T00:00:00Z');
    expect(walk.sent.map((intent) => intent.stepId)).toEqual(['sorry']);
    expect(walk.lines.at(-1)).toBe('2027-01-05T14:00:00Z main main end done over');
  });

  test('withdraws the tasks of its overdue steps and forgets their repeats when the outcome comes', () => {
    const body = `
      steps:
        - id: rounds
          repeat:
            every: 10 days
            atMost: 2
            steps:
              - id: call
                task: { ${CALL} }
                onOverdue:
                  after: 0 minutes
                  steps: [ { id: chase, repeat: { every: 1 days, atMost: 2, steps: [ { id: ask, task: { kind: todo, title: Ask, due: 1 days, outcomes: [ok] } } ] } } ]
    `;
    const walk = done(aWalk(body).start(), '2027-01-05T14:00:00Z');
    expect(walk.withdrawn).toEqual([
      { type: 'withdrawTasks', stepIds: ['ask'], reason: 'outcome', at: at('2027-01-05T14:00:00Z') },
    ]);
    expect(Object.keys(walk.state?.repeats ?? {})).toEqual(['rounds']);
    walk.until('2027-01-15T00:00:00Z');
    expect(walk.tasks.map((task) => `${task.stepId} ${task.occurrence}`)).toEqual([
      'call 1',
      'ask 1',
      'call 2',
      'ask 2',
    ]);
  });

  test('an outcome ends the task even when its overdue steps wait for the same event', () => {
    const walk = aWalk(`
      steps:
        - id: call
          task: { ${CALL} }
          onOverdue: { after: 1 hours, steps: [ { wait: { for: { on: task.completed } } }, { id: late, email: { template: a/b, from: owner, purpose: service } } ] }
        - end: over
    `).start();
    done(walk, '2027-01-05T14:00:00Z');
    expect(walk.sent).toEqual([]);
    expect(walk.lines.slice(-2)).toEqual([
      '2027-01-05T14:00:00Z main main call task done reached',
      '2027-01-05T14:00:00Z main main end done over',
    ]);
  });

  test('of overdue steps can be overdue itself', () => {
    const walk = aWalk(`
      steps:
        - id: call
          task: { ${CALL} }
          onOverdue:
            after: 1 hours
            steps:
              - id: ask
                task: { kind: todo, title: Ask, due: 1 hours, outcomes: [ok] }
                onOverdue: { after: 1 hours, steps: [ { id: tell, email: { template: a/b, from: owner, purpose: service } } ] }
    `)
      .start()
      .until('2027-02-01T00:00:00Z');
    expect(walk.linesOf('tell')).toEqual(['2027-01-04T16:00:00Z main main tell email send']);
  });

  test('due at once can be escalated at once', () => {
    const walk = aWalk(
      'steps: [ { id: call, task: { kind: call, title: Call, due: 0 minutes, escalate: { after: 0 minutes, to: manager }, outcomes: [reached] } } ]',
    );
    expect(walk.start().notices.map((notice) => notice.to)).toEqual(['manager']);
  });

  test('is withdrawn when the stage is left, with those of its overdue steps, and when the journey ends', () => {
    const body = `
      exit: [ { on: contact.unsubscribed, as: unsubscribed } ]
      stages:
        - id: first
          moves: [ { on: deal.won, to: won } ]
          steps: [ { id: call, task: { ${CALL} }, onOverdue: { after: 1 hours, steps: [ { id: ask, task: { kind: todo, title: Ask, due: 1 days, outcomes: [ok] } } ] } } ]
        - { id: won, steps: [ { id: thank, task: { ${CALL} } } ] }
      throughout: [ { id: side, steps: [ { id: keep, task: { ${CALL} } } ] } ]
    `;
    const walk = aWalk(body).start().event('2027-01-05T10:00:00Z', 'deal.won');
    expect(walk.withdrawn).toEqual([
      { type: 'withdrawTasks', stepIds: ['call', 'ask'], reason: 'moved', at: at('2027-01-05T10:00:00Z') },
    ]);
    walk.event('2027-01-06T10:00:00Z', 'contact.unsubscribed');
    expect(walk.withdrawn.at(-1)).toEqual({
      type: 'withdrawTasks',
      stepIds: 'all',
      reason: 'unsubscribed',
      at: at('2027-01-06T10:00:00Z'),
    });
  });
});
