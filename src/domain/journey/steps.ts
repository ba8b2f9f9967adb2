import { addDuration } from '../calendar/add-duration.js';
import { spreadInto, type WindowPlace, windowState } from '../calendar/window.js';
import { isValidZone } from '../calendar/zone.js';
import type { Step, UpdateValue } from '../definition/definition.js';
import { formatInstant, type Instant } from '../instant.js';
import { assertNever } from '../result.js';
import { stableFraction } from '../stable-hash.js';
import type { FieldValue } from './facts.js';
import { lookupIn, withUpdate } from './lookup.js';
import { effect, note, remember } from './notes.js';
import { windowFor } from './place.js';
import { type Node, nodeOf } from './program.js';
import { runRepeat } from './repeat.js';
import type { Run } from './run.js';
import type { TaskTimer, TrackState } from './state.js';
import { end, moveTo } from './transitions.js';
import { beginWait } from './waits.js';

type StepOf<A extends Step['action']> = Extract<Step, { action: A }>;

/** Runs the step a track stands at: the track then stands at the next, waits, or the journey has gone elsewhere. */
export function runStep(run: Run, track: TrackState): void {
  const node = nodeOf(run.program, track.at ?? '');
  const { step } = node;
  if (!returningRepeat(run, node) && !run.holds(step.if, run.eventOf(track))) {
    note(run, track, node, 'skip', 'condition');
    remember(run, node.step.id, { decision: 'skip', reason: 'condition' });
    track.at = node.next;
    return;
  }
  switch (step.action) {
    case 'email':
      return reachMessage(run, track, node);
    case 'task':
      return reachTask(run, track, node, step);
    case 'wait':
      return beginWait(run, track, node, step);
    case 'choose':
      return choose(run, track, node, step);
    case 'split':
      return split(run, track, node, step);
    case 'repeat':
      return runRepeat(run, track, node, step);
    case 'update':
      return update(run, track, node, step);
    case 'score':
      return score(run, track, node, step);
    case 'assign':
      return assign(run, track, node, step);
    case 'moveTo':
      note(run, track, node, 'done');
      return moveTo(run, step.moveTo, track.instant, null);
    case 'goTo':
      note(run, track, node, 'done');
      return goTo(run, track, step.goTo);
    case 'end':
      return end(run, step.end, track.instant, { action: 'end', track: track.id, step: step.id ?? null });
    case 'sms':
    case 'notify':
    case 'create':
    case 'webhook':
    case 'start':
    case 'stop':
      throw new Error(`step ${node.key} (${step.action}) reached the planner; expected publish to have refused it`);
    default:
      return assertNever(step);
  }
}

const returningRepeat = (run: Run, node: Node): boolean =>
  node.step.action === 'repeat' && run.state.repeats[node.key] !== undefined;

function reachMessage(run: Run, track: TrackState, node: Node): void {
  remember(run, node.step.id, {});
  const occurrence = run.state.steps[node.key]?.n ?? 1;
  track.wait = { type: 'message', due: null, occurrence, reachedAt: track.instant };
}

function choose(run: Run, track: TrackState, node: Node, step: StepOf<'choose'>): void {
  const event = run.eventOf(track);
  const taken = step.choose.findIndex((branch) => run.holds(branch.if, event));
  note(run, track, node, taken < 0 ? 'skip' : 'done');
  remember(run, step.id, { decision: taken < 0 ? 'skip' : 'done' });
  track.at = taken < 0 ? node.next : (node.branches[String(taken)] ?? null);
}

function split(run: Run, track: TrackState, node: Node, step: StepOf<'split'>): void {
  const total = Object.values(step.arms).reduce((sum, weight) => sum + weight, 0);
  let rest = stableFraction(`${run.subjectId}/${run.definition.id}/${node.key}`) * total;
  const arm =
    Object.entries(step.arms).find(([, weight]) => (rest -= weight) < 0)?.[0] ?? Object.keys(step.arms)[0] ?? '';
  note(run, track, node, 'done', arm);
  remember(run, step.id, { decision: 'done', arm });
  track.at = arm in node.branches ? (node.branches[arm] ?? null) : node.next;
}

function update(run: Run, track: TrackState, node: Node, step: StepOf<'update'>): void {
  const lookup = lookupIn(run.program, run.state, run.facts, run.eventOf(track));
  const sets = new Map<'contact' | 'account' | 'deal', { [field: string]: FieldValue }>();
  for (const [path, value] of Object.entries(step.update)) {
    const [object, field] = splitPath(path);
    const set = sets.get(object) ?? {};
    sets.set(object, set);
    set[field] = updated(value, lookup(path), lookup, track.instant);
  }
  let missing = false;
  for (const [object, set] of sets) {
    if (object !== 'contact' && run.facts[object] === null) {
      missing = true;
      continue;
    }
    run.commands.push({ type: 'update', object, set });
    run.facts = withUpdate(run.facts, object, set);
  }
  note(run, track, node, missing && sets.size === 1 ? 'skip' : 'done', missing ? 'no-record' : null);
  remember(run, step.id, { decision: 'done' });
  track.at = node.next;
}

