import { describe, expect, test } from 'vitest';
import { aWalk } from '../../support/walk.js';

const mail = (id: string) => `{ id: ${id}, email: { template: a/b, from: owner, purpose: service } }`;

describe('several tracks', () => {
  const BODY = `
    stages:
      - id: a
        moves: [ { on: deal.won, to: b } ]
        steps: [ ${mail('m1')}, { wait: 1 days }, ${mail('m2')} ]
        alongside:
          - { id: x, steps: [ ${mail('x1')}, { wait: 1 days }, ${mail('x2')} ] }
          - { id: y, steps: [ { wait: 12 hours }, ${mail('y1')}, { wait: 12 hours }, ${mail('y2')} ] }
      - { id: b, steps: [ ${mail('b1')} ] }
    throughout:
      - { id: t, steps: [ ${mail('t1')}, { wait: 1 days }, ${mail('t2')}, { wait: 9 days }, ${mail('t3')} ] }
  `;

  test('act in the order main, alongside in file order, throughout', () => {
    const walk = aWalk(BODY).start().until('2027-01-05T09:00:00Z');
    expect(walk.sent.map((intent) => intent.stepId)).toEqual(['m1', 'x1', 't1', 'y1', 'm2', 'x2', 'y2', 't2']);
  });

  test('name themselves in the journal', () => {
    const walk = aWalk(BODY).start();
    expect(walk.linesOf('send')).toEqual([
      '2027-01-04T09:00:00Z a main m1 email send',
      '2027-01-04T09:00:00Z a x x1 email send',
      '2027-01-04T09:00:00Z a t t1 email send',
    ]);
  });

  test('of a stage end with it, those of `throughout` live on', () => {
    const walk = aWalk(BODY).start().event('2027-01-04T20:00:00Z', 'deal.won').until('2027-02-01T00:00:00Z');
    expect(walk.sent.map((intent) => intent.stepId)).toEqual(['m1', 'x1', 't1', 'b1', 't2', 't3']);
    expect(walk.lines.at(-1)).toBe('2027-01-14T09:00:00Z b end done completed');
  });

  test('keep an event to themselves: `event.` is the latest of the asking track', () => {
    const walk = aWalk(`
      stages:
        - id: a
          steps: [ { wait: { for: { on: form.submitted } } }, { wait: 1 days }, { choose: [ { if: { event.form: one }, steps: [ ${mail('mine')} ] } ] } ]
          alongside: [ { id: x, steps: [ { wait: { for: { on: form.submitted, if: { event.form: two } } } } ] } ]
    `)
      .start()
      .event('2027-01-04T10:00:00Z', 'form.submitted', { form: 'one' })
      .event('2027-01-04T11:00:00Z', 'form.submitted', { form: 'two' });
    expect(walk.until('2027-01-06T00:00:00Z').sent.map((intent) => intent.stepId)).toEqual(['mine']);
  });

  test('that run out leave the others alone', () => {
    const walk = aWalk(BODY).start().until('2027-01-06T00:00:00Z');
    expect(walk.state?.tracks.map((track) => [track.id, track.at])).toEqual([
      ['main', null],
      ['x', null],
      ['y', null],
      ['t', expect.stringContaining('throughout')],
    ]);
  });
});
