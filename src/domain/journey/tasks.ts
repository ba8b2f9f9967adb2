import { addDuration } from '../calendar/add-duration.js';
import type { Duration } from '../calendar/duration.js';
import { spreadInto, type WindowPlace, windowState } from '../calendar/window.js';
import { isValidZone } from '../calendar/zone.js';
import type { Step } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import type { FactEvent } from './facts.js';
import { addToPass, beginPass, effect, note } from './notes.js';
import { windowFor } from './place.js';
import { type Node, nodeOf } from './program.js';
import { dropPutOff } from './put-off.js';
import type { Run } from './run.js';
import { fractionOf, spreadHeldBack } from './spread.js';
import { openTask, type TaskTimer, type TrackState, withAsides } from './state.js';

/* Human work: it appears on a desk, reminds, escalates, is overdue, and ends with an outcome. */

type TaskNode = Extract<Step, { action: 'task' }>;

/** A track stands at a task: it appears now, or where its window is closed, at the opening. */
export function reachTask(run: Run, track: TrackState, node: Node, step: TaskNode): void {
  const window = windowFor(run.definition, step.task.window);
  const place = taskPlace(run, step.task.assign);
  const state = window === undefined ? { open: true as const } : windowState(track.instant, window, place);
  if (!state.open && window !== undefined) {
    track.wait = { type: 'desk', due: spreadInto(state.opensAt, window, fractionOf(run, node.key), place) };
    return;
  }
  const later = spreadHeldBack(run, node.key, step.task.window);
  if (later === null) putOnDesk(run, track, node, step, place);
  else track.wait = { type: 'desk', due: later };
}

/** Tasks appear, fall due and escalate by the assignee's calendar and zone if set, else the journey's. */
export function taskPlace(run: Run, assign: string): WindowPlace {
  const { place, facts, deployment } = run;
  const own = assign === 'owner' ? facts.owner : null;
  const desk = facts.desks?.[assign] ?? { timezone: own?.['timezone'], calendar: own?.['calendar'] };
  const zone = typeof desk.timezone === 'string' && isValidZone(desk.timezone) ? desk.timezone : place.zone;
  const calendar = typeof desk.calendar === 'string' ? deployment.calendars.get(desk.calendar) : undefined;
  return calendar === undefined ? { ...place, zone } : { zone, calendar, calendarNamed: true };
}

/** Creates the task and waits for its outcome. */
function putOnDesk(run: Run, track: TrackState, node: Node, step: TaskNode, place: WindowPlace): void {
  const { task } = step;
  const due = addDuration(track.instant, task.due, place);
  beginPass(run, node.key);
  const occurrence = run.state.steps[node.key]?.n ?? 1;
  run.commands.push({
    type: 'createTask',
    stepId: node.key,
    occurrence,
    kind: task.kind,
    title: task.title,
    assign: task.assign,
    due,
    outcomes: task.outcomes,
    form: task.form,
    origin: 'journey',
    at: track.instant,
  });
  note(run, track, node, 'done');
  effect(track);
  track.wait = { type: 'task', occurrence, dueAt: due, timers: timersOfTask(step, track.instant, due, place) };
}

/** What is to come of a task, in order. A reminder that would lie before the task is none. */
export function timersOfTask(
  { task, onOverdue }: TaskNode,
  appeared: Instant,
  due: Instant,
  place: WindowPlace,
): readonly TaskTimer[] {
  const before = ({ n, unit }: Duration): Instant => addDuration(due, { n: -n, unit }, place);
  const after = (duration: Duration): Instant => addDuration(due, duration, place);
  const timers: TaskTimer[] = task.remind
    .map((duration) => ({ at: before(duration), what: 'remind' as const }))
    .filter((timer) => timer.at > appeared);
  if (task.escalate !== undefined) timers.push({ at: after(task.escalate.after), what: 'escalate' });
  if (onOverdue !== undefined) timers.push({ at: after(onOverdue.after), what: 'overdue' });
  return timers.sort((a, b) => a.at - b.at);
}

