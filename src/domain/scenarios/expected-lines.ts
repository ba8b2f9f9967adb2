import type { SimulationLine } from '../simulate/simulate.js';

/** `2027-01-04T09:00:00+08:00` as `2027-01-04 09:00`: the journey's clock, seconds only where there are any. */
const shortLocal = (local: string): string => local.slice(0, 19).replace('T', ' ').replace(/:00$/, '');

/**
 * A line of a simulation as ops read and write it: `2027-01-04 09:00 new/main hello email send`. What it concerns, the
 * step if it has an id, the action, the decision, then the reason in brackets and, of a wait, until when.
 */
export function expectedLine(line: SimulationLine, localUntil: string | null): string {
  const { local, stage, track, step, action, decision, reason } = line;
  return [
    shortLocal(local),
    track === null ? stage : `${stage}/${track}`,
    step,
    action,
    // A wait that waits says so by its end.
    action === decision ? null : decision,
    reason === null ? null : `(${reason})`,
    localUntil === null ? null : `until ${shortLocal(localUntil)}`,
  ]
    .filter((part) => part !== null)
    .join(' ');
}

/** An expected line as it is compared: spaces don't count. */
export const inOneSpace = (text: string): string => text.trim().replace(/\s+/g, ' ');
