import { type Instant, parseInstant } from '../instant.js';
import type { FactEvent } from './facts.js';
import { AWAY_EVENT } from './interests.js';
import { movedBy } from './people.js';
import { nodeOf } from './program.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';

/**
 * A contact who is away can't answer: until they are back their time doesn't count. As in a pause, durations move by what
 * is left of the absence, and what was put off is asked for again when they are back; dated waits stand, and whatever
 * else ends a wait still does. A longer absence told later counts from the end of the one known before.
 */
export function hearOfAbsence(run: Run, event: FactEvent, at: Instant): void {
  if (event.ofAccount === true) return;
  // They have written themselves.
  if (event.type === 'email.replied') delete run.state.awayUntil;
  if (event.type !== AWAY_EVENT) return;
  const returnsAt = parseInstant(String(event.fields['returnsAt']));
  const from = Math.max(at, run.state.awayUntil ?? at);
  if (returnsAt === undefined || returnsAt <= from) return;
  run.state.awayUntil = returnsAt;
  for (const track of run.tracks()) moveWait(run, track, at, returnsAt, returnsAt - from);
}

function moveWait(run: Run, track: TrackState, at: Instant, returnsAt: Instant, ms: number): void {
  const { wait } = track;
  if (wait === null || track.at === null) return;
  const moved =
    wait.type === 'message' && wait.due !== null && wait.fixed !== true && wait.due < returnsAt
      ? { ...wait, due: returnsAt }
      : movedBy(run, wait, ms);
  if (moved === wait || !('due' in moved)) return;
  track.wait = moved;
  const step = nodeOf(run.program, track.at).step.id ?? null;
  const line = { at, track: track.id, step, action: 'wait', decision: 'wait' as const };
  run.write({ ...line, reason: AWAY_EVENT, until: moved.due });
}
