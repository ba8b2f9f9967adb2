import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import type { Cause, Plan } from './commands.js';
import type { FactEvent, Facts } from './facts.js';
import { hear, leave, standingExit } from './hear.js';
import { applyMessageResult, intentOf } from './message-outcome.js';
import { exit, pause, resume, retry, skipDoubtful } from './people.js';
import type { Deployment } from './place.js';
import { type Program, stageOf } from './program.js';
import { Run } from './run.js';
import { type JourneyState, STATE_VERSION, type TrackState, withAsides } from './state.js';
import { runStep } from './steps.js';
import { timersOf } from './timers.js';
import { end, enterStage } from './transitions.js';

/*
 * The planner: what a journey does next. Knows no clock, database, mail or Temporal (law 1). Live engine and simulate
 * call the same function.
 *
 * P1 The same input gives the same plan, and the input is left as it was.
 * P2 At one instant: events first, then timers; tracks in the order main, alongside, throughout; goal before exit before move.
 * P3 At most one message leaves a plan, and nothing is planned after it before its outcome is known.
 * P4 Standing exits are asked before every effect.
 * P5 An ended journey plans nothing.
 * P6 `due` is later than `now`, or null.
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
}

/** Decides everything up to the next wait or message. Throws only where the program is wrong. */
export function plan(input: PlanInput): Plan {
  const run = new Run(
    input.program,
    structuredClone(input.state) ?? emptyState(input),
    input.facts,
    input.now,
    input.deployment,
    input.subjectId,
  );
  if (input.state === null) begin(run, input.cause);
  if (run.ended)
    return finish(run, input.cause.type === 'wake' || input.cause.type === 'start' ? null : 'journey-ended');
  const refused = act(run, input.cause);
  if (refused !== null) return finish(run, refused);
  if (run.state.phase.type === 'active') advance(run);
  else if (run.state.phase.type === 'paused') watchExits(run);
  return finish(run, null);
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

/** Enters the first stage, or the one that the start names or `enter.at` finds. What happened before is not news. */
function begin(run: Run, cause: Cause): void {
  const { definition, state, now } = run;
  const wanted = cause.type === 'start' ? cause.stage : null;
  const at = definition.enter.at.find((rule) => run.holds(rule.if, run.eventOf(null)));
  const stage = wanted ?? at?.stage ?? state.stage;
  state.seenUpTo = run.facts.events.reduce((most, event) => (event.at <= now ? Math.max(most, event.seq) : most), 0);
  state.tracks = run.program.throughout.map((track) => run.startTrack(track, 'journey', now));
  enterStage(run, stage, now);
  run.write({ at: now, track: null, step: null, action: 'enter', decision: 'done' });
}

function act(run: Run, cause: Cause): string | null {
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
      return resume(run);
    case 'exit':
      return exit(run, cause.outcome);
    case 'retry':
      return retry(run);
    case 'skip':
      return skipDoubtful(run);
    default:
      return assertNever(cause);
  }
}

/** Runs tracks, hears events and fires timers in their order until nothing is left at or before now, or a message is due. */
function advance(run: Run): void {
  while (!run.ended && run.message === null) {
    if (++run.steps > MOST_STEPS) {
      run.state.phase = { type: 'held', code: 'too-many-steps' };
      return;
    }
    const standing = standingExit(run);
    if (standing !== undefined) return leave(run, standing, run.now);
    if (!runOne(run) && !nextDue(run)) return complete(run);
  }
}

/** Lets the first track that can go on do so: one step, or one message to the gate. */
function runOne(run: Run): boolean {
  for (const track of run.tracks()) {
    if (track.wait?.type === 'message' && track.wait.due === null) {
      run.message = intentOf(run, track);
      return true;
    }
    if (track.wait === null && track.at !== null) {
      runStep(run, track);
      return true;
    }
  }
  return false;
}

/** The earliest of the unheard events and due timers; at one instant the event comes first. */
function nextDue(run: Run): boolean {
  const event = unheard(run)[0];
  const timer = timersOf(run)
    .filter((candidate) => candidate.due <= run.now)
    .sort((a, b) => a.due - b.due)[0];
  if (event !== undefined && (timer === undefined || event.at <= timer.due)) {
    markHeard(run.state, event);
    hear(run, event);
    return true;
  }
  if (timer === undefined) return false;
  timer.fire(run);
  return true;
}

function unheard(run: Run): FactEvent[] {
  const { seenUpTo, seen } = run.state;
  return run.facts.events
    .filter((event) => event.seq > seenUpTo && !seen.includes(event.seq) && event.at <= run.now)
    .sort((a, b) => a.at - b.at || a.seq - b.seq);
}

function markHeard(state: JourneyState, event: FactEvent): void {
  state.seen.push(event.seq);
}

/** Once nothing is left unheard, one number stands for all that was. */
function foldSeen(run: Run): void {
  if (run.state.seen.length === 0 || unheard(run).length > 0) return;
  const waiting = run.facts.events.filter(
    (event) => event.seq > run.state.seenUpTo && !run.state.seen.includes(event.seq),
  );
  const horizon = Math.min(...waiting.map((event) => event.seq), Number.POSITIVE_INFINITY);
  const below = run.state.seen.filter((seq) => seq < horizon);
  run.state.seenUpTo = Math.max(run.state.seenUpTo, ...below);
  run.state.seen = run.state.seen.filter((seq) => seq > run.state.seenUpTo);
}

/** A journey is completed when a final stage's tracks and `throughout` have run out. */
function complete(run: Run): void {
  const { stage } = stageOf(run.program, run.state.stage);
  if (!stage.final || run.tracks().some((track) => track.at !== null)) return;
  const at = Math.max(run.state.stageSince, ...run.state.tracks.map((track) => track.instant));
  end(run, 'completed', at, { action: 'end', track: null, step: null });
}

/** While paused only what ends a journey is heard; the rest waits for the resume. */
function watchExits(run: Run): void {
  const standing = standingExit(run);
  if (standing !== undefined) return leave(run, standing, run.now);
  for (const event of unheard(run)) {
    const found = run.definition.exit.find(
      (candidate) => candidate.on.includes(event.type) && run.holds(candidate.if, event),
    );
    if (found !== undefined) return leave(run, found, run.logical(event.at));
  }
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
  if (run.state.phase.type !== 'active' || run.message !== null) return null;
  const dues = timersOf(run).map((timer) => timer.due);
  return dues.length === 0 ? null : Math.min(...dues);
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
