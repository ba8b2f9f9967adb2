import { assertNever } from '../../result.js';
import { addToPass } from '../notes.js';
import { nodeOf, stageOf, type TrackProgram } from '../program.js';
import type { Run } from '../run.js';
import { openTask, type RepeatState, type TrackState, withAsides } from '../state.js';
import { type Carried, hadAlready } from './ahead.js';
import type { Change } from './change.js';
import { landing } from './landing.js';
import { reAim } from './re-aim.js';
import { isMain } from './stage-for.js';

/** Why a step that somebody stood at is over: the new version hasn't got it. */
export const STEP_REMOVED = 'step-removed';

/** Gives every track its place in the new version. The stage is the new one already. */
export function carryTracks(run: Run, change: Change): void {
  const { before, match } = change;
  const old = run.state.tracks;
  const carried: Carried[] = [];
  const left = new Set(old);
  const carry = (program: TrackProgram, scope: TrackState['scope']): TrackState => {
    const track = old.find((each) => each.scope === scope && each.id === program.id);
    if (track === undefined || !isSamePlace(change, run, track)) {
      const begun = run.startTrack(program, scope, run.now);
      carried.push({ old: null, now: begun });
      return begun;
    }
    left.delete(track);
    return track;
  };
  const stage = stageOf(run.program, run.state.stage);
  run.state.repeats = carryRepeats(run, change);
  run.state.tracks = [
    ...stage.tracks.map((each) => carry(each, 'stage')),
    ...run.program.throughout.map((each) => carry(each, 'journey')),
  ];
  for (const track of left) leaveStep(run, change, track);
  const stayed = run.state.tracks.filter((track) => old.includes(track));
  for (const track of stayed) {
    const was = before.state.tracks.find(({ scope, id }) => scope === track.scope && id === track.id) ?? null;
    place(run, change, track, null);
    const olds = was === null ? [] : withAsides([was]);
    for (const [i, now] of withAsides([track]).entries()) carried.push({ old: olds[i] ?? null, now });
  }
  for (const each of carried) {
    const had = hadAlready(match, before.state, each);
    if (had.length > 0) each.now.leaveOut = [...had];
    else delete each.now.leaveOut;
  }
  settleRepeats(run);
}

/** An alongside track is the same one only in the stage that is still its own; the main track goes where its step is. */
function isSamePlace({ before, match }: Change, run: Run, track: TrackState): boolean {
  return isMain(track) || track.scope === 'journey' || match.stages.get(before.state.stage) === run.state.stage;
}

/** Puts a track where its step is now, or after a step that is gone. `aside`: the task whose overdue steps it runs. */
function place(run: Run, change: Change, track: TrackState, aside: string | null): void {
  const { before, match } = change;
  const { at } = track;
  if (at === null) return;
  const fits = (key: string): boolean => {
    const spot = match.spots.to.get(key);
    const stage = track.scope === 'journey' ? null : run.state.stage;
    return spot !== undefined && spot.stage === stage && spot.track === track.id && spot.aside === aside;
  };
  const target = match.steps.get(at);
  if (target === undefined || !fits(target)) {
    leaveStep(run, change, track);
    track.at = landing(match, at, fits);
    return;
  }
  const [from, to] = [nodeOf(before.program, at), nodeOf(run.program, target)];
  const isMessage = track.wait?.type === 'message';
  if (track.wait !== null && (from.step.action !== to.step.action || (isMessage && at !== target)))
    leaveStep(run, change, track);
  track.at = target;
  if (track.aside !== null) placeAside(run, change, track, track.aside);
  reAim(run, track, { before, from, to });
}

/** The steps of an overdue task are carried with it; without any left, nothing is overdue any more. */
function placeAside(run: Run, change: Change, track: TrackState, aside: TrackState): void {
  place(run, change, aside, track.at);
  if (aside.at === null) track.aside = null;
}

/** Ends what is under way at a step that is gone, with all that hangs on it. The track is to go on from now. */
function leaveStep(run: Run, { before }: Change, track: TrackState): void {
  for (const each of withAsides([track])) endWait(run, before, each);
  track.aside = null;
}

function endWait(run: Run, before: Run, track: TrackState): void {
  const { at, wait } = track;
  track.instant = Math.max(track.instant, run.now);
  if (at === null || wait === null) return;
  const { step } = nodeOf(before.program, at);
  const line = { at: run.now, track: track.id, step: step.id ?? null, action: step.action } as const;
  run.write({ ...line, decision: 'skip', reason: STEP_REMOVED });
  switch (wait.type) {
    case 'task':
      run.commands.push({ type: 'withdrawTasks', stepIds: openTask(track), reason: STEP_REMOVED, at: run.now });
      addToPass(run, at, { decision: 'skip', reason: STEP_REMOVED });
      break;
    case 'message':
      run.commands.push({ type: 'dropMessage', stepId: at, occurrence: wait.occurrence, reason: STEP_REMOVED });
      addToPass(run, at, { decision: 'skip', reason: STEP_REMOVED });
      break;
    case 'timer':
    case 'event':
    case 'desk':
    case 'repeat':
      break;
    case 'uncertain':
      throw new Error('a message in doubt is not left; expected the change to have been refused');
    default:
      assertNever(wait);
  }
  track.wait = null;
}

function carryRepeats(run: Run, { match }: Change): { [key: string]: RepeatState } {
  const carried: { [key: string]: RepeatState } = {};
  for (const [key, state] of Object.entries(run.state.repeats)) {
    const now = match.steps.get(key);
    if (now !== undefined) carried[now] = state;
  }
  return carried;
}

/** Repeats around the places of the tracks are under way, the others aren't; one that is new around a place is in its first pass. */
function settleRepeats(run: Run): void {
  const { repeats } = run.state;
  const settled: { [key: string]: RepeatState } = {};
  for (const track of withAsides(run.state.tracks)) {
    if (track.at === null) continue;
    for (const key of nodeOf(run.program, track.at).inside)
      settled[key] = repeats[key] ?? { first: track.instant, pass: 0, ran: 1, running: true };
    const own = repeats[track.at];
    if (own !== undefined) settled[track.at] = own;
  }
  run.state.repeats = settled;
}
