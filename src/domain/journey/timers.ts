import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import { lookAgain } from './condition-waits.js';
import { judgeDoubt } from './doubts.js';
import { messageDue } from './message-steps.js';
import { isLeftOut } from './missed.js';
import { nodeOf, stageOf } from './program.js';
import { repeatDue } from './repeat.js';
import type { Run } from './run.js';
import type { SlaState, TrackState } from './state.js';
import { fireTaskTimer, reachTask } from './tasks.js';
import { slaTaskId } from './transitions.js';
import { endWaitByTime } from './waits.js';

/** Something of a journey that falls due. */
export interface Timer {
  readonly due: Instant;
  /** Firing it is an effect on the world. */
  readonly effect: boolean;
  fire(): void;
}

/** Every timer of a journey, in the order of tracks; SLAs are the journey's own and come first. */
export function timersOf(run: Run): Timer[] {
  const slas = run.state.slas
    .filter((sla) => !sla.broken)
    .map((sla) => ({ due: sla.due, effect: false, fire: () => breakSla(run, sla) }));
  return [...slas, ...run.tracks().flatMap((track) => trackTimers(run, track))];
}

function trackTimers(run: Run, track: TrackState): Timer[] {
  const { wait } = track;
  if (wait === null) return [];
  if (wait.type === 'uncertain') {
    const { lookAt } = wait;
    return lookAt === undefined
      ? []
      : [{ due: lookAt, effect: false, fire: () => judgeDoubt(run, track, wait, run.logical(lookAt)) }];
  }
  if (wait.type === 'task') {
    const timer = wait.timers[0];
    return timer === undefined ? [] : [{ due: timer.at, effect: false, fire: () => fireTaskTimer(run, track) }];
  }
  const { due } = wait;
  const timers = due === null ? [] : [{ due, effect: wait.type === 'desk', fire: () => fire(run, track, due) }];
  const look = wait.type === 'event' ? wait.look : null;
  return look == null
    ? timers
    : [{ due: look, effect: false, fire: () => lookAgain(run, track, run.logical(look)) }, ...timers];
}

function fire(run: Run, track: TrackState, due: Instant): void {
  const { wait } = track;
  if (wait === null || track.at === null) return;
  const node = nodeOf(run.program, track.at);
  const at = run.logical(due);
  if (run.state.skipBefore !== undefined && due < run.state.skipBefore) track.missed = true;
  switch (wait.type) {
    case 'timer':
    case 'event':
      return endWaitByTime(run, track, at);
    case 'repeat':
      return repeatDue(track, at);
    case 'desk':
      track.instant = Math.max(track.instant, at);
      track.wait = null;
      // Asks the window again: after a pause or an outage it may be closed.
      if (node.step.action === 'task' && !isLeftOut(run, track, node)) reachTask(run, track, node, node.step);
      return;
    case 'message':
      if (isLeftOut(run, track, node)) return;
      return messageDue(run, track, node, wait, at);
    case 'task':
    case 'uncertain':
      throw new Error(`a ${wait.type} wait has no due instant`);
    default:
      return assertNever(wait);
  }
}

/** A stage was not left in time: whom the SLA names gets a notice and a todo task. */
function breakSla(run: Run, sla: SlaState): void {
  const { stage } = stageOf(run.program, run.state.stage);
  const rule = stage.sla[sla.index];
  sla.broken = true;
  if (rule === undefined) return;
  const at = run.logical(sla.due);
  const stepId = slaTaskId(stage.id, sla.index);
  const occurrence = (run.state.steps[stepId]?.n ?? 0) + 1;
  run.state.steps[stepId] = { n: occurrence };
  run.commands.push({
    type: 'createTask',
    stepId,
    occurrence,
    kind: 'todo',
    title: {
      en: `Overdue in stage "${stage.id}": {{contact.name}}`,
      'zh-CN': `“${stage.id}”阶段超时：{{contact.name}}`,
    },
    assign: rule.escalateTo,
    due: at,
    outcomes: ['done'],
    form: [],
    origin: 'sla',
    at,
  });
  // After the task, which it names.
  run.commands.push({ type: 'notice', to: rule.escalateTo, kind: 'sla-broken', stepId, at });
  run.write({ at, track: null, step: null, action: 'sla', decision: 'done', reason: 'overdue' });
}
