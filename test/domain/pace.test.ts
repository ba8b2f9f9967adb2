import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterTurns, KEPT_MS, type Pace, turnsDue } from '../../src/domain/pace.js';

interface Look {
  readonly at: number;
  readonly most: number;
}

/** Takes what is due at each of these instants, as far as it may; answers how many turns each look took. */
function taken(perMinute: number, looks: readonly Look[]): number[] {
  let pace: Pace = { perMinute, nextAt: 0 };
  return looks.map(({ at, most }) => {
    const turns = Math.min(most, turnsDue(pace, at));
    pace = { perMinute, nextAt: afterTurns(pace, at, turns) };
    return turns;
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Looks at any distance from each other. */
const looks = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 120_000 }), fc.integer({ min: 0, max: 100 })), { maxLength: 40 })
  .map((steps) => steps.map(([, most], i) => ({ at: sum(steps.slice(0, i + 1).map(([after]) => after)), most })));

describe('work at a set rate', () => {
  it('never takes more turns in any stretch of time than the rate and what is kept allow, whenever one looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000 }), looks, (perMinute, at) => {
        const turns = taken(perMinute, at);
        const tooMany = at.flatMap((first, i) =>
          at.slice(i).filter((last, n) => {
            const allowed = ((last.at - first.at + KEPT_MS) * perMinute) / 60_000 + 1;
            return sum(turns.slice(i, i + n + 1)) > allowed;
          }),
        );
        expect(tooMany).toEqual([]);
      }),
    );
  });

  it('takes exactly its rate when looked at often enough', () => {
    const often = Array.from({ length: 121 }, (_, n) => ({ at: n * 500, most: 100 }));
    expect(sum(taken(600, often))).toBe(601);
    expect(sum(taken(60, often))).toBe(61);
    expect(sum(taken(7, often))).toBe(7);
  });

  it('lets no burst through after an outage of an hour', () => {
    expect(turnsDue({ perMinute: 600, nextAt: 0 }, 3_600_000)).toBe(21);
    expect(turnsDue({ perMinute: 1, nextAt: 0 }, 3_600_000)).toBe(1);
  });

  it('takes no turn before its time', () => {
    expect(turnsDue({ perMinute: 60, nextAt: 1_000 }, 999)).toBe(0);
    expect(turnsDue({ perMinute: 60, nextAt: 1_000 }, 1_000)).toBe(1);
    expect(afterTurns({ perMinute: 60, nextAt: 1_000 }, 1_000, 0)).toBe(1_000);
  });
});
