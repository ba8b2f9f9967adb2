import type { RobotCall, RobotVerdict } from '../activities/ports.js';
import { robotAddress } from '../domain/robot.js';
import { post } from './post.js';
import { robotRequest } from './robot-message.js';
import { robotVerdict } from './robot-verdict.js';

export interface RobotOptions {
  /** Also robots on this machine: for tests. */
  readonly loopback?: boolean;
  /** Milliseconds for the whole call; 10 seconds by default. */
  readonly deadlineMs?: number;
  /** Real time, epoch ms. */
  readonly now: () => number;
}

/**
 * Makes what says something through a robot. None of these services knows a repeat: what was written and not answered is not
 * said again. Rejects only if `beforeWrite` does.
 */
export function createRobotCaller({ loopback = false, deadlineMs = 10_000, now }: RobotOptions) {
  return async ({ kind, address, secret, message, beforeWrite }: RobotCall): Promise<RobotVerdict> => {
    // Asked again here: what is called is decided by what is called, not by who once wrote it down.
    const checked = robotAddress(kind, address, { secret: secret !== null, loopback });
    if (!checked.ok) return { type: 'failed', code: 'bad-robot' };
    const { url, body } = robotRequest({ kind, url: checked.value, secret }, message, now());
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const posted = await post({ url, headers, body, deadlineMs, beforeWrite });
    switch (posted.type) {
      case 'answered':
        return robotVerdict(kind, posted);
      case 'unsent':
        return { type: 'later', code: posted.cause, retryAfterMs: 0 };
      case 'unanswered':
        return { type: 'failed', code: 'uncertain' };
      case 'stopped':
        return { type: 'stopped' };
    }
  };
}
