import { addDuration } from '../calendar/add-duration.js';
import { ALWAYS } from '../calendar/calendar.js';
import type { Duration } from '../calendar/duration.js';
import { spreadInto, windowState } from '../calendar/window.js';
import { formatLocal } from '../calendar/zone.js';
import { DAY, type Instant } from '../instant.js';
import { dueTime } from '../journey/begin-wait.js';
import type { Facts } from '../journey/facts.js';
import { type Deployment, windowFor } from '../journey/place.js';
import type { Program } from '../journey/program.js';
import { dueOf } from '../journey/repeat.js';
import { Run } from '../journey/run.js';
import { fractionOf } from '../journey/spread.js';
import type { JourneyState, TrackState } from '../journey/state.js';
import { armOf } from '../journey/steps.js';
import { taskPlace } from '../journey/tasks.js';
import { type Act, leadsTo, type Occasion, occasionsOf } from './occasions.js';

/*
 * What a journey will do for somebody, and when, as far as it can be told: the waits it stands at, and those that come
 * again. Pure; written beside the projection at every decision, so that a calendar of a hundred thousand is read and not
 * reckoned.
 */

/** A message or task to come. */
export interface Foreseen {
  /** The wait or repeat that it comes of. */
  readonly occasion: string;
  readonly step: string;
  /** 0: the journey waits for it. Further ones are expected, if all goes as now. */
  readonly ordinal: number;
  /** When it goes out or appears, its window counted in. */
  readonly at: Instant;
  /** The date of that in the journey's zone. */
  readonly day: string;
  readonly zone: string;
}

export interface LookAhead {
  readonly program: Program;
  readonly state: JourneyState;
  readonly facts: Facts;
  readonly deployment: Deployment;
  readonly subjectId: string;
  readonly now: Instant;
}

/** A calendar shows a year from now, and a journey that sleeps looks ahead only when it wakes: half a year later at most it is asked again. */
const HORIZON = 2 * 366 * DAY;
/** Of what comes every few days only so many are told at a time. */
const MOST_PASSES = 24;
const MOST_YEARS = 2;

export function lookAhead({ program, state, facts, deployment, subjectId, now }: LookAhead): Foreseen[] {
  if (state.phase.type === 'ended') return [];
  const run = new Run(program, state, facts, now, deployment, subjectId);
  const found = new Map<string, Foreseen>();
  for (const track of state.tracks)
    for (const each of ofTrack(run, track)) {
      const key = `${each.step}/${each.ordinal}`;
      if (!found.has(key)) found.set(key, each);
    }
  return [...found.values()];
}

function ofTrack(run: Run, track: TrackState): Foreseen[] {
  const { at, wait } = track;
  if (at === null || wait === null) return [];
  const occasions = occasionsOf(run.program);
  const standing = occasions.get(at);
  const due = standing === undefined ? null : dueOfWait(track);
  if (standing !== undefined && due !== null) return series(run, standing, instantsFrom(run, standing, due), 0);
  const held = wait.type === 'message' || wait.type === 'desk' ? wait.due : null;
  const coming = [...occasions.values()].filter((each) => leadsTo(run.program, at, each.key));
  const mine = held === null ? undefined : coming.find(({ acts }) => acts.some(({ step }) => step === at));
  return [
    // Put off until its window opens, or until its turn comes: the instant is known.
    ...(mine === undefined || held === null ? [] : [foreseen(run, mine, at, held, 0)]),
    ...coming.flatMap((occasion) => {
      const next = nextOf(run, track, occasion);
      const isMine = occasion === mine;
      return next === null ? [] : series(run, occasion, instantsFrom(run, occasion, next), isMine ? 1 : 0);
    }),
  ];
}

/** When the wait that a track stands at ends by itself; of one for a condition, when the clock alone may end it. */
function dueOfWait({ wait }: TrackState): Instant | null {
  if (wait?.type === 'timer' || wait?.type === 'repeat') return wait.due;
  return wait?.type === 'event' ? (wait.look ?? wait.due) : null;
}

