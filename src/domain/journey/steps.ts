import { isTakenOut } from '../care/taken-out.js';
import type { Step } from '../definition/definition.js';
import { assertNever } from '../result.js';
import { stableFraction } from '../stable-hash.js';
import { assign } from './assign-step.js';
import { reachMessage } from './message-steps.js';
import { isLeftOut, wasHadBefore } from './missed.js';
import { beginPass, note, passed } from './notes.js';
import { callWebhook, notify, startOther, stopOther } from './outward-steps.js';
import { type Node, nodeOf } from './program.js';
import { createDeal, score, update } from './record-steps.js';
import { runRepeat } from './repeat.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';
import { reachTask } from './tasks.js';
import { end, moveTo } from './transitions.js';
import { beginWait } from './waits.js';

type StepOf<A extends Step['action']> = Extract<Step, { action: A }>;

/** Runs the step a track stands at: the track then stands at the next, waits, or the journey has gone elsewhere. */
export function runStep(run: Run, track: TrackState): void {
  const node = nodeOf(run.program, track.at ?? '');
  const { step } = node;
  if (wasHadBefore(run, track, node)) return;
  if (!returningRepeat(run, node) && !run.holds(step.if, run.eventOf(track))) {
    passed(run, track, node, 'skip', 'condition');
    track.at = node.next;
    return;
  }
  if (isLeftOut(run, track, node)) return;
  // A message's gate asks that last of all.
  if (step.action === 'task' && isTakenOut(run.facts.takenOut, node.key, track.instant)) {
    passed(run, track, node, 'skip', 'taken-out');
    track.wait = null;
    track.at = node.next;
    return;
  }
  switch (step.action) {
    case 'email':
      return reachMessage(run, track, node, step.email);
    case 'sms':
      return reachMessage(run, track, node, step.sms);
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
    case 'create':
      return createDeal(run, track, node, step);
    case 'notify':
      return notify(run, track, node, step);
    case 'webhook':
      return callWebhook(run, track, node, step);
    case 'start':
      return startOther(run, track, node, step);
    case 'stop':
      return stopOther(run, track, node, step);
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
    default:
      return assertNever(step);
  }
}

const returningRepeat = (run: Run, node: Node): boolean =>
  node.step.action === 'repeat' && run.state.repeats[node.key] !== undefined;

function choose(run: Run, track: TrackState, node: Node, step: StepOf<'choose'>): void {
  const event = run.eventOf(track);
  const taken = step.choose.findIndex((branch) => run.holds(branch.if, event));
  passed(run, track, node, taken < 0 ? 'skip' : 'done');
  track.at = taken < 0 ? node.next : (node.branches[String(taken)] ?? null);
}

/** The arm of a split that is the subject's: the same for ever. */
export function armOf(run: Run, node: Node, step: StepOf<'split'>): string {
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
  return arm;
}

function split(run: Run, track: TrackState, node: Node, step: StepOf<'split'>): void {
  const arm = armOf(run, node, step);
  note(run, track, node, 'done', arm);
  beginPass(run, node.step.id, { decision: 'done', arm });
  track.at = Object.hasOwn(node.branches, arm) ? (node.branches[arm] ?? null) : node.next;
}

function goTo(run: Run, track: TrackState, target: string): void {
  const { inside } = nodeOf(run.program, target);
  const left = nodeOf(run.program, track.at ?? '').inside.filter((key) => !inside.includes(key));
  for (const key of left) delete run.state.repeats[key];
  track.at = target;
}
