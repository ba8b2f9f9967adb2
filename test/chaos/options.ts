import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly seed: number;
  readonly journeys: number;
  readonly kills: number;
  /** Kills at each named point. */
  readonly points: number;
  /** Workers stopped past their time and continued. */
  readonly stops: number;
  readonly temporal: number;
  readonly postgres: number;
  /** How often the mail server refuses connections for a while. */
  readonly refusals: number;
  /** Kills of the naive sender. */
  readonly control: number;
  /** Ms between two troubles, at most; two are made at a time. */
  readonly pause: number;
  /** A run that lasts longer is broken off, and broken. */
  readonly minutes: number;
}

const WHOLE: ChaosOptions = {
  ...{ seed: 1, journeys: 2000, kills: 500, points: 20, stops: 20, temporal: 20, postgres: 20, refusals: 20 },
  ...{ control: 40, pause: 600, minutes: 60 },
};
const QUICK: ChaosOptions = {
  ...{ seed: 1, journeys: 60, kills: 6, points: 0, stops: 1, temporal: 1, postgres: 1, refusals: 1 },
  ...{ control: 8, pause: 600, minutes: 8 },
};
const NAMES = Object.keys(WHOLE) as (keyof ChaosOptions)[];

/** Reads `--journeys 2000 --kills 500 …`; `--quick` makes the amounts small that aren't named. Throws for anything else. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const amounts = Object.fromEntries(NAMES.map((name) => [name, { type: 'string' as const }]));
  const parsed = parseArgs({ args: [...args], options: { ...amounts, quick: { type: 'boolean' as const } } });
  const values: { readonly [name: string]: string | boolean | undefined } = parsed.values;
  const base = values['quick'] === true ? QUICK : WHOLE;
  const read = (name: keyof ChaosOptions): number => {
    const n = Number(values[name] ?? base[name]);
    if (!Number.isSafeInteger(n) || n < 0) throw new Error(`--${name}: expected a whole number of at least 0`);
    return n;
  };
  return Object.fromEntries(NAMES.map((name) => [name, read(name)])) as unknown as ChaosOptions;
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
