import { addDuration } from '../calendar/add-duration.js';
import type { Instant } from '../instant.js';
import type { Missed } from './commands.js';
import type { Run } from './run.js';
import type { Wait } from './state.js';
import { end } from './transitions.js';

/*
 * What a person may do to a running journey. Each answers null, or the code of why it can't be (src/domain/errors.ts);
 * then nothing has changed.
 */

export function pause(run: Run): string | null {
  const { phase } = run.state;
  if (phase.type === 'paused' && phase.why === undefined) return 'already-paused';
  if (phase.type === 'held') return 'journey-held';
  // What it rested before in another's turn is part of the rest.
  run.state.phase = { type: 'paused', since: phase.type === 'paused' ? phase.since : run.now };
  run.write({ at: run.now, track: null, step: null, action: 'pause', decision: 'done' });
  return null;
}

/** A journey rests while another of its group goes first, and goes on by itself after it. */
export function takeTurns(run: Run): void {
  const { phase } = run.state;
  const waits = run.facts.othersTurn === true;
  if (phase.type === 'active' && waits) {
    run.state.phase = { type: 'paused', since: run.now, why: 'exclusive' };
    run.write({ at: run.now, track: null, step: null, action: 'pause', decision: 'done', reason: 'exclusive' });
  } else if (phase.type === 'paused' && phase.why === 'exclusive' && !waits) {
    goOn(run, phase.since, 'exclusive');
  }
}

/** Duration waits move by the length of the pause, business ones then on to the next open instant; what fell due is treated as asked. */
export function resume(run: Run, missed: Missed): string | null {
  const { phase } = run.state;
  if (phase.type !== 'paused') return 'not-paused';
  if (phase.why === 'exclusive') return 'waits-turn';
  if (missed === 'skip') run.state.skipBefore = run.now;
  goOn(run, phase.since, null, missed);
  return null;
}

function goOn(run: Run, since: Instant, reason: string | null, missed: Missed = 'spread'): void {
  run.state.phase = { type: 'active' };
  run.heldBack = missed === 'spread' ? 'paused' : null;
  for (const track of run.tracks()) if (track.wait !== null) track.wait = movedBy(run, track.wait, run.now - since);
  run.write({ at: run.now, track: null, step: null, action: 'resume', decision: 'done', reason });
}

/** A wait whose time did not count for so long; the same one if it doesn't move. */
export function movedBy(run: Run, wait: Wait, ms: number): Wait {
  if ((wait.type !== 'timer' && wait.type !== 'event') || wait.due === null || !wait.moves) return wait;
  const due: Instant = wait.due + ms;
  return { ...wait, due: wait.business ? addDuration(due, { n: 0, unit: 'business minutes' }, run.place) : due };
}

export function exit(run: Run, outcome: string): string | null {
  end(run, outcome, run.now, { action: 'exit', track: null, step: null });
  return null;
}

/** Ends a hold, and sends again the messages that are in doubt; with a step that one only, whatever else stands. */
export function retry(run: Run, step: string | null): string | null {
  const doubtful = run
    .tracks()
    .filter((track) => track.wait?.type === 'uncertain' && (step === null || track.at === step));
  const isHeld = step === null && run.state.phase.type === 'held';
  if (!isHeld && doubtful.length === 0) return 'nothing-to-retry';
  if (isHeld) run.state.phase = { type: 'active' };
  for (const track of doubtful) {
    if (track.wait?.type !== 'uncertain') continue;
    track.instant = run.now;
    track.wait = { type: 'message', due: null, occurrence: track.wait.occurrence, reachedAt: run.now };
  }
  run.write({ at: run.now, track: null, step, action: 'retry', decision: 'done' });
  return null;
}
