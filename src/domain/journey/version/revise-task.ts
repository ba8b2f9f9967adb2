import { addDuration } from '../../calendar/add-duration.js';
import type { Run } from '../run.js';
import { openTask, type TaskTimer, type TrackState, type Wait } from '../state.js';
import { taskPlace, timersOfTask } from '../tasks.js';
import { NEW_VERSION, type Reworded, same } from './reworded.js';

type TaskWait = Extract<Wait, { type: 'task' }>;

/**
 * A task on a desk under a new version of its step: it keeps its desk and what has been of it. What it says, what it asks
 * and when it is due are the new version's; what reminded or escalated already does so no second time.
 */
export function reviseTask(run: Run, track: TrackState, wait: TaskWait, { before, from, to }: Reworded): void {
  if (from.step.action !== 'task' || to.step.action !== 'task') return;
  const [was, is] = [from.step, to.step];
  const places = { was: taskPlace(before, was.task.assign), is: taskPlace(run, is.task.assign) };
  const timing = ({ task, onOverdue }: typeof was) => [task.due, task.remind, task.escalate, onOverdue?.after];
  const appeared = track.instant;
  const key = openTask(track)[0] ?? from.key;
  const named = key === to.key ? {} : { step: key };
  const { step: _step, ...plain } = wait;
  if (same(timing(was), timing(is))) track.wait = { ...plain, ...named };
  else {
    const dueAt = addDuration(appeared, is.task.due, places.is);
    const planned = timersOfTask(was, appeared, addDuration(appeared, was.task.due, places.was), places.was);
    const timers = unfired(timersOfTask(is, appeared, dueAt, places.is), planned, wait.timers);
    track.wait = { ...plain, ...named, dueAt, timers };
    const line = { at: run.now, track: track.id, step: is.id ?? null, action: 'task', decision: 'wait' } as const;
    if (dueAt !== wait.dueAt) run.write({ ...line, reason: NEW_VERSION, until: dueAt });
  }
  const { kind, title, outcomes, form } = is.task;
  const due = track.wait.type === 'task' ? track.wait.dueAt : wait.dueAt;
  if (
    same(
      [was.task.kind, was.task.title, was.task.outcomes, was.task.form, wait.dueAt],
      [kind, title, outcomes, form, due],
    )
  )
    return;
  const { occurrence } = wait;
  run.commands.push({ type: 'reviseTask', stepId: key, occurrence, kind, title, outcomes, form, due, at: run.now });
}

/** Of the new timers those that are still to come: of each kind as many are left out as have fired. */
function unfired(
  all: readonly TaskTimer[],
  planned: readonly TaskTimer[],
  left: readonly TaskTimer[],
): readonly TaskTimer[] {
  const count = (timers: readonly TaskTimer[], what: TaskTimer['what']) =>
    timers.filter((timer) => timer.what === what).length;
  const fired = { remind: 0, escalate: 0, overdue: 0 };
  for (const what of ['remind', 'escalate', 'overdue'] as const)
    fired[what] = Math.max(0, count(planned, what) - count(left, what));
  return all.filter(({ what }) => {
    if (fired[what] === 0) return true;
    fired[what] -= 1;
    return false;
  });
}
