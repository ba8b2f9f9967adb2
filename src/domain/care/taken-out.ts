import type { Instant } from '../instant.js';

/** Somebody who was taken out of care, by a person: of these steps, as far as they are reached from `since` on, before `until`. */
export interface TakenOut {
  /** Empty: of all that the definition does. */
  readonly steps: readonly string[];
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** Whether what a step does at an instant is left out. */
export const isTakenOut = (all: readonly TakenOut[] | undefined, step: string, at: Instant): boolean =>
  all?.some(
    ({ steps, since, until }) =>
      (steps.length === 0 || steps.includes(step)) && (since === null || at >= since) && (until === null || at < until),
  ) ?? false;
