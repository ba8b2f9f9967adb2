import { addDuration } from '../calendar/add-duration.js';
import type { Exit, Goal, Move } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { hearOfAbsence } from './away.js';
import { offerChange } from './condition-waits.js';
import type { FactEvent } from './facts.js';
import { showsArrival } from './interests.js';
import { settleUncertain } from './message-outcome.js';
import { stageOf } from './program.js';
import type { Run } from './run.js';
import { isInDoubt, type StepState, type TrackState } from './state.js';
import { completeTask } from './tasks.js';
import { end, moveTo, STOPPED } from './transitions.js';
import { mayMoveDate, offerEvent, recomputeDatedWait } from './waits.js';

/** Another journey's `stop` step has ended this one: an event for this journey alone. */
export const STOPPED_EVENT = 'journey.stopped';

const FLAGS: { readonly [type: string]: keyof StepState & ('replied' | 'bounced' | 'opened' | 'clicked') } = {
  'email.replied': 'replied',
  'email.bounced': 'bounced',
  'sms.replied': 'replied',
  'sms.bounced': 'bounced',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
};

/** One event reaches the journey: goal before exit before move, then the waits of the tracks in their order. */
export function hear(run: Run, event: FactEvent): void {
  const at = run.logical(event.at);
  if (event.ofAccount !== true) flagStep(run, event);
  if (endByEvent(run, event, at)) return;
  const standing = standingExit(run);
  if (standing !== undefined) return leave(run, standing, at);
  const move = moveBy(run, event);
  if (move !== undefined) moveTo(run, move.to, at, event.type);
  hearOfAbsence(run, event, at);
  for (const track of run.tracks()) {
    // The steps of an overdue task are gone when its outcome came.
    if (run.tracks().includes(track)) offer(run, track, event, at);
  }
}

function offer(run: Run, track: TrackState, event: FactEvent, at: Instant): void {
  // Not by any event: one that lay unheard, since it concerned nobody, would be told later than it was.
  if (mayMoveDate(run, track, event)) recomputeDatedWait(run, track, at, event.at);
  if (event.ofAccount === true) {
    // Steps are this contact's own: what came of another's says nothing of them.
    if (!offerEvent(run, track, event, at)) offerChange(run, track, event, at);
    return;
  }
  if (completeTask(run, track, event, at) || offerEvent(run, track, event, at)) return;
  if (offerChange(run, track, event, at)) return;
  settleIfAnswered(run, track, event, at);
}

/** Records the goals an event reaches and ends the journey if it is such a goal, or an exit. Says whether it did. */
export function endByEvent(run: Run, event: FactEvent, at: Instant): boolean {
  if (event.type === STOPPED_EVENT) {
    end(run, STOPPED, at, { action: 'exit', track: null, step: null });
    return true;
  }
  for (const [index, goal] of run.definition.goal.entries()) {
    if (!isReached(run, goal, index, event)) continue;
    run.state.goals[String(index)] = at;
    run.write({ at, track: null, step: null, action: 'goal', decision: 'done', reason: event.type });
    if (goal.stay) continue;
    end(run, 'goal', at, { action: 'end', track: null, step: null });
    return true;
  }
  const exit = exitBy(run, event);
  if (exit !== undefined) leave(run, exit, at);
  return exit !== undefined;
}

/** Whether an event, once heard, ends the journey or its stage: then no effect may come before it. */
export const isDecisive = (run: Run, event: FactEvent): boolean =>
  event.type === STOPPED_EVENT ||
  run.definition.goal.some((goal, index) => !goal.stay && isReached(run, goal, index, event)) ||
  exitBy(run, event) !== undefined ||
  moveBy(run, event) !== undefined;

const isReached = (run: Run, goal: Goal, index: number, event: FactEvent): boolean =>
  !(String(index) in run.state.goals) && isInGoalsTime(run, goal, event) && run.hears(goal, event);

/** Of a campaign's goal only what happens in its time counts. */
const isInGoalsTime = (run: Run, { within }: Goal, event: FactEvent): boolean =>
  within === undefined || event.at <= addDuration(run.state.startedAt, within, run.place);

const exitBy = (run: Run, event: FactEvent): Exit | undefined =>
  run.definition.exit.find((exit) => run.hears(exit, event));

/** The move that an event asks for. One to the stage one is in changes nothing; it must not throw away its tracks. */
function moveBy(run: Run, event: FactEvent): Move | undefined {
  const { stage } = stageOf(run.program, run.state.stage);
  const move = [...stage.moves, ...run.definition.moves].find((candidate) => run.hears(candidate, event));
  return move?.to === run.state.stage ? undefined : move;
}

/** Exits without an event: asked whenever the journey moves, and before every effect. */
export function standingExit(run: Run): Exit | undefined {
  return run.definition.exit.find((exit) => exit.on.length === 0 && run.holds(exit.if, run.eventOf(null)));
}

export function leave(run: Run, exit: Exit, at: Instant): void {
  end(run, exit.as, at, { action: 'exit', track: null, step: null });
}

function flagStep(run: Run, event: FactEvent): void {
  const flag = FLAGS[event.type];
  const stepId = event.fields['step'];
  const step = typeof stepId === 'string' ? run.state.steps[stepId] : undefined;
  if (flag !== undefined && step !== undefined) step[flag] = true;
}

function settleIfAnswered(run: Run, track: TrackState, event: FactEvent, at: Instant): void {
  if (track.wait === null || !isInDoubt(track.wait) || !showsArrival(event.type)) return;
  if (event.fields['step'] === track.at) settleUncertain(run, track, event.type, at);
}
