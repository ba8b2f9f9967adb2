import type { Step, WaitStep } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { dueTime, earlierEvent, fits, untilOf } from './begin-wait.js';
import { endIfTrue } from './condition-waits.js';
import type { FactEvent } from './facts.js';
import { dateInterests, offersTo } from './interests.js';
import { beginPass, note } from './notes.js';
import { type Node, nodeOf } from './program.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';

type WaitStepNode = Extract<Step, { action: 'wait' }>;

/** Begins the wait a track stands at; an instant already past and an event already there end it at once. */
export function beginWait(run: Run, track: TrackState, node: Node, step: WaitStepNode): void {
  const { wait } = step;
  const until = untilOf(wait);
  const from = until?.type === 'duration' ? run.countsFrom(track.instant) : track.instant;
  const time = until === undefined ? null : dueTime(run, until, from, run.place);
  const due = time === null || time === 'missing' ? null : time;
  note(run, track, node, 'wait', null, due?.due ?? null);
  if (wait.type !== 'until') {
    const endsAt = due === null ? null : notBefore(due.due, track.instant);
    track.wait = { type: 'event', due: endsAt, moves: due?.moves ?? false, business: due?.business ?? false };
    if (!endAtOnce(run, track, wait) && time === 'missing') endWithoutDate(run, track, node, step);
    return;
  }
  if (time === 'missing') return endWithoutDate(run, track, node, step);
  if (due === null) throw new Error(`step ${node.key} waits for nothing; expected the schema to have refused it`);
  track.wait = { type: 'timer', ...due, due: notBefore(due.due, track.instant) };
}

/** An instant that was past already ends a wait when it begins, not long before it, and not whenever it is looked at next. */
export const notBefore = (due: Instant, begun: Instant): Instant => Math.max(due, begun);

/** What a wait is for may be there already: an earlier event, a condition that holds. Says whether it is. */
export function endAtOnce(run: Run, track: TrackState, wait: Exclude<WaitStep, { type: 'until' }>): boolean {
  if (wait.type === 'condition') return endIfTrue(run, track, 'condition', track.instant, null);
  const event = earlierEvent(run, wait.event, track);
  if (event !== null) endWaitByEvent(run, track, event, track.instant);
  return event !== null;
}

/** A wait on a date that has no value ends at once with `else`, or the track ends if there is none. */
export function endWithoutDate(run: Run, track: TrackState, node: Node, step: WaitStepNode): void {
  note(run, track, node, 'done', 'no-value');
  beginPass(run, step.id, { decision: 'done', reason: 'no-value' });
  track.wait = null;
  track.at = step.else === undefined ? null : (node.branches['else'] ?? null);
  // A track that has ended is in no repeat any more.
  if (step.else === undefined) for (const key of node.inside) delete run.state.repeats[key];
}

/** Whether an event ends the wait of a track, and if so ends it. Says whether it did. */
export function offerEvent(run: Run, track: TrackState, event: FactEvent, at: Instant): boolean {
  if (track.wait?.type !== 'event' || track.at === null) return false;
  const { step } = nodeOf(run.program, track.at);
  if (step.action !== 'wait' || step.wait.type !== 'event') return false;
  // A late event (its `at` before the look-back) is none of this wait's; one at the very instant of the effect isn't after it.
  if (event.at <= track.effectAt || !fits(run, step.wait.event, event, track)) return false;
  endWaitByEvent(run, track, event, at);
  return true;
}

function endWaitByEvent(run: Run, track: TrackState, event: FactEvent, at: Instant): void {
  const node = nodeOf(run.program, track.at ?? '');
  track.instant = Math.max(track.instant, at, event.at);
  track.used = [...track.used, event.id];
  track.lastEvent = event.id;
  track.wait = null;
  note(run, track, node, 'done', event.type);
  beginPass(run, node.step.id, { decision: 'done', reason: event.type });
  track.at = node.branches['then'] ?? null;
}

/** The instant of a wait has come: a timed wait goes on with `then`, one for an event with `else`. */
export function endWaitByTime(run: Run, track: TrackState, at: Instant, reason = 'due'): void {
  const node = nodeOf(run.program, track.at ?? '');
  const branch = track.wait?.type === 'event' ? 'else' : 'then';
  // A date that was past already when the wait began ends it now, not then.
  track.instant = Math.max(track.instant, at);
  track.wait = null;
  note(run, track, node, 'done', reason);
  beginPass(run, node.step.id, { decision: 'done', reason });
  track.at = node.branches[branch] ?? null;
}

/**
 * The journey itself has changed a record at `at`. That comes back to it as no event, so the waits that depend on records
 * are told here; `reason` is the type of the event that others hear.
 */
export function ownChange(run: Run, reason: string, at: Instant): void {
  for (const track of run.tracks()) {
    recomputeDatedWait(run, track, at);
    endIfTrue(run, track, reason, at, null);
  }
}

/** Whether an event tells of what a track's wait takes its instant from. */
export function mayMoveDate(run: Run, track: TrackState, event: FactEvent): boolean {
  if (track.at === null) return false;
  const { step } = nodeOf(run.program, track.at);
  const until = step.action === 'wait' ? untilOf(step.wait) : undefined;
  if (until === undefined) return false;
  const wanted = dateInterests(run.program, until);
  return offersTo(event).some((offer) => wanted.includes(offer));
}

/**
 * A changed field re-aims the wait that depends on it: the date, or the zone in which a time of day, date or festival is
 * read. One whose date is gone ends as one that has no value. Durations stand as they began.
 */
export function recomputeDatedWait(run: Run, track: TrackState, at: Instant, changedAt = at): void {
  const { wait } = track;
  if ((wait?.type !== 'timer' && wait?.type !== 'event') || wait.fixed === true || track.at === null) return;
  const node = nodeOf(run.program, track.at);
  const until = node.step.action === 'wait' ? untilOf(node.step.wait) : undefined;
  if (node.step.action !== 'wait' || until === undefined || until.type === 'duration') return;
  // An occurrence at this very instant is still to come: its timer fires after the events of the instant. After an outage
  // the change lies before now, and what was to come after it is not to be jumped over.
  const time = dueTime(run, until, Math.max(track.instant, Math.min(at, changedAt) - 1), run.place);
  if (time === 'missing') {
    track.instant = Math.max(track.instant, at);
    endWithoutDate(run, track, node, node.step);
  } else if (time.due !== wait.due && (wait.due === null || Math.max(time.due, wait.due) > at)) {
    track.wait = { ...wait, ...time, due: notBefore(time.due, at) };
    const line = { at, track: track.id, step: node.step.id ?? null, action: 'wait', decision: 'wait' as const };
    run.write({ ...line, reason: 'changed', until: time.due });
  }
}
