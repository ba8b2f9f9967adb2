import { describe, expect, test } from 'vitest';
import { makeId } from '../../../src/domain/ids.js';
import { plan } from '../../../src/domain/journey/plan.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { stableFraction } from '../../../src/domain/stable-hash.js';
import { aDeployment, aJourney, at } from '../../support/walk.js';

const PEOPLE = 100_000;
const START = at('2027-01-04T09:00:00Z');
const FACTS = { contact: {}, account: null, deal: null, owner: null, events: [], answers: {}, teams: {} };

/** Ids as a deployment makes them: a time and random bits, here the same in every run. */
const idOf = (n: number): string =>
  makeId(
    'contact',
    START + n * 37,
    Uint8Array.from({ length: 10 }, (_, i) => Math.floor(stableFraction(`${n}/${i}`) * 256)),
  );

function shares(arms: string, ids: (n: number) => string): { [arm: string]: number } {
  const program = compileProgram(aJourney(`steps: [ { id: way, split: { arms: ${arms} } } ]`));
  const counts: { [arm: string]: number } = {};
  for (let n = 0; n < PEOPLE; n++) {
    const planned = plan({
      program,
      state: null,
      facts: FACTS,
      now: START,
      cause: { type: 'start', stage: null, event: null },
      deployment: aDeployment(),
      subjectId: ids(n),
    });
    const arm = planned.state.steps['way']?.arm ?? 'none';
    counts[arm] = (counts[arm] ?? 0) + 1;
  }
  return counts;
}

describe('the arms of a split', () => {
  test.each([
    ['{ a: 50, b: 50 }', idOf, { a: 50, b: 50 }],
    ['{ a: 10, b: 20, c: 70 }', idOf, { a: 10, b: 20, c: 70 }],
    ['{ a: 1, b: 99 }', (n: number) => `con_${n}`, { a: 1, b: 99 }],
  ])('%s of 100,000 contacts are within half a point of their weights', (arms, ids, weights) => {
    const counts = shares(arms, ids);
    for (const [arm, weight] of Object.entries(weights))
      expect(Math.abs(((counts[arm] ?? 0) / PEOPLE) * 100 - weight), arm).toBeLessThan(0.5);
    expect(Object.keys(counts).sort()).toEqual(Object.keys(weights));
  });
});
