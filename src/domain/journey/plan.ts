import { isHeldOut } from '../campaign/hold-out.js';
import type { StepAction } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import type { Cause, Plan } from './commands.js';
import { settle, settleSteps } from './condition-waits.js';
import { copyState } from './copy-state.js';
import type { Facts } from './facts.js';
import { endByEvent, hear, leave, standingExit } from './hear.js';
import { applyMessageResult, intentOf } from './message-outcome.js';
import { isOvertaken } from './overtaken.js';
import { exit, pause, resume, retry, takeTurns } from './people.js';
import type { Deployment } from './place.js';
import { nodeOf, type Program, stageOf } from './program.js';
import { Run } from './run.js';
import { type JourneyState, STATE_VERSION, type TrackState, withAsides } from './state.js';
import { move, reachGoal, reschedule, sendNow, skip } from './steer.js';
import { runStep } from './steps.js';
import { type Timer, timersOf } from './timers.js';
import { ERASED, end, enterStage } from './transitions.js';
import type { Change } from './version/change.js';
import { changeVersion } from './version/change-version.js';

/*
 * The planner: what a journey does next. Knows no clock, database, mail or Temporal (law 1). Live engine and simulate
 * call the same function.
 *
 * P1 The same input gives the same plan, and the input is left as it was.
 * P2 At one instant: events first, then timers; tracks in the order main, alongside, throughout; goal before exit before move.
 * P3 At most one message leaves a plan, and nothing is planned after it before its outcome is known.
 * P4 Exits are asked before every effect, and of the events that nobody has heard yet those that end the journey or its
 *    stage are heard before it.
 * P5 An ended journey plans nothing.
 * P6 `due` is later than `now`, or null (unless a command was refused: then nothing has moved).
 */

/** A plan of more steps than this is a defect of the definition or the planner (law 13). */
export const MOST_STEPS = 1000;

export interface PlanInput {
  readonly program: Program;
  /** Null: the journey begins. */
  readonly state: JourneyState | null;
  readonly facts: Facts;
  readonly now: Instant;
  readonly cause: Cause;
  readonly deployment: Deployment;
  /** The subject's id: what stable hashes are taken of. */
  readonly subjectId: string;
  /** Of a change of version: what the journey leaves, or the code of why it can't (version/plan-change.ts). */
  readonly change?: Change | string;
}

/**
 * Decides everything up to the next wait or message. A defect on the way holds the journey and is named in the plan
 * (law 13); only a journey that can't even begin throws: then publish has let something through.
 */
export function plan(input: PlanInput): Plan {
  try {
    return decide(input);
  } catch (error) {
    if (input.state === null) throw error;
    return held(input, error instanceof Error ? error.message : 'unknown');
  }
}

function runOf(input: PlanInput): Run {
  return new Run(
    input.program,
    input.state === null ? emptyState(input) : copyState(input.state),
    input.facts,
    input.now,
    input.deployment,
    input.subjectId,
  );
}

function decide(input: PlanInput): Plan {
  const run = runOf(input);
  if (input.state === null) begin(run, input.cause);
  if (run.ended && input.state === null) return finish(run, null);
  if (run.ended)
    return finish(run, input.cause.type === 'wake' || input.cause.type === 'start' ? null : 'journey-ended');
  const refused = act(run, input);
  if (refused !== null) return finish(run, refused);
  if (run.facts.erased === true) endErased(run);
  if (run.ended) return finish(run, null);
  takeTurns(run);
  if (run.state.phase.type === 'active') advance(run);
  else if (run.state.phase.type === 'paused') endByNews(run);
  return finish(run, null);
}

/** Nobody is left whose journey it could be: also one that rests or is held ends. */
function endErased(run: Run): void {
  if (!run.ended) end(run, ERASED, run.now, { action: 'exit', track: null, step: null });
}

/** Nothing of the failed plan counts, but for a message that has left. */
function held(input: PlanInput, defect: string): Plan {
  const run = runOf(input);
  if (input.cause.type === 'message') applyMessageResult(run, input.cause.intent, input.cause.result);
  run.state.phase = { type: 'held', code: 'planner-defect' };
  return { ...finish(run, null), defect };
}