/** The next of a task's timers has come. */
export function fireTaskTimer(run: Run, track: TrackState): void {
  const { wait } = track;
  const node = nodeOf(run.program, track.at ?? '');
  if (wait?.type !== 'task' || node.step.action !== 'task') return;
  const [timer, ...timers] = wait.timers;
  if (timer === undefined) return;
  track.wait = { ...wait, timers };
  const { task } = node.step;
  const at = run.logical(timer.at);
  const line = { at, track: track.id, step: node.step.id ?? null, action: 'task', decision: 'done' as const };
  switch (timer.what) {
    case 'remind':
      run.commands.push({ type: 'notice', to: task.assign, kind: 'task-reminder', stepId: wait.step ?? node.key, at });
      return;
    case 'escalate':
      run.commands.push({
        type: 'notice',
        to: task.escalate?.to ?? 'manager',
        kind: 'task-overdue',
        stepId: wait.step ?? node.key,
        at,
      });
      return run.write({ ...line, reason: 'escalated' });
    case 'overdue':
      run.write({ ...line, reason: 'overdue' });
      track.aside = {
        ...track,
        at: node.branches['overdue'] ?? null,
        instant: at,
        used: [...track.used],
        wait: null,
        aside: null,
      };
      return;
    default:
      return assertNever(timer.what);
  }
}

/** Whether an event is the outcome of the task a track waits for, and if so goes on with it. Says whether it did. */
export function completeTask(run: Run, track: TrackState, event: FactEvent, at: Instant): boolean {
  if (event.type !== 'task.completed' || track.wait?.type !== 'task' || event.fields['step'] !== openTask(track)[0])
    return false;
  const pass = event.fields['occurrence'];
  if (typeof pass === 'number' && pass !== track.wait.occurrence) return false;
  const node = nodeOf(run.program, track.at ?? '');
  const outcome = outcomeOf(node, event.fields['outcome']);
  if (outcome === undefined) return false;
  endAside(run, track, at);
  track.instant = Math.max(track.instant, at);
  track.lastEvent = event.id;
  track.used = [...track.used, event.id];
  track.wait = null;
  note(run, track, node, 'done', outcome);
  addToPass(run, node.key, { decision: 'done', outcome });
  track.at = `outcome:${outcome}` in node.branches ? (node.branches[`outcome:${outcome}`] ?? null) : node.next;
  return true;
}

/** The task is nobody's any more: it is withdrawn, and the journey goes on after it. */
export function skipTask(run: Run, track: TrackState, reason: string): void {
  const node = nodeOf(run.program, track.at ?? '');
  endAside(run, track, track.instant);
  run.commands.push({ type: 'withdrawTasks', stepIds: openTask(track), reason, at: track.instant });
  note(run, track, node, 'skip', reason);
  addToPass(run, node.key, { decision: 'skip', reason });
  track.wait = null;
  track.at = node.next;
}

/** One of the outcomes that the task offers; anything else is not one, and must not get into the state (law 7). */
const outcomeOf = ({ step }: Node, value: unknown): string | undefined =>
  step.action === 'task' ? step.task.outcomes.find((outcome) => outcome === value) : undefined;

/** The outcome came: the steps of `onOverdue` end, with the tasks, messages and repeats among them. */
function endAside(run: Run, track: TrackState, at: Instant): void {
  if (track.aside === null) return;
  const asides = withAsides([track.aside]);
  const stepIds = asides.flatMap(openTask);
  if (stepIds.length > 0) run.commands.push({ type: 'withdrawTasks', stepIds, reason: 'outcome', at });
  dropPutOff(run, [track.aside], 'exited');
  const around = nodeOf(run.program, track.at ?? '').inside;
  for (const { at: key } of asides) {
    if (key === null) continue;
    for (const repeat of [key, ...nodeOf(run.program, key).inside])
      if (!around.includes(repeat)) delete run.state.repeats[repeat];
  }
  track.aside = null;
}
