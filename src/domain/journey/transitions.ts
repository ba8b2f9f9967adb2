import { addDuration } from '../calendar/add-duration.js';
import type { Instant } from '../instant.js';
import { stageOf } from './program.js';
import { dropPutOff } from './put-off.js';
import type { Run } from './run.js';
import { openTask, withAsides } from './state.js';

/** Enters a stage at an instant: its tracks begin, its SLA clocks start. Says nothing of the stage left. */
export function enterStage(run: Run, stageId: string, at: Instant): void {
  const { stage, tracks } = stageOf(run.program, stageId);
  const { state } = run;
  state.stage = stageId;
  state.stageSince = at;
  state.tracks = [
    ...tracks.map((track) => run.startTrack(track, 'stage', at)),
    ...state.tracks.filter((track) => track.scope === 'journey'),
  ];
  state.slas = stage.sla.map((sla, index) => ({
    index,
    due: addDuration(at, sla.leaveWithin, run.place),
    broken: false,
  }));
}

/** Leaves the stage for another: its tracks end, their open tasks are withdrawn and what they have put off is dropped. */
export function moveTo(run: Run, stageId: string, at: Instant, reason: string | null): void {
  const left = run.state.stage;
  const ends = run.state.tracks.filter((track) => track.scope === 'stage');
  const stageTasks = withAsides(ends).flatMap(openTask);
  const slaTasks = run.state.slas.filter((sla) => sla.broken).map((sla) => sla.task ?? slaTaskId(left, sla.index));
  const stepIds = [...stageTasks, ...slaTasks];
  if (stepIds.length > 0) run.commands.push({ type: 'withdrawTasks', stepIds, reason: 'moved', at });
  dropPutOff(run, ends, 'exited');
  leaveRepeats(run);
  enterStage(run, stageId, at);
  run.write({ at, track: null, step: null, action: 'stage', decision: 'done', reason });
}

/** A stage's repeats begin anew when it is entered again; those of `throughout` go on. */
function leaveRepeats(run: Run): void {
  for (const key of Object.keys(run.state.repeats))
    if (run.program.nodes.get(key)?.step.path[0] !== 'throughout') delete run.state.repeats[key];
}

/** The name under which an SLA's todo task is kept. */
export const slaTaskId = (stage: string, index: number): string => `sla:${stage}:${index}`;

/** The outcome of a journey that a `stop` step ended. */
export const STOPPED = 'stopped';

/** The outcome of a journey whose contact was erased. */
export const ERASED = 'erased';

/** Ends the journey: every open task is withdrawn, what was put off is dropped, nothing is waited for. */
export function end(
  run: Run,
  outcome: string,
  at: Instant,
  line: { action: 'end' | 'exit'; track: string | null; step: string | null },
): void {
  run.write({ at, track: line.track, step: line.step, action: line.action, decision: 'done', reason: outcome });
  run.commands.push({ type: 'withdrawTasks', stepIds: 'all', reason: outcome, at });
  dropPutOff(run, run.state.tracks, 'exited');
  run.state.phase = { type: 'ended', outcome };
  run.state.tracks = [];
  run.state.slas = [];
}