function emptyState({ now, cause, program }: PlanInput): JourneyState {
  return {
    v: STATE_VERSION,
    startedAt: now,
    startEvent: cause.type === 'start' ? cause.event : null,
    phase: { type: 'active' },
    stage: program.stages[0]?.id ?? '',
    stageSince: now,
    tracks: [],
    steps: {},
    repeats: {},
    slas: [],
    goals: {},
    seenUpTo: 0,
    seen: [],
  };
}

/** Enters the first stage, or the one that the start names or `enter.at` finds. */
function begin(run: Run, cause: Cause): void {
  const { definition, state, now } = run;
  const wanted = cause.type === 'start' ? cause.stage : null;
  const at = definition.enter.at.find((rule) => run.holds(rule.if, run.eventOf(null)));
  const stage = wanted ?? at?.stage ?? state.stage;
  forgetThePast(run);
  state.tracks = run.program.throughout.map((track) => run.startTrack(track, 'journey', now));
  enterStage(run, stage, now);
  run.write({ at: now, track: null, step: null, action: 'enter', decision: 'done' });
  const holdOut = definition.campaign?.holdOut ?? 0;
  if (holdOut > 0 && isHeldOut(definition.id, run.subjectId, holdOut))
    end(run, 'held-out', now, { action: 'end', track: null, step: null });
}

/** What happened before is not news; what happened since the entering event is, though the journey began only now. */
function forgetThePast({ state, facts, now }: Run): void {
  const entering = state.startEvent === null ? null : facts.events.find(({ id }) => id === state.startEvent);
  const past = facts.events.filter((event) =>
    entering ? event.seq <= entering.seq || event.at < entering.at : event.at <= now,
  );
  state.seenUpTo = entering?.seq ?? past.reduce((most, event) => Math.max(most, event.seq), 0);
  state.seen = past.filter((event) => event.seq > state.seenUpTo).map((event) => event.seq);
}

function act(run: Run, { cause, change }: PlanInput): string | null {
  switch (cause.type) {
    case 'start':
    case 'wake':
      return null;
    case 'message':
      applyMessageResult(run, cause.intent, cause.result);
      return null;
    case 'pause':
      return pause(run);
    case 'resume':
      return resume(run, cause.missed ?? 'spread');
    case 'exit':
      return exit(run, cause.outcome);
    case 'retry':
      return retry(run, cause.step ?? null);
    case 'skip':
      return skip(run, cause.step ?? null);
    case 'reschedule':
      return reschedule(run, cause.due, cause.step ?? null);
    case 'send-now':
      return sendNow(run, cause.step ?? null);
    case 'move':
      return move(run, cause.stage);
    case 'goal':
      return reachGoal(run);
    case 'change-version':
      return typeof change === 'object' ? changeVersion(run, change) : (change ?? 'not-settled');
    default:
      return assertNever(cause);
  }
}

/** Runs tracks, hears events and fires timers in their order until nothing is left at or before now, or a message is due. */
function advance(run: Run): void {
  while (isActive(run) && run.message === null) {
    if (standingExit(run) !== undefined) return endByNews(run);
    if (runOne(run)) settleSteps(run);
    else if (!complete(run) && !nextDue(run) && !settle(run)) return;
  }
}

const isActive = (run: Run): boolean => run.state.phase.type === 'active';

/** Lets the first track that can go on do so: one step, or one message to the gate. */
function runOne(run: Run): boolean {
  const track = run.tracks().find(isReady);
  if (track === undefined) return false;
  if (isBeforeEffect(run, track) && isOvertaken(run)) return nextDue(run);
  track.instant = Math.max(track.instant, run.latest);
  if (track.wait !== null) run.message = intentOf(run, track);
  else if (++run.steps > MOST_STEPS) run.state.phase = { type: 'held', code: 'too-many-steps' };
  else runStep(run, track);
  if (track.wait !== null) delete track.missed;
  return true;
}

const isReady = ({ at, wait }: TrackState): boolean =>
  at !== null && (wait === null || (wait.type === 'message' && wait.due === null));

const isBeforeEffect = (run: Run, { at, wait }: TrackState): boolean =>
  wait !== null || EFFECTS.has(nodeOf(run.program, at ?? '').step.action);

