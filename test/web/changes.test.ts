import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { touches } from '../../src/web/api/hooks.js';
import { kindsOf } from '../../src/web/api/kinds.js';
import { nextLook } from '../../src/web/api/reachability.js';
import { Gather, kindsIn } from '../../src/web/live/changes.js';

describe('a batch of changes', () => {
  test('names each kind once', () => {
    const batch = [
      { kind: 'task', id: 'tsk_1' },
      { kind: 'task', id: 'tsk_2' },
      { kind: 'deal', id: 'dea_1' },
    ];
    expect(kindsIn(JSON.stringify(batch))).toEqual(['task', 'deal']);
  });

  test.each(['', 'not json', '{}', '[null, 3, {"kind": "shoe"}]'])('that can’t be read names none: %s', (data) => {
    expect(kindsIn(data)).toEqual([]);
  });
});

describe('gathering', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const gathered = () => {
    const handed: string[][] = [];
    return { handed, gather: new Gather<string>(1_000, (items) => handed.push([...items].sort())) };
  };

  test('hands on the first at once and the rest together a second later, losing nothing', () => {
    const { handed, gather } = gathered();
    gather.add(['a']);
    gather.add(['b', 'b']);
    gather.add(['c']);
    expect(handed).toEqual([['a']]);
    vi.advanceTimersByTime(1_000);
    expect(handed).toEqual([['a'], ['b', 'c']]);
    vi.advanceTimersByTime(5_000);
    expect(handed).toHaveLength(2);
  });

  test('hands on nothing while held, and all of it after', () => {
    const { handed, gather } = gathered();
    gather.hold(true);
    gather.add(['a']);
    vi.advanceTimersByTime(60_000);
    gather.add(['b']);
    expect(handed).toEqual([]);
    gather.hold(false);
    expect(handed).toEqual([['a', 'b']]);
  });

  test('is at most once a second under a storm', () => {
    const { handed, gather } = gathered();
    for (let i = 0; i < 500; i += 1) {
      gather.add([String(i)]);
      vi.advanceTimersByTime(20);
    }
    expect(handed.length).toBeLessThanOrEqual(11);
    expect(new Set(handed.flat()).size).toBeGreaterThan(450);
  });
});

describe('what a change makes old', () => {
  test('follows from the path, if nothing else is said', () => {
    expect(kindsOf('GET /v1/journeys/:id/story')).toEqual(['journey', 'message', 'task']);
    expect(kindsOf('POST /v1/tasks/:id/complete')).toContain('task');
    expect(kindsOf('GET /v1/world')).toEqual([]);
  });

  test('is what depends on its kind', () => {
    expect(touches({ kinds: ['task', 'journey'] }, ['journey'])).toBe(true);
    expect(touches({ kinds: ['task'] }, ['journey'])).toBe(false);
    expect(touches(undefined, ['journey'])).toBe(false);
  });
});

test('a server that is away is asked for more and more seldom, and never less than every ten seconds', () => {
  expect([0, 1, 2, 3, 4, 100].map(nextLook)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});
