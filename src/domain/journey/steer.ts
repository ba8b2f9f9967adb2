import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import { settleUncertain } from './message-outcome.js';
import { addToPass, note, passed } from './notes.js';
import { nodeOf } from './program.js';
import { dropPutOff } from './put-off.js';
import { skipPass } from './repeat.js';
import type { Run } from './run.js';
import type { TrackState, Wait } from './state.js';
import { skipTask } from './tasks.js';
import { end, moveTo } from './transitions.js';
import { endWaitByTime } from './waits.js';

/*
 * How a person steers a running journey past or toward something. As in people.ts, each answers null, or the code of why
 * it can't be; then nothing has changed. `step` names the wait that is meant; it may be left out where there is but one.
 */

/** Why a line of the journal is there: a person did it. */
export const BY_PERSON = 'by-person';

type Waiting = TrackState & { at: string; wait: Wait };

const isWaiting = (track: TrackState): track is Waiting => track.wait !== null && track.at !== null;

/** The one track that a command means, among those whose wait is of a kind it can act on; or the code of why there is none. */
function meant(run: Run, step: string | null, fits: (wait: Wait) => boolean): Waiting | string {
  if (run.state.phase.type === 'held') return 'journey-held';
  const tracks = run.tracks().filter((track): track is Waiting => isWaiting(track) && fits(track.wait));
  const named = step === null ? tracks : tracks.filter(({ at }) => at === step);
  const [only, another] = named;
  if (only === undefined) return 'not-waiting';
  return another === undefined ? only : 'several-waits';
}

/**
 * Ends a wait as if its time had come, withdraws a task, leaves out a message or the next pass of a repeat. Without a
 * step: the messages in doubt if there are any, as if they had arrived.
 */
export function skip(run: Run, step: string | null): string | null {
  const doubtful = run.tracks().filter((track) => track.wait?.type === 'uncertain');
  if (step === null && doubtful.length > 0) {
    for (const track of doubtful) settleUncertain(run, track, 'by-hand', run.now);
    return null;
  }
  const track = meant(run, step, () => true);
  if (typeof track === 'string') return track === 'not-waiting' ? 'nothing-to-skip' : track;
  leaveOut(run, track);
  return null;
}

function leaveOut(run: Run, track: Waiting): void {
  const { wait } = track;
  const node = nodeOf(run.program, track.at);
  track.instant = Math.max(track.instant, run.now);
  switch (wait.type) {
    case 'timer':
    case 'event':
      return endWaitByTime(run, track, run.now, BY_PERSON);
    case 'task':
      return skipTask(run, track, BY_PERSON);
    case 'uncertain':
      return settleUncertain(run, track, 'by-hand', run.now);
    case 'desk':
      passed(run, track, node, 'skip', BY_PERSON);
      break;
    case 'message':
      dropPutOff(run, [track], BY_PERSON);
      note(run, track, node, 'skip', BY_PERSON);
      addToPass(run, node.key, { decision: 'skip', reason: BY_PERSON });
      break;
    case 'repeat':
      return skipPass(run, track, node);
    default:
      return assertNever(wait);
  }
  goOn(track, node.next);
}

function goOn(track: TrackState, next: string | null): void {
  track.wait = null;
  track.at = next;
}

/** Gives a wait another due instant. It then stands: neither a pause nor a changed date moves it. */
export function reschedule(run: Run, due: Instant, step: string | null): string | null {
  const track = meant(run, step, isMovable);
  if (typeof track === 'string') return track;
  if (due <= run.now) return 'past-due';
  const { wait } = track;
  const node = nodeOf(run.program, track.at);
  if (wait.type === 'timer' || wait.type === 'event')
    track.wait = { ...wait, due, moves: false, business: false, fixed: true };
  else if (wait.type === 'desk' || wait.type === 'message') track.wait = { ...wait, due, fixed: true };
  const decision = wait.type === 'message' ? 'defer' : 'wait';
  const line = {
    at: run.now,
    track: track.id,
    step: node.step.id ?? null,
    action: node.step.action,
    decision,
  } as const;
  run.write({ ...line, reason: BY_PERSON, until: due });
  return null;
}

/** A repeat keeps its beat and a task its desk; a wait without an end by time has none to move. */
const isMovable = (wait: Wait): boolean =>
  wait.type === 'timer' ||
  wait.type === 'desk' ||
  ((wait.type === 'event' || wait.type === 'message') && wait.due !== null);

/** Takes a deferred message to the gate now. Its send window is set aside; all else the gate asks still holds. */
export function sendNow(run: Run, step: string | null): string | null {
  if (run.state.phase.type === 'paused') return 'journey-paused';
  const track = meant(run, step, (wait) => wait.type === 'message' && wait.due !== null);
  if (typeof track === 'string') return track;
  if (track.wait.type !== 'message') return 'not-waiting';
  track.instant = Math.max(track.instant, run.now);
  track.wait = { ...track.wait, due: null, hurried: true };
  return null;
}

/** Leaves the stage for another of the definition. In a pause the new stage begins with the resume. */
export function move(run: Run, stage: string): string | null {
  if (run.state.phase.type === 'held') return 'journey-held';
  if (!run.program.stages.some(({ id }) => id === stage)) return 'unknown-stage';
  if (run.state.stage === stage) return 'same-stage';
  moveTo(run, stage, run.now, BY_PERSON);
  return null;
}

/** Ends the journey as having reached its goal, which it heard of by no event. */
export function reachGoal(run: Run): string | null {
  const index = run.definition.goal.findIndex(({ stay }) => !stay);
  if (index < 0) return 'no-goal';
  run.state.goals[String(index)] ??= run.now;
  run.write({ at: run.now, track: null, step: null, action: 'goal', decision: 'done', reason: BY_PERSON });
  end(run, 'goal', run.now, { action: 'end', track: null, step: null });
  return null;
}