function splitPath(path: string): ['contact' | 'account' | 'deal', string] {
  const [object, ...field] = path.split('.');
  if (object !== 'contact' && object !== 'account' && object !== 'deal')
    throw new Error(`update of ${path}; expected lint to have refused it`);
  return [object, field.join('.')];
}

function updated(value: UpdateValue, before: unknown, lookup: (path: string) => unknown, at: Instant): FieldValue {
  const list = Array.isArray(before) ? before.filter((item): item is string => typeof item === 'string') : [];
  switch (value.op) {
    case 'set':
      return value.value;
    case 'add':
      return (typeof before === 'number' ? before : 0) + value.n;
    case 'addTo':
      return list.includes(value.value) ? list : [...list, value.value];
    case 'removeFrom':
      return list.filter((item) => item !== value.value);
    case 'from':
      return (lookup(value.path) ?? null) as FieldValue;
    case 'now':
      return formatInstant(at);
    case 'clear':
      return null;
    default:
      return assertNever(value);
  }
}

function score(run: Run, track: TrackState, node: Node, step: StepOf<'score'>): void {
  const before = run.facts.contact['score'];
  const set = { score: (typeof before === 'number' ? before : 0) + step.score.add };
  run.commands.push({ type: 'update', object: 'contact', set });
  run.facts = withUpdate(run.facts, 'contact', set);
  note(run, track, node, 'done', step.score.reason);
  track.at = node.next;
}

function assign(run: Run, track: TrackState, node: Node, step: StepOf<'assign'>): void {
  const members = run.facts.teams[step.assign.team] ?? [];
  const kept = step.assign.keepExisting && run.facts.owner !== null;
  const order =
    step.assign.by === 'leastLoaded'
      ? [...members].sort((a, b) => a.open - b.open || a.last - b.last)
      : [...members].sort((a, b) => a.last - b.last);
  const chosen = order[0];
  if (kept || chosen === undefined) {
    note(run, track, node, 'skip', kept ? 'has-owner' : 'nobody-available');
  } else {
    run.commands.push({ type: 'assign', teamId: step.assign.team, userId: chosen.userId });
    run.facts = { ...run.facts, owner: chosen.fields };
    note(run, track, node, 'done', null);
  }
  track.at = node.next;
}

function goTo(run: Run, track: TrackState, target: string): void {
  const { inside } = nodeOf(run.program, target);
  const left = nodeOf(run.program, track.at ?? '').inside.filter((key) => !inside.includes(key));
  for (const key of left) delete run.state.repeats[key];
  track.at = target;
}

function reachTask(run: Run, track: TrackState, node: Node, step: StepOf<'task'>): void {
  const window = windowFor(run.definition, step.task.window);
  const place = taskPlace(run, step.task.assign);
  const state = window === undefined ? { open: true as const } : windowState(track.instant, window, place);
  if (!state.open && window !== undefined) {
    const due = spreadInto(state.opensAt, window, stableFraction(`${run.subjectId}/${node.key}`), place);
    track.wait = { type: 'desk', due };
    return;
  }
  putOnDesk(run, track, node, step);
}

/** Tasks appear, fall due and escalate by the assignee's zone if set, else the journey's. */
function taskPlace(run: Run, assign: string): WindowPlace {
  const zone = assign === 'owner' ? run.facts.owner?.['timezone'] : undefined;
  return typeof zone === 'string' && isValidZone(zone) ? { ...run.place, zone } : run.place;
}

/** Creates the task and waits for its outcome. */
export function putOnDesk(run: Run, track: TrackState, node: Node, step: StepOf<'task'>): void {
  const { task, onOverdue } = step;
  const place = taskPlace(run, task.assign);
  const due = addDuration(track.instant, task.due, place);
  const before = (instant: Instant, duration: { n: number; unit: TaskTimerUnit }): Instant =>
    addDuration(instant, { n: -duration.n, unit: duration.unit }, place);
  const timers: TaskTimer[] = [
    ...task.remind.map((duration) => ({ at: before(due, duration), what: 'remind' as const })),
    ...(task.escalate === undefined
      ? []
      : [{ at: addDuration(due, task.escalate.after, place), what: 'escalate' as const }]),
    ...(onOverdue === undefined ? [] : [{ at: addDuration(due, onOverdue.after, place), what: 'overdue' as const }]),
  ];
  const stepId = node.key;
  remember(run, stepId, {});
  const occurrence = run.state.steps[stepId]?.n ?? 1;
  run.commands.push({
    type: 'createTask',
    stepId,
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
  track.wait = {
    type: 'task',
    occurrence,
    dueAt: due,
    timers: timers.filter((timer) => timer.at > track.instant).sort((a, b) => a.at - b.at),
  };
}

type TaskTimerUnit = Parameters<typeof addDuration>[1]['unit'];
