import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly seed: number;
  readonly journeys: number;
  readonly kills: number;
  /** Kills at each named point. */
  readonly points: number;
  readonly stops: number;
  readonly temporal: number;
  readonly postgres: number;
  readonly control: number;
}

const WHOLE = { seed: 1, journeys: 2000, kills: 500, points: 20, stops: 20, temporal: 20, postgres: 20, control: 40 };
const QUICK = { seed: 1, journeys: 40, kills: 6, points: 0, stops: 1, temporal: 1, postgres: 1, control: 8 };

/** Reads `--journeys 2000 --kills 500 …`; `--quick` makes the amounts small that aren't named. Throws for anything else. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const amount = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ seed: amount, journeys: amount, kills: amount, points: amount, stops: amount },
      ...{ temporal: amount, postgres: amount, control: amount },
      quick: { type: 'boolean' },
    },
  });
  const read = (name: keyof ChaosOptions): number => {
    const n = Number(values[name] ?? (values.quick ? QUICK : WHOLE)[name]);
    if (!Number.isSafeInteger(n) || n < 0) throw new Error(`--${name}: expected a whole number of at least 0`);
    return n;
  };
  return {
    ...{ seed: read('seed'), journeys: read('journeys'), kills: read('kills'), points: read('points') },
    ...{ stops: read('stops'), temporal: read('temporal'), postgres: read('postgres'), control: read('control') },
  };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
