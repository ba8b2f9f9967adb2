import type { Exit } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import type { FactEvent } from './facts.js';
import { settleUncertain } from './message-outcome.js';
import { remember } from './notes.js';
import { nodeOf, stageOf } from './program.js';
import type { Run } from './run.js';
import type { StepState, TrackState } from './state.js';
import { end, moveTo } from './transitions.js';
import { offerEvent, recomputeDatedWaits } from './waits.js';

const FLAGS: { readonly [type: string]: keyof StepState & ('replied' | 'bounced' | 'opened' | 'clicked') } = {
  'email.replied': 'replied',
  'email.bounced': 'bounced',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
};

/** One event reaches the journey: goal before exit before move, then the waits of the tracks in their order. */
export function hear(run: Run, event: FactEvent): void {
  const at = run.logical(event.at);
  flagStep(run, event);
  if (event.type.endsWith('.changed')) recomputeDatedWaits(run, at);
  reachGoals(run, event, at);
  if (run.ended) return;
  const exit = run.definition.exit.find(
    (candidate) => candidate.on.includes(event.type) && run.holds(candidate.if, event),
  );
  if (exit !== undefined) return leave(run, exit, at);
  const stage = stageOf(run.program, run.state.stage).stage;
  const move = [...stage.moves, ...run.definition.moves].find(
    (candidate) => candidate.on.includes(event.type) && run.holds(candidate.if, event),
  );
  // A move to the stage one is in changes nothing; it must not throw away its tracks.
  if (move !== undefined && move.to !== run.state.stage) moveTo(run, move.to, at, event.type);
  for (const track of run.tracks()) {
    if (event.type === 'task.completed') completeTask(run, track, event, at);
    else if (!offerEvent(run, track, event, at)) settleIfAnswered(run, track, event, at);
    if (run.ended) return;
  }
}

function flagStep(run: Run, event: FactEvent): void {
  const flag = FLAGS[event.type];
  const stepId = event.fields['step'];
  const step = typeof stepId === 'string' ? run.state.steps[stepId] : undefined;
  if (flag !== undefined && step !== undefined) step[flag] = true;
}

function reachGoals(run: Run, event: FactEvent, at: Instant): void {
  for (const [index, goal] of run.definition.goal.entries()) {
    if (run.ended || String(index) in run.state.goals || !goal.on.includes(event.type) || !run.holds(goal.if, event))
      continue;
    run.state.goals[String(index)] = at;
    run.write({ at, track: null, step: null, action: 'goal', decision: 'done', reason: event.type });
    if (!goal.stay) end(run, 'goal', at, { action: 'end', track: null, step: null });
  }
}

export function leave(run: Run, exit: Exit, at: Instant): void {
  end(run, exit.as, at, { action: 'exit', track: null, step: null });
}

/** Exits without an event: asked whenever the journey moves, and before every effect. */
export function standingExit(run: Run): Exit | undefined {
  return run.definition.exit.find((exit) => exit.on.length === 0 && run.holds(exit.if, run.eventOf(null)));
}

function completeTask(run: Run, track: TrackState, event: FactEvent, at: Instant): void {
  if (track.wait?.type !== 'task' || track.at === null || event.fields['step'] !== track.at) return;
  const pass = event.fields['occurrence'];
  if (typeof pass === 'number' && pass !== track.wait.occurrence) return;
  const node = nodeOf(run.program, track.at);
  const outcome = String(event.fields['outcome']);
  track.instant = Math.max(track.instant, at);
  track.lastEvent = event.id;
  track.wait = null;
  track.aside = null;
  run.write({
    at: track.instant,
    track: track.id,
    step: node.step.id ?? null,
    action: 'task',
    decision: 'done',
    reason: outcome,
  });
  remember(run, node.key, { decision: 'done', outcome }, false);
  track.at = `outcome:${outcome}` in node.branches ? (node.branches[`outcome:${outcome}`] ?? null) : node.next;
}

function settleIfAnswered(run: Run, track: TrackState, event: FactEvent, at: Instant): void {
  if (
    track.wait?.type !== 'uncertain' ||
    !(event.type in FLAGS) ||
    event.type === 'email.bounced' ||
    event.fields['step'] !== track.at
  )
    return;
  track.instant = Math.max(track.instant, at);
  settleUncertain(run, track, event.type);
}
