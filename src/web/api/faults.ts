import { isProblem } from './problem.js';

/** What is wrong with one part of what was sent, by its JSON pointer. */
export interface Fault {
  readonly code: string;
  /** The server's words, in English. */
  readonly message: string;
}

export type Faults = ReadonlyMap<string, Fault>;

export const NO_FAULTS: Faults = new Map();

/** Where a refusal points to; of a place that is named twice, the first reason. */
export function faultsOf(error: unknown): Faults {
  if (!isProblem(error)) return NO_FAULTS;
  const faults = new Map<string, Fault>();
  for (const { pointer, code, message } of error.body.errors)
    if (!faults.has(pointer)) faults.set(pointer, { code, message });
  return faults;
}
