import { type SendWindow, spreadInto, windowState } from '../calendar/window.js';
import type { Instant } from '../instant.js';
import { stableFraction } from '../stable-hash.js';
import { windowFor } from './place.js';
import type { Run } from './run.js';

/** The share of a window's spread that a step of this subject has: the same for ever. */
export const fractionOf = (run: Run, key: string): number => stableFraction(`${run.subjectId}/${key}`);

/**
 * What fell due in a pause, or is due because of a new version, is spread by the window: a thousand journeys resumed or
 * moved at once must not all act at once. The instant at which a step leaves, or null: now (a closed window is the gate's to answer).
 */
export function spreadHeldBack(run: Run, key: string, own: SendWindow | 'none' | undefined): Instant | null {
  const window = windowFor(run.definition, own);
  if (run.heldBack === null || window?.spread === undefined || !windowState(run.now, window, run.place).open)
    return null;
  const at = spreadInto(run.now, window, fractionOf(run, key), run.place);
  return at > run.now ? at : null;
}
