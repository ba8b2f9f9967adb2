import { ApplicationFailure } from '@temporalio/common';

/** Pure code threw before a journey had a state to be held in: the same input would throw again. */
export class PlannerDefect extends Error {
  constructor(cause: unknown) {
    super('the planner threw', { cause });
    this.name = 'PlannerDefect';
  }
}

/** Another attempt has taken the decision over. The message names ids only. */
export class LostFence extends Error {
  override readonly name = 'LostFence';
}

/**
 * What Temporal is told of lost infrastructure: which error, with its code and where, but not its message. Messages of
 * the database driver and of mail servers quote addresses and values (law 7).
 */
export function toFailure(error: unknown): ApplicationFailure {
  if (!(error instanceof Error)) return ApplicationFailure.retryable('unknown trouble', 'Unknown');
  const code = Reflect.get(error, 'code');
  const what = error instanceof LostFence ? error.message : [error.name, code].filter(isCode).join(' ');
  const failure = ApplicationFailure.retryable(what, error.name);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  failure.stack = [what, ...frames].join('\n');
  return failure;
}

const isCode = (value: unknown): value is string => typeof value === 'string' && /^[\w.-]{1,60}$/.test(value);
