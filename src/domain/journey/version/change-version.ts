import { addDuration } from '../../calendar/add-duration.js';
import type { Goal, Sla } from '../../definition/definition.js';
import type { Instant } from '../../instant.js';
import { stageOf } from '../program.js';
import type { Run } from '../run.js';
import type { JourneyState, SlaState, StepState } from '../state.js';
import { slaTaskId } from '../transitions.js';
import { carryTracks } from './carry-tracks.js';
import type { Change } from './change.js';
import type { ProgramMatch } from './match-programs.js';
import { same } from './reworded.js';
import { stageFor } from './stage-for.js';

/*
 * A journey goes on in another version of its definition, rolled forward or back.
 *
 * C1 Nobody is lost: every track has a place in the new version, or has run out; or the whole change is refused with a
 *    code, and the journey stays where it is.
 * C2 Nothing is done again because of the change: a step that was had already and lies ahead now is left out once.
 * C3 A step that both versions have is stood at as before; what the new one says of its time counts from when it began.
 * C4 From a step that is gone one goes forward: to the next step after it that is still there, or where the map says.
 * C5 What is under way for a step that is gone ends with a reason: its task is withdrawn, its message never sent.
 */

/** Takes `run`, which has the new program and a copy of the old state, over. Answers null, or why it can't be; then nothing has changed. */
export function changeVersion(run: Run, change: Change): string | null {
  const { before, match, version } = change;
  if (run.definition.per !== before.definition.per) return 'other-subject';
  const place = stageFor(match, before.state);
  if (place === null) return 'stage-gone';
  const { state } = run;
  const line = { at: run.now, track: null, step: null, decision: 'done' } as const;
  run.write({ ...line, action: 'version', reason: `${version.from}-${version.to}` });
  run.heldBack = 'new-version';
  state.version = version.to;
  state.stage = place.stage;
  if (place.entered) {
    state.stageSince = run.now;
    run.write({ ...line, action: 'stage', reason: 'new-version' });
  }
  state.steps = carrySteps(before.state, match);
  state.goals = carryGoals(before, run);
  ignoreThePast(run, before);
  carrySlas(run, change, place.entered);
  carryTracks(run, change);
  return null;
}

/** What is known of steps goes with them. A name is never forgotten: what was sent or called under it stays unique. */
function carrySteps({ steps }: JourneyState, { steps: match }: ProgramMatch): { [stepId: string]: StepState } {
  const carried = { ...steps };
  for (const [old, now] of match) {
    const known = steps[old];
    if (known !== undefined && old !== now) carried[now] = { ...known, n: Math.max(known.n, steps[now]?.n ?? 0) };
  }
  return carried;
}

/** Goals are known by what they listen for; one that is gone is kept as having been reached. */
function carryGoals(before: Run, run: Run): { [index: string]: Instant } {
  const [was, is] = [before.definition.goal, run.definition.goal];
  const gone = (goal: Goal) => `was:${goal.on.join('+')}`;
  const free = new Set(is.keys());
  const placeOf = new Map<string, string>();
  const pair = (alike: (a: Goal, b: Goal, i: number, j: number) => boolean) => {
    for (const [i, goal] of was.entries()) {
      if (placeOf.has(String(i))) continue;
      const j = [...free].find((k) => is[k] !== undefined && alike(goal, is[k], i, k));
      if (j === undefined) continue;
      free.delete(j);
      placeOf.set(String(i), String(j));
    }
  };
  pair((a, b) => same(a, b));
  pair((a, b) => same(a.on, b.on));
  const goals: { [index: string]: Instant } = {};
  for (const [key, at] of Object.entries(before.state.goals)) {
    const goal = was[Number(key)];
    const back = goal === undefined ? [...free].find((k) => is[k] !== undefined && gone(is[k]) === key) : undefined;
    const place = goal === undefined ? (back === undefined ? key : String(back)) : (placeOf.get(key) ?? gone(goal));
    goals[place] = Math.min(at, goals[place] ?? at);
  }
  return goals;
}

/** What nobody listened for was no news when it happened, and is none now; a wait that looks back finds it all the same. */
function ignoreThePast(run: Run, { program: { eventTypes, accountEventTypes } }: Run): void {
  const { state, facts, now } = run;
  for (const event of facts.events) {
    const listened = event.ofAccount === true ? accountEventTypes.has(event.type) : eventTypes.has(event.type);
    if (!listened && event.at <= now && !run.wasHeard(event)) state.seen.push(event.seq);
  }
}

/** The stage's clocks count from when it was entered; one that was broken is not broken again. */
function carrySlas(run: Run, { before }: Change, entered: boolean): void {
  const { state } = run;
  const old = before.state.slas;
  const rulesBefore = stageOf(before.program, before.state.stage).stage.sla;
  const rules = stageOf(run.program, state.stage).stage.sla;
  const free = new Set(entered ? [] : old);
  const take = (fits: (rule: Sla | undefined, sla: SlaState) => boolean) => {
    const found = [...free].find((sla) => fits(rulesBefore[sla.index], sla));
    if (found !== undefined) free.delete(found);
    return found;
  };
  const exact = rules.map((rule) => take((was) => same(was, rule)));
  const kept = rules.map((_, i) => exact[i] ?? take((_was, sla) => sla.index === i));
  state.slas = rules.map((rule, index) => {
    const sla = kept[index];
    const isAlike = exact[index] !== undefined;
    const due = sla !== undefined && isAlike ? sla.due : addDuration(state.stageSince, rule.leaveWithin, run.place);
    const broken = sla?.broken ?? false;
    const task = sla === undefined || !broken ? undefined : nameOfTask(before.state.stage, sla);
    const named = task === undefined || task === slaTaskId(state.stage, index) ? {} : { task };
    return { index, due, broken, ...named };
  });
  const left = old.filter((sla) => sla.broken && !kept.includes(sla)).map((sla) => nameOfTask(before.state.stage, sla));
  if (left.length > 0) run.commands.push({ type: 'withdrawTasks', stepIds: left, reason: 'step-removed', at: run.now });
}

const nameOfTask = (stage: string, sla: SlaState): string => sla.task ?? slaTaskId(stage, sla.index);
