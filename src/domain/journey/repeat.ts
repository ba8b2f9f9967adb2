import { addDuration } from '../calendar/add-duration.js';
import type { Duration } from '../calendar/duration.js';
import type { Step } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { note } from './notes.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { RepeatState, TrackState } from './state.js';

type RepeatStep = Extract<Step, { action: 'repeat' }>;

/**
 * A track stands at a repeat: for the first time, after a pass, or because a pass fell due. Pass k falls due at the
 * first start plus k times `every`; of several that fell due meanwhile only one runs.
 */
export function runRepeat(run: Run, track: TrackState, node: Node, step: RepeatStep): void {
  const { repeat } = step;
  const state = (run.state.repeats[node.key] ??= {
    first: repeat.startAfter === undefined ? track.instant : addDuration(track.instant, repeat.startAfter, run.place),
    pass: -1,
    ran: 0,
    running: false,
  });
  state.running = false;
  if (
    (repeat.atMost !== undefined && state.ran >= repeat.atMost) ||
    (repeat.until !== undefined && run.holds(repeat.until, run.eventOf(track)))
  ) {
    delete run.state.repeats[node.key];
    note(run, track, node, 'done');
    track.at = node.next;
    return;
  }
  const due = dueOf(run, state, repeat.every, state.pass + 1);
  if (due > track.instant) {
    note(run, track, node, 'wait', null, due);
    track.wait = { type: 'repeat', due };
    return;
  }
  beginPass(run, track, node, state, repeat.every);
}

function dueOf(run: Run, state: RepeatState, every: Duration, pass: number): Instant {
  return pass === 0 ? state.first : addDuration(state.first, { n: every.n * pass, unit: every.unit }, run.place);
}

function beginPass(run: Run, track: TrackState, node: Node, state: RepeatState, every: Duration): void {
  state.pass += 1;
  while (dueOf(run, state, every, state.pass + 1) <= track.instant) state.pass += 1;
  state.ran += 1;
  state.running = true;
  track.at = node.branches['body'] ?? null;
}

/** A pass fell due: `until` and `atMost` are asked now, then it begins. */
export function repeatDue(run: Run, track: TrackState, node: Node, at: Instant): void {
  track.instant = at;
  track.wait = null;
  note(run, track, node, 'done', 'due');
}
