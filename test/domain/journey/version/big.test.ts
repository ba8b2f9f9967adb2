import { expect, test } from 'vitest';
import { aJourney, Walk } from '../../../support/walk.js';

/* The other way round, most steps without a name: everything that could lie behind lies ahead. */
test('a definition of 500 steps is turned round, and who is in it has a place and gets no mail twice', () => {
  const steps = Array.from({ length: 500 }, (_, i) =>
    i % 5 === 4
      ? `  - { id: mail-${i}, email: { template: a/b, from: owner, purpose: service } }`
      : `  - wait: ${1 + (i % 7)} days`,
  );
  const was = aJourney(`steps:\n${steps.join('\n')}\n`);
  const is = aJourney(`steps:\n${[...steps].reverse().join('\n')}\n`);
  const walk = new Walk(was, '2027-01-04T09:00:00Z').start().until('2027-12-04T09:00:00Z').changeTo(is);
  expect([walk.refused, walk.defect]).toEqual([null, undefined]);
  expect(walk.state?.tracks.every(({ at }) => at !== null && walk.program.nodes.has(at))).toBe(true);
  walk.until('2037-01-04T09:00:00Z');
  const sent = walk.sent.map(({ stepId }) => stepId);
  expect(new Set(sent).size).toBe(sent.length);
});
