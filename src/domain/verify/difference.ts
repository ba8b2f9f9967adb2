import type { VerifyCode } from '../error-codes/verify-codes.js';

/** Something that is not as it must be. Ids and codes only. */
export interface Difference {
  readonly code: VerifyCode;
  /** Null: it is about no journey that we know. */
  readonly journeyId: string | null;
  /** What it is about, if not the journey itself: a message, a task, a run's workflow id, a row of the outbox. */
  readonly id: string | null;
  /** What exactly: columns, numbers, a state. */
  readonly detail: string | null;
}

/** Known doubts are told beside the differences, and are none: nobody can know more. */
export const isDoubt = ({ code }: Difference): boolean => code === 'arrival-unknown';

/** Told twice, it is the same. */
export const keyOfDifference = ({ code, journeyId, id, detail }: Difference): string =>
  JSON.stringify([code, journeyId, id, detail]);

/** What both looks found: a difference that was merely in motion is another one, or none, at the second. */
export function foundTwice(first: readonly Difference[], second: readonly Difference[]): Difference[] {
  const known = new Set(first.map(keyOfDifference));
  return second.filter((difference) => known.has(keyOfDifference(difference)));
}
