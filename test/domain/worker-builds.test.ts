import { describe, expect, test } from 'vitest';
import { buildBefore, stateOf, type WorkerBuild } from '../../src/domain/worker-builds.js';

const aBuild = (changes: Partial<WorkerBuild>): WorkerBuild => ({
  buildId: 'a',
  isCurrent: false,
  currentAt: null,
  workers: 1,
  journeys: 0,
  ...changes,
});

describe('a build of the worker', () => {
  test.each([
    ['current', { isCurrent: true, currentAt: 5, journeys: 3 }],
    ['draining', { currentAt: 5, journeys: 1 }],
    ['draining', { currentAt: null, journeys: 1 }],
    ['drained', { currentAt: 5 }],
    ['new', {}],
  ] as const)('is %s with %o', (state, changes) => {
    expect(stateOf(aBuild(changes))).toBe(state);
  });

  test('to go back to is the one that was current last, and none that never was', () => {
    const builds = [
      aBuild({ buildId: 'first', currentAt: 10 }),
      aBuild({ buildId: 'before', currentAt: 20 }),
      aBuild({ buildId: 'now', currentAt: 30, isCurrent: true }),
      aBuild({ buildId: 'next' }),
    ];
    expect(buildBefore(builds)?.buildId).toBe('before');
    expect(buildBefore(builds.slice(2))).toBeNull();
  });
});
