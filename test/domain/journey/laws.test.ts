import { describe, expect, test } from 'vitest';
import { MOST_STEPS, plan } from '../../../src/domain/journey/plan.js';
import { aDeployment, aWalk } from '../../support/walk.js';

const MAIL = 'email: { template: a/b, from: owner, purpose: service }';
const inputOf = (walk: ReturnType<typeof aWalk>) => ({
  program: walk.program,
  state: walk.state,
  facts: walk.facts,
  now: walk.now,
  cause: { type: 'wake' } as const,
  deployment: walk.deployment,
  subjectId: 'con_1',
});

/** Freezes a value and all in it, so that a write throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value) && !(value instanceof Map)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

describe('Law 1: plan is pure', () => {
  test('P1: the same input gives the same plan, and the input is left as it was', () => {
    const walk = aWalk(
      `steps: [ { wait: 1 days }, { update: { contact.score: { add: 1 } } }, { id: hello, ${MAIL} } ]`,
    ).start();
    walk.now += 86_400_000;
    const input = frozen(inputOf(walk));
    const before = structuredClone({ state: input.state, facts: input.facts });
    const first = plan(input);
    expect(first.message?.stepId).toBe('hello');
    expect(plan(input)).toEqual(first);
    expect({ state: input.state, facts: input.facts }).toEqual(before);
  });
});

describe('the planner', () => {
  test('P2: at one instant hears events first, then timers, tracks in their order', () => {
    const walk = aWalk(`
      stages:
        - id: a
          sla: { leaveWithin: 1 days, escalateTo: manager }
          steps: [ { wait: 1 days }, { wait: 1 days } ]
          alongside: [ { id: x, steps: [ { wait: { for: { on: form.submitted }, upTo: 1 days } } ] } ]
      throughout: [ { id: t, steps: [ { wait: 1 days } ] } ]
    `)
      .start()
      .event('2027-01-05T09:00:00Z', 'form.submitted');
    expect(walk.lines.slice(4, 8).map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      'x wait done form.submitted',
      'sla done overdue',
      'main wait done due',
      'main wait wait until 2027-01-06T09:00:00Z',
    ]);
    expect(walk.lines[8]).toContain(' t wait done due');
  });

  test('P3: lets at most one message out, and plans nothing after it before its outcome is known', () => {
    const walk = aWalk(
      `stages: [ { id: a, steps: [ { id: one, ${MAIL} }, { update: { contact.status: after } } ], alongside: [ { id: x, steps: [ { id: two, ${MAIL} } ] } ] } ]`,
    );
    const planned = plan({ ...inputOf(walk), state: null, cause: { type: 'start', stage: null, event: null } });
    expect(planned.message?.stepId).toBe('one');
    expect([planned.commands, planned.due, planned.journal.map((line) => line.action)]).toEqual([[], null, ['enter']]);
  });

  test('P4: asks standing exits before every effect', () => {
    const walk = aWalk(
      `exit: [ { if: { contact.status: over } } ]\nsteps: [ { id: one, ${MAIL} }, { id: two, ${MAIL} } ]`,
    );
    walk.onMessage = () => {
      walk.facts = { ...walk.facts, contact: { ...walk.facts.contact, status: 'over' } };
      return { type: 'sent' };
    };
    expect(walk.start().sent.map((intent) => intent.stepId)).toEqual(['one']);
    expect(walk.phase).toBe('ended');
  });

  test.each([
    'webhook: { url: "https://x.example" }',
    'notify: { to: owner, template: a/b }',
    'create: { deal: { stage: new } }',
    'start: care',
    'stop: care',
    'task: { kind: call, title: Call, due: 1 days, outcomes: [ok] }',
  ])('P4: hears of the end before the effect of %s', (step) => {
    const walk = aWalk(
      `exit: [ { on: deal.lost, as: lost } ]\nsteps: [ { wait: 1 hours }, { id: out, ${step} }, { wait: 1 days } ]`,
    ).start();
    walk.now += 3_600_000;
    walk.tell('deal.lost', {}, walk.now).now += 1000;
    walk.decide({ type: 'wake' });
    expect(walk.linesOf('out')).toEqual([]);
    expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'lost' });
  });

  test('P5: plans nothing for an ended journey', () => {
    const walk = aWalk('steps: [ { end: over } ]').start();
    const planned = plan({ ...inputOf(walk.tell('deal.won')), now: walk.now + 9e9 });
    expect(planned).toMatchObject({ commands: [], journal: [], message: null, due: null, refused: null });
    expect(planned.state.phase).toEqual({ type: 'ended', outcome: 'over' });
  });

  test('P6: names a due instant later than now, or none', () => {
    const walk = aWalk(
      'steps: [ { wait: 0 minutes }, { wait: { until: { date: contact.birthday } } }, { wait: 1 minutes } ]',
      { contact: { birthday: '1990-01-01' } },
    );
    expect(walk.start().due).toBe(walk.now + 60_000);
  });
});

describe('Law 13: trouble is a value', () => {
  const LOOP = 'steps: [ { id: top, update: { contact.score: { add: 1 } } }, { goTo: top } ]';

  test(`more than ${MOST_STEPS} steps in one plan hold the journey`, () => {
    const walk = aWalk(LOOP).start();
    expect(walk.state?.phase).toEqual({ type: 'held', code: 'too-many-steps' });
    expect(walk.facts.contact['score']).toBe(MOST_STEPS / 2);
    expect(walk.due).toBeNull();
  });

  test('a held journey does nothing until `retry`, which goes on where it stood', () => {
    const walk = aWalk(LOOP).start();
    walk.event('2027-01-05T09:00:00Z', 'deal.won');
    expect([walk.phase, walk.facts.contact['score']]).toEqual(['held', MOST_STEPS / 2]);
    expect(walk.decide({ type: 'pause' }).refused).toBe('journey-held');
    walk.decide({ type: 'retry' });
    expect(walk.facts.contact['score']).toBe(MOST_STEPS);
  });

  test('so does a ring of messages that are all skipped', () => {
    const walk = aWalk(`steps: [ { id: hello, ${MAIL} }, { goTo: hello } ]`);
    walk.onMessage = () => ({ type: 'skipped', reason: 'no-address' });
    expect(walk.start().state?.phase).toEqual({ type: 'held', code: 'too-many-steps' });
  });

  test('a thousand events in one plan are no defect', () => {
    const walk = aWalk('goal: { on: order.placed, stay: true }\nsteps: [ { wait: 9 days } ]').start();
    for (let i = 0; i < MOST_STEPS + 500; i++) walk.tell('order.placed');
    walk.now += 1000;
    expect(walk.decide({ type: 'wake' }).phase).toBe('active');
  });

  test('a defect of the planner holds the journey where it stood, and is named for the log', () => {
    const walk = aWalk('steps: [ { wait: 1 hours }, { update: { contact.status: x } }, { update: { owner.name: x } } ]')
      .start()
      .until('2027-01-04T10:00:00Z');
    expect(walk.state?.phase).toEqual({ type: 'held', code: 'planner-defect' });
    expect(walk.defect).toContain('lint');
    expect(walk.commands).toEqual([]);
    expect(walk.state?.tracks[0]?.wait?.type).toBe('timer');
  });

  test('a defect after a message has left doesn’t forget the message', () => {
    const walk = aWalk(`steps: [ { id: hello, ${MAIL} }, { update: { owner.name: x } } ]`).start();
    expect(walk.phase).toBe('held');
    expect(walk.state?.steps['hello']?.decision).toBe('send');
    expect(walk.decide({ type: 'retry' }).sent).toHaveLength(1);
  });

  test('a journey that can’t even begin throws', () => {
    const walk = aWalk('steps: []');
    expect(() => walk.start('nowhere')).toThrow('no stage "nowhere"');
    expect(aDeployment().zone).toBe('UTC');
  });
});
