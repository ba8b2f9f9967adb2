import { describe, expect, test } from 'vitest';
import { lintSource } from '../../../src/domain/definition/lint.js';
import { stepsOf } from '../../../src/domain/definition/step-walk.js';
import { longJourney } from './fuzz/long-journey.js';
import { fuzzLint, processorTime } from './fuzz/run.js';
import { shippedWorld } from './fuzz/world.js';

/*
 * A part of what `npm run fuzz:lint` does a hundred thousand times. Seeds are anew each day, so that the parts add up; a
 * fault prints the seed that makes its file again.
 */
const FILES = 2_000;

describe('lint', () => {
  test(`ends in findings, each in its place and on one line, for ${FILES} files of all kinds`, () => {
    const seed = Math.floor(Date.now() / 86_400_000) * 100_000;
    const { faults, kinds } = fuzzLint(FILES, seed, shippedWorld());
    expect(faults).toEqual([]);
    for (const [kind, { files }] of Object.entries(kinds)) expect(files, kind).toBeGreaterThan(0);
    // Some of what is damaged is still right: else nothing but the first rule would be tried.
    expect(kinds.damaged.clean).toBeGreaterThan(0);
  }, 120_000);

  test('of a journey of 500 steps takes no more than what is linear in its size', () => {
    const world = shippedWorld();
    const took = (steps: number): number => {
      const text = longJourney(steps);
      const times = Array.from({ length: 5 }, () => {
        const began = processorTime();
        const { parsed, findings } = lintSource({ file: 'f.yaml', text }, world);
        expect(findings).toEqual([]);
        expect(parsed.draft === null ? 0 : stepsOf(parsed.draft).length).toBe(steps);
        return processorTime() - began;
      });
      return Math.min(...times);
    };
    took(100);
    // Ten times the steps: some rules look at each jump, so a little more than ten times is right, a hundred is not.
    expect(took(500)).toBeLessThan(40 * took(50));
  }, 60_000);
});
