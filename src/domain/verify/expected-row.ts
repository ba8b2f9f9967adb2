import { NOT_BEGUN, type Projection, projectionOf } from '../journey/projection.js';
import { sameJson } from './same.js';
import type { Decision, JourneyRow, RunSight } from './sights.js';

const OUT_OF_STEP = 'out-of-step';

/** Held by the engine itself, which decided nothing then: only the run knows of it. */
export const isHeldOutOfStep = (run: RunSight | null): boolean =>
  run?.type === 'open' && run.last?.state.phase.type === 'held' && run.last.state.phase.code === OUT_OF_STEP;

/** What a journey's row must be: from its last decision, and from what its run holds it for. `run` null: not looked at. */
export function expectedRow(last: Decision | null, run: RunSight | null): Projection {
  const expected = last === null ? NOT_BEGUN : projectionOf(last.result, last.interests, last.decided);
  return isHeldOutOfStep(run) ? { ...expected, phase: 'held', attention: OUT_OF_STEP } : expected;
}

/** The columns in which a row isn't as it must be. */
export function wrongColumns(row: JourneyRow, expected: Projection): (keyof Projection)[] {
  const columns = Object.keys(expected) as (keyof Projection)[];
  return columns.filter((column) => !sameJson(row[column], expected[column])).sort();
}
