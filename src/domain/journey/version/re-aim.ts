import { spreadInto, windowState } from '../../calendar/window.js';
import type { Step, Until } from '../../definition/definition.js';
import type { Instant } from '../../instant.js';
import { dueTime, untilOf } from '../begin-wait.js';
import { windowFor } from '../place.js';
import type { Node } from '../program.js';
import { reAimRepeat } from '../repeat.js';
import type { Run } from '../run.js';
import { fractionOf } from '../spread.js';
import type { TrackState, Wait } from '../state.js';
import { endAtOnce, endWithoutDate, notBefore } from '../waits.js';
import { reviseTask } from './revise-task.js';
import { isPlaceAlike, NEW_VERSION, type Reworded, same } from './reworded.js';

/*
 * A wait under a new version of its step. It began when it began: its instant is computed anew from there, so a shortened
 * wait may be over already and is due at once, and a lengthened one ends later. What a person has set stands, and so does
 * what the new version says no differently.
 */

/** Re-aims what a track waits for at a step that both versions have. The track stands at its place in the new one. */
export function reAim(run: Run, track: TrackState, reworded: Reworded): void {
  const { wait } = track;
  const { from, to } = reworded;
  if (wait === null) return;
  switch (wait.type) {
    case 'timer':
    case 'event':
      if (from.step.action === 'wait' && to.step.action === 'wait')
        reAimWait(run, track, wait, { ...reworded, was: from.step, is: to.step });
      return;
    case 'desk':
      return aim(run, track, to, { ...wait, due: deskDue(run, track, wait.due, reworded) });
    case 'task':
      return reviseTask(run, track, wait, reworded);
    case 'message':
      return aim(run, track, to, { ...wait, due: messageDue(run, wait, reworded) });
    case 'repeat':
      return aim(run, track, to, { ...wait, due: reAimRepeat(run, track, wait.due, reworded) });
    case 'uncertain':
      throw new Error('a message in doubt is not re-aimed; expected the change to have been refused');
  }
}

/** Sets a wait, and tells of it if it ends at another instant than before. */
function aim(run: Run, track: TrackState, { step }: Node, wait: Extract<Wait, { due: Instant | null }>): void {
  const due = track.wait !== null && 'due' in track.wait ? track.wait.due : null;
  track.wait = wait;
  if (wait.due === due) return;
  const line = { at: run.now, track: track.id, step: step.id ?? null, action: step.action } as const;
  const decision = wait.type === 'message' ? 'defer' : 'wait';
  run.write({ ...line, decision, reason: NEW_VERSION, until: wait.due === null ? null : Math.max(wait.due, run.now) });
}

type WaitNode = Extract<Step, { action: 'wait' }>;
type TimedWait = Extract<Wait, { type: 'timer' | 'event' }>;

function reAimWait(
  run: Run,
  track: TrackState,
  wait: TimedWait,
  reworded: Reworded & { readonly was: WaitNode; readonly is: WaitNode },
): void {
  const { was, is, to } = reworded;
  const time = timeOf(run, track, wait, reworded);
  if (time === 'missing') {
    track.instant = Math.max(track.instant, run.now);
    return endWithoutDate(run, track, to, is);
  }
  if (is.wait.type === 'until') {
    if (time === null) throw new Error(`step ${to.key} waits for nothing; expected the schema to have refused it`);
    return aim(run, track, to, { type: 'timer', ...time });
  }
  const open = time ?? { due: null, moves: false, business: false };
  const look = same(was.wait, is.wait) && wait.type === 'event' && wait.look != null ? { look: wait.look } : {};
  aim(run, track, to, { type: 'event', ...open, ...look });
  // What it waits for now may have come already; what has ended nothing so far is still there to be found.
  if (!same(was.wait, is.wait) && (is.wait.type === 'event' || run.state.phase.type === 'active'))
    endAtOnce(run, track, is.wait);
}

interface Time {
  readonly due: Instant;
  readonly moves: boolean;
  readonly business: boolean;
  readonly fixed?: true;
}

/** When the wait ends by time in the new version; null: never. */
function timeOf(
  run: Run,
  track: TrackState,
  wait: TimedWait,
  { before, was, is }: Reworded & { readonly was: WaitNode; readonly is: WaitNode },
): Time | null | 'missing' {
  const [old, until] = [untilOf(was.wait), untilOf(is.wait)];
  const { due, moves, business } = wait;
  if (due !== null && wait.fixed === true) return { due, moves, business, fixed: true };
  if (until === undefined) return null;
  if (due !== null && same(old, until) && isReadAlike(run, before, until)) return { due, moves, business };
  const time = dueTime(run, until, track.instant + pausedFor(before, track, wait, old), run.place);
  if (time === 'missing') return time;
  return { ...time, due: notMissed(run, notBefore(time.due, track.instant)) };
}

/** A duration but of business time is nowhere read; everything else in a zone, by a calendar. */
const isReadAlike = (run: Run, before: Run, until: Until): boolean =>
  (until.type === 'duration' && !until.duration.unit.startsWith('business')) || isPlaceAlike(run, before);

/** How long pauses have moved a wait by so far: what it has waited of its time is not waited again. */
function pausedFor(before: Run, track: TrackState, wait: TimedWait, old: Until | undefined): number {
  if (!wait.moves || wait.due === null || old === undefined) return 0;
  const time = dueTime(before, old, track.instant, before.place);
  return time === 'missing' ? 0 : Math.max(0, wait.due - notBefore(time.due, track.instant));
}

/** What is over because of the new version did not fall due in a pause that somebody once ended with leaving things out. */
const notMissed = (run: Run, due: Instant): Instant => Math.max(due, run.state.skipBefore ?? due);

const windowOf = (run: Run, { step }: Node) =>
  windowFor(
    run.definition,
    step.action === 'task'
      ? step.task.window
      : step.action === 'email'
        ? step.email.window
        : step.action === 'sms'
          ? step.sms.window
          : undefined,
  );

/** A task that waits for its window appears when the new one opens, which may be now. */
function deskDue(run: Run, track: TrackState, due: Instant, { before, from, to }: Reworded): Instant {
  const window = windowOf(run, to);
  if (track.wait?.type === 'desk' && track.wait.fixed === true) return due;
  if (same(window, windowOf(before, from)) && isPlaceAlike(run, before)) return due;
  if (window === undefined) return notMissed(run, track.instant);
  const state = windowState(track.instant, window, run.place);
  if (state.open) return notMissed(run, track.instant);
  return notMissed(run, spreadInto(state.opensAt, window, fractionOf(run, to.key), run.place));
}

/** A message that was put off asks the gate again if its window is another one. */
function messageDue(
  run: Run,
  wait: Extract<Wait, { type: 'message' }>,
  { before, from, to }: Reworded,
): Instant | null {
  if (wait.due === null || wait.fixed === true) return wait.due;
  const isAlike = same(windowOf(run, to), windowOf(before, from)) && isPlaceAlike(run, before);
  return isAlike ? wait.due : Math.min(wait.due, run.now);
}
