import type { Step, UpdateValue } from '../definition/definition.js';
import { formatInstant, type Instant } from '../instant.js';
import { assertNever } from '../result.js';
import { stableFraction } from '../stable-hash.js';
import type { FieldValue } from './facts.js';
import { lookupIn, withUpdate } from './lookup.js';
import { beginPass, note, passed } from './notes.js';
import { type Node, nodeOf } from './program.js';
import { runRepeat } from './repeat.js';
import type { Run } from './run.js';
import { spreadAfterPause } from './spread.js';
import type { TrackState } from './state.js';
import { reachTask } from './tasks.js';
import { end, moveTo } from './transitions.js';
import { beginWait, recomputeDatedWait } from './waits.js';

type StepOf<A extends Step['action']> = Extract<Step, { action: A }>;

/** Runs the step a track stands at: the track then stands at the next, waits, or the journey has gone elsewhere. */
export function runStep(run: Run, track: TrackState): void {
  const node = nodeOf(run.program, track.at ?? '');
  const { step } = node;
  if (!returningRepeat(run, node) && !run.holds(step.if, run.eventOf(track))) {
    passed(run, track, node, 'skip', 'condition');
    track.at = node.next;
    return;
  }
  switch (step.action) {
    case 'email':
      return reachMessage(run, track, node, step);
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
      passed(run, track, node, 'done');
      // A track of `throughout` outlives the move.
      track.at = node.next;
      return moveTo(run, step.moveTo, track.instant, null);
    case 'goTo':
      passed(run, track, node, 'done');
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

function reachMessage(run: Run, track: TrackState, node: Node, step: StepOf<'email'>): void {
  beginPass(run, node.key);
  const occurrence = run.state.steps[node.key]?.n ?? 1;
  const due = spreadAfterPause(run, node.key, step.email.window);
  if (due !== null) note(run, track, node, 'defer', 'paused', due);
  track.wait = { type: 'message', due, occurrence, reachedAt: track.instant };
}

function choose(run: Run, track: TrackState, node: Node, step: StepOf<'choose'>): void {
  const event = run.eventOf(track);
  const taken = step.choose.findIndex((branch) => run.holds(branch.if, event));
  passed(run, track, node, taken < 0 ? 'skip' : 'done');
  track.at = taken < 0 ? node.next : (node.branches[String(taken)] ?? null);
}

function split(run: Run, track: TrackState, node: Node, step: StepOf<'split'>): void {
  const arms = Object.entries(step.arms).filter(([, weight]) => weight > 0);
  const total = arms.reduce((sum, [, weight]) => sum + weight, 0);
  const point = stableFraction(`${run.subjectId}/${run.definition.id}/${node.key}`) * total;
  let upTo = 0;
  const taken = arms.find(([, weight]) => {
    upTo += weight;
    return point < upTo;
  });
  // The last arm takes what rounding leaves.
  const [arm] = taken ?? arms.at(-1) ?? [''];
  note(run, track, node, 'done', arm);
  beginPass(run, node.step.id, { decision: 'done', arm });
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
    change(run, track, object, set);
  }
  passed(run, track, node, missing && sets.size === 1 ? 'skip' : 'done', missing ? 'no-record' : null);
  track.at = node.next;
}

/** The journey's own change of a record comes back as no event, so what depends on the record is told here. */
function change(
  run: Run,
  track: TrackState,
  object: 'contact' | 'account' | 'deal',
  set: { readonly [field: string]: FieldValue },
): void {
  run.commands.push({ type: 'update', object, set });
  run.facts = withUpdate(run.facts, object, set);
  for (const other of run.tracks()) recomputeDatedWait(run, other, track.instant);
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
  change(run, track, 'contact', set);
  passed(run, track, node, 'done', step.score.reason);
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
    passed(run, track, node, 'skip', kept ? 'has-owner' : 'nobody-available');
  } else {
    run.commands.push({ type: 'assign', teamId: step.assign.team, userId: chosen.userId });
    run.facts = { ...run.facts, owner: chosen.fields };
    passed(run, track, node, 'done');
  }
  track.at = node.next;
}

function goTo(run: Run, track: TrackState, target: string): void {
  const { inside } = nodeOf(run.program, target);
  const left = nodeOf(run.program, track.at ?? '').inside.filter((key) => !inside.includes(key));
  for (const key of left) delete run.state.repeats[key];
  track.at = target;
}
