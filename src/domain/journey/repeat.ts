import { addDuration } from '../calendar/add-duration.js';
import type { Duration } from '../calendar/duration.js';
import type { Step } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { note, passed } from './notes.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { RepeatState, TrackState } from './state.js';

type RepeatStep = Extract<Step, { action: 'repeat' }>;

/**
 * A track stands at a repeat: for the first time, after a pass, or because a pass fell due. Pass k falls due at the
 * first start plus k times `every`; of several that fell due meanwhile only one runs. `until` is asked when a pass is due.
 */
export function runRepeat(run: Run, track: TrackState, node: Node, step: RepeatStep): void {
  const { repeat } = step;
  const state = run.state.repeats[node.key] ?? firstStart(run, track, repeat.startAfter);
  run.state.repeats[node.key] = state;
  state.running = false;
  if (repeat.atMost !== undefined && state.ran >= repeat.atMost) return endRepeat(run, track, node, 'at-most');
  const due = dueOf(run, state, repeat.every, state.pass + 1);
  if (due > track.instant) {
    track.wait = { type: 'repeat', due };
    return;
  }
  if (repeat.until !== undefined && run.holds(repeat.until, run.eventOf(track)))
    return endRepeat(run, track, node, 'until');
  startPass(run, track, node, state, repeat.every);
}

const firstStart = (run: Run, track: TrackState, startAfter: Duration | undefined): RepeatState => ({
  first: startAfter === undefined ? track.instant : addDuration(track.instant, startAfter, run.place),
  pass: -1,
  ran: 0,
  running: false,
});

function endRepeat(run: Run, track: TrackState, node: Node, reason: 'at-most' | 'until'): void {
  delete run.state.repeats[node.key];
  passed(run, track, node, 'done', reason);
  track.at = node.next;
}

export function dueOf(run: Run, state: RepeatState, every: Duration, pass: number): Instant {
  return pass === 0 ? state.first : addDuration(state.first, { n: every.n * pass, unit: every.unit }, run.place);
}

function startPass(run: Run, track: TrackState, node: Node, state: RepeatState, every: Duration): void {
  state.pass += 1;
  while (dueOf(run, state, every, state.pass + 1) <= track.instant) state.pass += 1;
  state.ran += 1;
  state.running = true;
  passed(run, track, node, 'done', 'due');
  track.at = node.branches['body'] ?? null;
}

/** The next pass is left out, as one that an outage swallowed; the beat stays. */
export function skipPass(run: Run, track: TrackState, node: Node): void {
  const state = run.state.repeats[node.key];
  if (node.step.action !== 'repeat' || state === undefined) return;
  state.pass += 1;
  const due = dueOf(run, state, node.step.repeat.every, state.pass + 1);
  note(run, track, node, 'skip', 'by-person', due);
  track.wait = { type: 'repeat', due };
}

/** A pass fell due: the track stands at its repeat again. */
export function repeatDue(track: TrackState, at: Instant): void {
  track.instant = Math.max(track.instant, at);
  track.wait = null;
}

/**
 * A repeat under a new version: the beat goes on from its latest pass, in the new measure. Answers when its next pass is
 * due. The state is under its new key already.
 */
export function reAimRepeat(
  run: Run,
  track: TrackState,
  due: Instant,
  { from, to }: { readonly from: Node; readonly to: Node },
): Instant {
  const state = run.state.repeats[to.key];
  if (from.step.action !== 'repeat' || to.step.action !== 'repeat' || state === undefined) return due;
  const [was, is] = [from.step.repeat, to.step.repeat];
  const alike = (a: Duration | undefined, b: Duration | undefined) => a?.n === b?.n && a?.unit === b?.unit;
  const begun = state.pass >= 0;
  if (begun ? alike(was.every, is.every) : alike(was.startAfter, is.startAfter)) return due;
  const next: RepeatState = begun
    ? { ...state, first: dueOf(run, state, was.every, state.pass), pass: 0 }
    : firstStart(run, track, is.startAfter);
  run.state.repeats[to.key] = next;
  return dueOf(run, next, is.every, next.pass + 1);
}
