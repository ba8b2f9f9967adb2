import type { Run } from './run.js';
import { type TrackState, withAsides } from './state.js';

/**
 * These tracks leave where they are. A message that one of them has put off will never go, and the ledger is told so: else
 * its row would stay intended for ever. What was never put off has no row there, and what is in doubt stays so.
 */
export function dropPutOff(run: Run, tracks: readonly TrackState[], reason: string): void {
  for (const { at, wait } of withAsides(tracks))
    if (at !== null && wait?.type === 'message')
      run.commands.push({ type: 'dropMessage', stepId: at, occurrence: wait.occurrence, reason });
}