/** Steps that somebody outside of the journey notices, beside messages. */
const EFFECTS: ReadonlySet<StepAction> = new Set(['task', 'notify', 'webhook', 'create', 'start', 'stop']);

/** The earliest of the unheard events and due timers; at one instant the event comes first. */
function nextDue(run: Run): boolean {
  const event = run.unheard[0];
  const timer = earliest(timersOf(run), run.now);
  if (event !== undefined && (timer === undefined || event.at <= timer.due || (timer.effect && isOvertaken(run)))) {
    run.nextEvent();
    run.reached = run.logical(event.at);
    hear(run, event);
    return true;
  }
  if (timer === undefined) return false;
  run.reached = run.logical(timer.due);
  timer.fire();
  return true;
}

/** The first to fall due up to now; of one instant, the first in order. */
function earliest(timers: readonly Timer[], now: Instant): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) if (timer.due <= now && (first === undefined || timer.due < first.due)) first = timer;
  return first;
}

/** Once nothing is left unheard, one number stands for all that was. */
function foldSeen(run: Run): void {
  const { state } = run;
  if (state.seen.length === 0 || run.unheard.length > 0) return;
  const ahead = run.facts.events.filter((event) => !run.wasHeard(event)).map((event) => event.seq);
  const horizon = Math.min(...ahead, Number.POSITIVE_INFINITY);
  state.seenUpTo = Math.max(state.seenUpTo, ...state.seen.filter((seq) => seq < horizon));
  state.seen = state.seen.filter((seq) => seq > state.seenUpTo);
}

/** A journey is completed when a final stage's tracks and `throughout` have run out. Says whether it is. */
function complete(run: Run): boolean {
  const { stage } = stageOf(run.program, run.state.stage);
  if (!stage.final || run.tracks().some((track) => track.at !== null)) return false;
  const at = Math.max(run.state.stageSince, ...run.state.tracks.map((track) => track.instant));
  end(run, 'completed', at, { action: 'end', track: null, step: null });
  return true;
}

/** Ends the journey if an unheard event or a standing exit does; all that is heard while it is paused. */
function endByNews(run: Run): void {
  for (const event of run.unheard) if (endByEvent(run, event, run.logical(event.at))) return;
  const standing = standingExit(run);
  if (standing !== undefined) leave(run, standing, changedAt(run));
}

/** When what an exit looks at changed: with the latest news, else by what this call has come to. */
function changedAt(run: Run): Instant {
  const news = run.unheard.at(-1);
  return news === undefined ? run.present : run.logical(news.at);
}

function finish(run: Run, refused: string | null): Plan {
  foldSeen(run);
  return {
    state: run.state,
    commands: run.commands,
    journal: run.journal,
    message: run.message,
    due: dueOf(run),
    refused,
  };
}

function dueOf(run: Run): Instant | null {
  if (!isActive(run) || run.message !== null) return null;
  // An event from a clock that is ahead of ours (another host, a re-anchored quick clock) is heard when we get there.
  let due = Number.POSITIVE_INFINITY;
  for (const event of run.facts.events)
    if (event.at > run.now && event.at < due && !run.wasHeard(event)) due = event.at;
  for (const timer of timersOf(run)) due = Math.min(due, timer.due);
  return Number.isFinite(due) ? due : null;
}

/** The tracks of a state that wait, for the story: where, for what, until when. */
export function openWaits(
  state: JourneyState,
): { track: string; step: string; wait: NonNullable<TrackState['wait']> }[] {
  return withAsides(state.tracks).flatMap((track) =>
    track.wait === null || track.at === null ? [] : [{ track: track.id, step: track.at, wait: track.wait }],
  );
}

/** Whether an event of the facts must be there for a plan: the latest of each track, and the entering one. */
export const eventsInUse = (state: JourneyState): string[] =>
  [state.startEvent, ...withAsides(state.tracks).map((track) => track.lastEvent)].filter(
    (id): id is string => id !== null,
  );

/** The earliest instant a track's event wait may look back to. */
export const lookBackOf = (state: JourneyState): Instant =>
  withAsides(state.tracks).reduce((earliest, track) => Math.min(earliest, track.effectAt), Number.POSITIVE_INFINITY);
