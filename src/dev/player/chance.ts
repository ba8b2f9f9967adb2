import { stableFraction } from '../../domain/stable-hash.js';

/*
 * Every choice of a player is a hash of the seed and of what it is about: the same people answer in the same way however
 * fast the machine is, and after a restart too.
 */

/** Answers a fraction in [0, 1) for a text; the same for ever. */
export type Chance = (about: string) => number;

export const chanceOf =
  (seed: string): Chance =>
  (about) =>
    stableFraction(`${seed}/${about}`);

/** The outcome that a fraction falls on, by weight. Throws when there is nothing to choose from. */
export function pickWeighted(weights: { readonly [outcome: string]: number }, fraction: number): string {
  const entries = Object.entries(weights);
  let rest = fraction * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [outcome, weight] of entries) {
    rest -= weight;
    if (rest < 0) return outcome;
  }
  const [last] = entries.at(-1) ?? [];
  if (last === undefined) throw new Error('expected at least one outcome to pick from');
  return last;
}
