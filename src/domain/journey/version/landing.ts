import { nodeOf } from '../program.js';
import type { ProgramMatch } from './match-programs.js';

/**
 * Where one goes on from a step that is gone: at the first step after it, in the old order, that the new version has where
 * it `fits`; null: nothing after it is left. Never backwards, so nothing is done again.
 */
export function landing({ from, steps }: ProgramMatch, key: string, fits: (key: string) => boolean): string | null {
  const seen = new Set<string>();
  for (let at = nodeOf(from, key).next; at !== null && !seen.has(at); at = nodeOf(from, at).next) {
    seen.add(at);
    const now = steps.get(at);
    if (now !== undefined && fits(now)) return now;
  }
  return null;
}