/** When an occasion comes next that a track is on its way to; null: nobody can tell yet. */
function nextOf(run: Run, track: TrackState, { key }: Occasion): Instant | null {
  const step = run.program.nodes.get(key)?.step;
  if (step?.action === 'repeat') {
    const state = run.state.repeats[key];
    return state === undefined ? null : dueOf(run, state, step.repeat.every, state.pass + 1);
  }
  const until = step?.action === 'wait' && step.wait.type === 'until' ? step.wait.until : undefined;
  if (until === undefined || (until.type !== 'date' && until.type !== 'festival')) return null;
  const from = Math.max(track.instant, heldUntil(track));
  const time = dueTime(run, until, from, run.place);
  return time === 'missing' || time.due <= from ? null : time.due;
}

const heldUntil = ({ wait, instant }: TrackState): Instant =>
  wait?.type === 'message' || wait?.type === 'desk' ? (wait.due ?? instant) : instant;

/** The instants of an occasion from its next on, as far as they repeat and lie within the horizon. */
function instantsFrom(run: Run, { key, period }: Occasion, first: Instant): Instant[] {
  const step = run.program.nodes.get(key)?.step;
  if (period === undefined) return [first];
  if (step?.action === 'repeat') return passesFrom(run, key, step.repeat, first);
  const until = step?.action === 'wait' && step.wait.type === 'until' ? step.wait.until : undefined;
  // Silence is broken or not: what comes after is not to be foreseen.
  if (until === undefined) return [first];
  const instants = [first];
  while (instants.length < MOST_YEARS) {
    const last = instants.at(-1) ?? first;
    const time = dueTime(run, until, last, run.place);
    if (time === 'missing' || time.due <= last) break;
    instants.push(time.due);
  }
  return instants;
}

function passesFrom(
  run: Run,
  key: string,
  { every, atMost }: { readonly every: Duration; readonly atMost?: number },
  first: Instant,
): Instant[] {
  const state = run.state.repeats[key];
  const left = atMost === undefined || state === undefined ? MOST_PASSES : atMost - state.ran;
  const instants: Instant[] = [];
  for (let k = 0; k < Math.min(left, MOST_PASSES); k++) {
    const at = state === undefined ? first : dueOf(run, state, every, state.pass + 1 + k);
    if (k > 0 && at > run.now + HORIZON) break;
    instants.push(at);
  }
  return instants;
}

const series = (run: Run, occasion: Occasion, instants: readonly Instant[], from: number): Foreseen[] =>
  instants.flatMap((at, i) =>
    occasion.acts
      .filter((act) => isOnItsWay(run, act))
      .map((act) => foreseen(run, occasion, act.step, leavesAt(run, act, at), from + i)),
  );

/** Whether the subject's arms are those that lead to an act. */
const isOnItsWay = (run: Run, { arms }: Act): boolean =>
  arms.every(({ split, arm }) => {
    const node = run.program.nodes.get(split);
    return node?.step.action === 'split' && armOf(run, node, node.step) === arm;
  });

function foreseen(run: Run, { key }: Occasion, step: string, at: Instant, ordinal: number): Foreseen {
  const { zone } = run.place;
  return { occasion: key, step, ordinal, at, day: formatLocal(at, zone).slice(0, 10), zone };
}

/** When what is reached at an instant goes out or appears: its window may be closed then. */
function leavesAt(run: Run, act: Act, reached: Instant): Instant {
  const step = run.program.nodes.get(act.step)?.step;
  if (step?.action !== 'email' && step?.action !== 'sms' && step?.action !== 'task') return reached;
  const at = Math.max(reached, run.now);
  const own = step.action === 'task' ? step.task.window : step.action === 'email' ? step.email.window : step.sms.window;
  const window = windowFor(run.definition, own);
  const place = step.action === 'task' ? taskPlace(run, step.task.assign) : run.place;
  const state = window === undefined ? { open: true as const } : windowState(at, window, place);
  if (state.open || window === undefined) return at;
  return spreadInto(state.opensAt, window, fractionOf(run, act.step), place);
}

/** From when to when what is done counts as of an occasion at `at`, however a changed date or a window moves it. */
export function spanOf(
  { period }: Pick<Occasion, 'period'>,
  at: Instant,
  ordinal: number,
): { readonly since: Instant | null; readonly until: Instant | null } {
  if (period === undefined) return { since: null, until: null };
  const half = (addDuration(at, period, { zone: 'UTC', calendar: ALWAYS }) - at) / 2;
  return { since: ordinal === 0 ? null : Math.round(at - half), until: Math.round(at + half) };
}
