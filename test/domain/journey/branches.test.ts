import { describe, expect, test } from 'vitest';
import { plan } from '../../../src/domain/journey/plan.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { aDeployment, aJourney, aWalk, Walk } from '../../support/walk.js';

const MAIL = '{ template: a/b, from: owner, purpose: service }';

describe('a step with `if`', () => {
  const BODY = `steps: [ { id: hello, if: { contact.status: new }, email: ${MAIL} }, { end: over } ]`;

  test('runs when the condition holds', () => {
    expect(aWalk(BODY, { contact: { status: 'new' } }).start().sent).toHaveLength(1);
  });

  test('is skipped when it doesn’t, and the journal and `steps.` say so', () => {
    const walk = aWalk(BODY).start();
    expect(walk.linesOf('hello')).toEqual(['2027-01-04T09:00:00Z main main hello email skip condition']);
    expect(walk.sent).toEqual([]);
    const asked = aWalk(
      `steps: [ { id: hello, if: { contact.status: new }, email: ${MAIL} }, { choose: [ { if: { steps.hello.decision: skip, steps.hello.reason: condition }, steps: [ { end: knew } ] } ] } ]`,
    );
    expect(asked.start().lines.at(-1)).toContain('end done knew');
  });

  test('sees what the steps before it changed', () => {
    const body = 'steps: [ { update: { contact.status: new } }, { if: { contact.status: new }, end: saw } ]';
    expect(aWalk(body).start().lines.at(-1)).toContain('end done saw');
  });
});

describe('`choose`', () => {
  const BODY = `
    steps:
      - id: pick
        choose:
          - { if: { contact.score: { gte: 50 } }, steps: [ { end: hot } ] }
          - { if: { contact.score: { gte: 10 } }, steps: [ { update: { contact.status: warm } } ] }
          - { else: [ { end: cold } ] }
      - end: after
  `;

  test.each([
    [80, 'hot'],
    [50, 'hot'],
    [10, 'after'],
    [3, 'cold'],
    [null, 'cold'],
  ])('takes the first branch that fits: score %s ends as %s', (score, outcome) => {
    const walk = aWalk(BODY, { contact: { score } }).start();
    expect(walk.state?.phase).toEqual({ type: 'ended', outcome });
  });

  test('goes on after it, as a skip, when nothing fits and there is no `else`', () => {
    const walk = aWalk(
      'steps: [ { id: pick, choose: [ { if: { contact.score: 1 }, steps: [ { end: x } ] } ] }, { end: after } ]',
    );
    expect(walk.start().lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main pick choose skip',
      '2027-01-04T09:00:00Z main main end done after',
    ]);
  });

  test('asks `event.` of the track’s latest event, else of the one that entered', () => {
    const body =
      'steps: [ { choose: [ { if: { event.form: demo }, steps: [ { end: by-entry } ] } ] }, { wait: { for: { on: form.submitted } } }, { choose: [ { if: { event.form: offer }, steps: [ { end: by-latest } ] } ] } ]';
    const entered = (form: string) => {
      const walk = aWalk(body).tell('form.submitted', { form });
      return walk.decide({ type: 'start', stage: null, event: 'evt_1' });
    };
    expect(entered('demo').lines.at(-1)).toContain('by-entry');
    expect(entered('else').event('2027-01-05T09:00:00Z', 'form.submitted', { form: 'offer' }).lines.at(-1)).toContain(
      'by-latest',
    );
  });
});

describe('`split`', () => {
  const BODY = `
    steps:
      - split: { arms: { a: 30, b: 70, none: 0 } }
        id: test
        onArm: { a: [ { end: took-a } ] }
      - end: took-b
  `;
  const program = compileProgram(aJourney(BODY));
  const outcomeFor = (subjectId: string, compiled = program): string => {
    const { facts, now } = new Walk(compiled.definition, '2027-01-04T09:00:00Z');
    const cause = { type: 'start', stage: null, event: null } as const;
    const planned = plan({ program: compiled, state: null, facts, now, cause, deployment: aDeployment(), subjectId });
    return planned.state.phase.type === 'ended' ? planned.state.phase.outcome : '';
  };

  test('shares subjects out by weight, and never into an arm of weight 0', () => {
    const outcomes = Array.from({ length: 2000 }, (_, i) => outcomeFor(`con_${i}`));
    const share = outcomes.filter((outcome) => outcome === 'took-a').length / 2000;
    expect(share).toBeGreaterThan(0.26);
    expect(share).toBeLessThan(0.34);
    expect(new Set(outcomes)).toEqual(new Set(['took-a', 'took-b']));
  });

  test('gives a subject the same arm every time, whatever else the definition says', () => {
    const changed = compileProgram(
      aJourney(BODY.replace('took-b', 'took-b').replace('steps:\n', 'steps:\n      - update: { contact.status: x }\n')),
    );
    for (let i = 0; i < 50; i++) expect(outcomeFor(`con_${i}`, changed)).toBe(outcomeFor(`con_${i}`));
  });

  test('depends on definition and step too, so that two tests don’t split alike', () => {
    const other = compileProgram(aJourney(BODY.replace('id: test', 'id: other')));
    const differing = Array.from({ length: 100 }, (_, i) => `con_${i}`).filter(
      (id) => outcomeFor(id) !== outcomeFor(id, other),
    );
    expect(differing.length).toBeGreaterThan(10);
  });

  test('says the arm in the journal and in `steps.`', () => {
    const walk = aWalk(
      'steps: [ { id: test, split: { arms: { only: 100 } } }, { choose: [ { if: { steps.test.arm: only }, steps: [ { end: knew } ] } ] } ]',
    );
    expect(walk.start().linesOf('split')).toEqual(['2027-01-04T09:00:00Z main main test split done only']);
    expect(walk.lines.at(-1)).toContain('knew');
  });
});

describe('`goTo`', () => {
  test('goes back to a step of the track, whose next pass has its own number', () => {
    const walk = aWalk(`
      steps:
        - { id: hello, email: ${MAIL} }
        - wait: { for: { on: email.replied }, upTo: 1 days }
          then: [ { end: yes } ]
        - { goTo: hello }
    `)
      .start()
      .until('2027-01-06T10:00:00Z');
    expect(walk.sent.map(({ stepId, occurrence }) => `${stepId} ${occurrence}`)).toEqual([
      'hello 1',
      'hello 2',
      'hello 3',
    ]);
  });

  test('out of a repeat forgets it: come back, it begins anew', () => {
    const walk = aWalk(`
      steps:
        - { id: top, update: { contact.orderCount: { add: 1 } } }
        - id: rounds
          repeat:
            every: 1 days
            atMost: 3
            steps: [ { id: hello, email: ${MAIL} }, { if: { contact.orderCount: 1, contact.status: ready }, goTo: top }, { update: { contact.status: ready } } ]
        - end: over
    `)
      .start()
      .until('2027-02-01T00:00:00Z');
    expect(walk.sent.map((intent) => intent.at)).toHaveLength(5);
    expect(walk.lines.at(-1)).toContain('2027-01-07T09:00:00Z main main end done over');
    expect(walk.state?.repeats).toEqual({});
  });
});
