import { describe, expect, test } from 'vitest';
import { aWalk } from '../../support/walk.js';

const END = '2027-03-01T00:00:00Z';

describe('a journey is completed', () => {
  test.each([
    ['its main track', '3 days', '1 days', '1 days'],
    ['a track alongside', '1 days', '3 days', '1 days'],
    ['a track throughout', '1 days', '1 days', '3 days'],
  ])('at the instant at which the last of its tracks runs out: %s', (_, main, alongside, throughout) => {
    const walk = aWalk(`
      stages:
        - id: only
          steps: [ { wait: ${main} } ]
          alongside: [ { id: x, steps: [ { wait: ${alongside} } ] } ]
      throughout: [ { id: t, steps: [ { wait: ${throughout} } ] } ]
    `).start();
    expect(walk.until(END).lines.at(-1)).toBe('2027-01-07T09:00:00Z only end done completed');
  });

  test('at once where it has no steps, and at its last move where the final stage has none', () => {
    expect(aWalk('steps: []').start().lines.at(-1)).toBe('2027-01-04T09:00:00Z main end done completed');
    const moved = aWalk('stages: [ { id: a, steps: [ { wait: 2 days }, { moveTo: b } ] }, { id: b } ]').start();
    expect(moved.until(END).lines.at(-1)).toBe('2027-01-06T09:00:00Z b end done completed');
  });

  test('never in a stage that is not final', () => {
    const walk = aWalk('stages: [ { id: a, steps: [ { wait: 1 days } ] }, { id: b, final: true } ]').start();
    expect(walk.until(END).phase).toBe('active');
  });
});

describe('a wait for what a step brought', () => {
  test('ends when a step of another track has run', () => {
    const walk = aWalk(`
      stages:
        - id: only
          steps: [ { id: hold, wait: { for: { if: { steps.hello.decision: send } }, upTo: 9 days } }, { end: seen } ]
          alongside: [ { id: x, steps: [ { wait: 2 days }, { id: hello, email: { template: a/b, from: owner, purpose: service } }, { wait: 9 days } ] } ]
    `).start();
    expect(walk.until(END).lines.at(-1)).toBe('2027-01-06T09:00:00Z only main end done seen');
  });
});
