import { describe, expect, test } from 'vitest';
import {
  addCounts,
  byLocalHour,
  compareResults,
  RESULT_FIGURES,
  type ResultCounts,
} from '../../../src/domain/campaign/results.js';

const counts = (changes: Partial<ResultCounts>): ResultCounts => ({ ...addCounts([]), ...changes });

describe('what a campaign brought against nothing', () => {
  test('is how many more of its side converted than the held-out’s share would have', () => {
    const { more, difference, isClear } = compareResults(
      counts({ assigned: 10_000, assignedConverted: 500, heldOut: 1_000, heldOutConverted: 30 }),
    );
    expect(more?.value).toBeCloseTo(200, 6);
    expect(difference?.value).toBeCloseTo(0.02, 9);
    expect(isClear).toBe(true);
  });

  test('can’t be told from chance with few held out, nor at all with none', () => {
    const few = compareResults(counts({ assigned: 100, assignedConverted: 5, heldOut: 10, heldOutConverted: 0 }));
    expect(few.isClear).toBe(false);
    const none = compareResults(counts({ assigned: 100, assignedConverted: 5 }));
    expect(none).toMatchObject({ difference: null, more: null, isClear: false, heldOut: { people: 0, share: null } });
  });
});

describe('results by hour', () => {
  test('are by the recipients’ own clocks, of a zone that nobody knows by the deployment’s', () => {
    const at = Date.UTC(2027, 0, 4, 8, 30);
    const groups = ['Asia/Kolkata', 'Europe/Berlin', 'Mars/Olympus', null].map((zone, index) => ({
      zone,
      at,
      counts: counts({ recipients: 10 ** index }),
    }));
    expect(byLocalHour(groups, 'Europe/Berlin').map(({ key, counts: { recipients } }) => [key, recipients])).toEqual([
      ['9', 1110],
      ['14', 1],
    ]);
  });

  test('add up figure by figure', () => {
    const one = Object.fromEntries(RESULT_FIGURES.map((figure, index) => [figure, index])) as ResultCounts;
    expect(addCounts([one, one])).toEqual(
      Object.fromEntries(RESULT_FIGURES.map((figure, index) => [figure, 2 * index])),
    );
  });
});
