import { describe, expect, test } from 'vitest';
import { interestsOf } from '../../../src/domain/journey/interests.js';
import { aWalk } from '../../support/walk.js';

const AT = '2027-01-04T10:00:00Z';

describe('`of: account`', () => {
  test.each([
    ['an exit', 'exit: [ { on: deal.lost, of: account, as: lost } ]', 'exit done lost'],
    ['a goal', 'goal: { on: deal.lost, of: account }', 'end done goal'],
  ])('lets %s hear an event of another contact of the account', (_, head, last) => {
    const body = `${head}\nsteps: [ { wait: 9 days } ]`;
    expect(aWalk(body).start().colleague(AT, 'deal.lost').lines.at(-1)).toContain(last);
    expect(aWalk(body).start().event(AT, 'deal.lost').lines.at(-1)).toContain(last);
    expect(aWalk(body.replace(', of: account', '')).start().colleague(AT, 'deal.lost').phase).toBe('active');
  });

  test('lets a move and a wait hear it, and its condition see the event', () => {
    const move = aWalk(
      'moves: [ { on: deal.won, of: account, to: b } ]\nstages: [ { id: a, steps: [] }, { id: b, steps: [ { wait: 1 days } ] } ]',
    );
    expect(move.start().colleague(AT, 'deal.won').state?.stage).toBe('b');
    const wait =
      'steps: [ { wait: { for: { on: form.submitted, of: account, if: { event.form: demo } } } }, { choose: [ { if: { event.form: demo }, steps: [ { end: saw } ] } ] } ]';
    const walk = aWalk(wait).start().colleague(AT, 'form.submitted', { form: 'other' });
    expect(walk.phase).toBe('active');
    expect(walk.colleague('2027-01-04T11:00:00Z', 'form.submitted', { form: 'demo' }).lines.at(-1)).toContain('saw');
  });

  test('never takes another’s answer for this contact’s: neither flags nor outcomes', () => {
    const walk = aWalk(
      'goal: { on: email.clicked, of: account, stay: true }\nsteps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ]',
    ).start();
    walk.colleague(AT, 'task.completed', { step: 'call', outcome: 'ok' });
    walk.colleague('2027-01-04T11:00:00Z', 'email.clicked', { step: 'call' });
    expect([walk.phase, walk.state?.steps['call']?.clicked]).toEqual(['active', undefined]);
    expect(walk.linesOf('goal')).toHaveLength(1);
  });

  test('is among the interests of what listens so, and of nothing else', () => {
    const walk = aWalk(
      'exit: [ { on: deal.lost, of: account } ]\ngoal: { on: deal.won }\nsteps: [ { wait: 9 days } ]',
    ).start();
    expect(walk.state === null ? [] : interestsOf(walk.program, walk.state)).toEqual([
      'account:deal.lost',
      'deal.lost',
      'deal.won',
    ]);
  });
});
