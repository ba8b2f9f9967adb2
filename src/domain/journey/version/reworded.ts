import type { Node } from '../program.js';
import type { Run } from '../run.js';

/** A step as it was, and as it is. `before`: the journey as the old version sees it. */
export interface Reworded {
  readonly before: Run;
  readonly from: Node;
  readonly to: Node;
}

/** Why a wait ends at another instant, or a line is there at all. */
export const NEW_VERSION = 'new-version';

export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Whether times are read alike in both versions. */
export function isPlaceAlike(a: Run, b: Run): boolean {
  const [one, other] = [a.place, b.place];
  return one.zone === other.zone && one.calendar === other.calendar && one.calendarNamed === other.calendarNamed;
}
