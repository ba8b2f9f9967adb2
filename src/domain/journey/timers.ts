import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import { nodeOf, stageOf } from './program.js';
import { repeatDue } from './repeat.js';
import type { Run } from './run.js';
import type { SlaState, TrackState } from './state.js';
import { putOnDesk } from './steps.js';
import { slaTaskId } from './transitions.js';
import { endWaitByTime } from './waits.js';

/** Something of a journey that falls due. */
export interface Timer {
  readonly due: Instant;
  fire(run: Run): void;
}

/** Every timer of a journey, in the order of tracks; SLAs are the journey's own and come first. */
export function timersOf(run: Run): Timer[] {
  const slas = run.state.slas
    .filter((sla) => !sla.broken)
    .map((sla) => ({ due: sla.due, fire: () => breakSla(run, sla) }));
  return [...slas, ...run.tracks().flatMap((track) => trackTimers(track))];
}

function trackTimers(track: TrackState): Timer[] {
  const { wait } = track;
  if (wait === null || wait.type === 'uncertain') return [];
  if (wait.type === 'task') {
    const timer = wait.timers[0];
    return timer === undefined ? [] : [{ due: timer.at, fire: (run) => taskTimer(run, track) }];
  }
  const { due } = wait;
  return due === null ? [] : [{ due, fire: (run) => fire(run, track, due) }];
}

function fire(run: Run, track: TrackState, due: Instant): void {
  const { wait } = track;
  if (wait === null || track.at === null) return;
  const node = nodeOf(run.program, track.at);
  const at = run.logical(due);
  switch (wait.type) {
    case 'timer':
    case 'event':
      return endWaitByTime(run, track, at);
    case 'repeat':
      return repeatDue(run, track, node, at);
    case 'desk':
      track.instant = at;
      track.wait = null;
      if (node.step.action === 'task') putOnDesk(run, track, node, node.step);
      return;
    case 'message':
      track.instant = at;
      track.wait = { ...wait, due: null };
      return;
    case 'task':
    case 'uncertain':
      throw new Error(`a ${wait.type} wait has no due instant`);
    default:
      return assertNever(wait);
  }
}

function taskTimer(run: Run, track: TrackState): void {
  const { wait } = track;
  const node = nodeOf(run.program, track.at ?? '');
  if (wait?.type !== 'task' || node.step.action !== 'task') return;
  const [timer, ...timers] = wait.timers;
  if (timer === undefined) return;
  track.wait = { ...wait, timers };
  const at = run.logical(timer.at);
  switch (timer.what) {
    case 'remind':
      run.commands.push({ type: 'notice', to: node.step.task.assign, kind: 'task-reminder', stepId: node.key, at });
      return;
    case 'escalate':
      run.commands.push({
        type: 'notice',
        to: node.step.task.escalate?.to ?? 'manager',
        kind: 'task-overdue',
        stepId: node.key,
        at,
      });
      run.write({
        at,
        track: track.id,
        step: node.step.id ?? null,
        action: 'task',
        decision: 'done',
        reason: 'escalated',
      });
      return;
    case 'overdue':
      run.write({
        at,
        track: track.id,
        step: node.step.id ?? null,
        action: 'task',
        decision: 'done',
        reason: 'overdue',
      });
      track.aside = {
        id: track.id,
        scope: track.scope,
        at: node.branches['overdue'] ?? null,
        instant: at,
        effectAt: track.effectAt,
        used: [...track.used],
        lastEvent: track.lastEvent,
        wait: null,
        aside: null,
      };
      return;
    default:
      return assertNever(timer.what);
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
  run.commands.push({ type: 'notice', to: rule.escalateTo, kind: 'sla-broken', stepId, at });
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
  run.write({ at, track: null, step: null, action: 'sla', decision: 'done', reason: 'overdue' });
}
