import type { StepAction } from '../definition/definition.js';
import { addToPass, note, passed } from './notes.js';
import type { Node } from './program.js';
import { dropPutOff } from './put-off.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';

/** Steps that somebody would notice too late: after a pause they may be left out. */
const NOTICED: ReadonlySet<StepAction> = new Set(['email', 'sms', 'task', 'notify', 'webhook']);

/**
 * Leaves out a step that fell due in a pause, if the resume said so, and says whether it did. The track goes on after it,
 * and is back in time when it waits again.
 */
export function isLeftOut(run: Run, track: TrackState, node: Node): boolean {
  if (track.missed !== true || !NOTICED.has(node.step.action)) return false;
  if (track.wait?.type === 'message') {
    dropPutOff(run, [track], 'paused');
    note(run, track, node, 'skip', 'paused');
    addToPass(run, node.key, { decision: 'skip', reason: 'paused' });
  } else passed(run, track, node, 'skip', 'paused');
  track.wait = null;
  track.at = node.next;
  return true;
}

/** Leaves out, once, a step that the track has had already in an earlier version of the definition, and says whether it did. */
export function wasHadBefore(run: Run, track: TrackState, node: Node): boolean {
  if (track.leaveOut?.includes(node.key) !== true) return false;
  const left = track.leaveOut.filter((key) => key !== node.key);
  if (left.length > 0) track.leaveOut = left;
  else delete track.leaveOut;
  note(run, track, node, 'skip', 'done-before');
  track.at = node.next;
  return true;
}
