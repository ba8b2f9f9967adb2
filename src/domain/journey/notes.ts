import type { Instant } from '../instant.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { StepState, TrackState } from './state.js';

/** Writes a step's line into the journal, at the track's logical instant. */
export function note(
  run: Run,
  track: TrackState,
  node: Node,
  decision: 'done' | 'skip' | 'wait',
  reason: string | null = null,
  until: Instant | null = null,
): void {
  run.write({
    at: track.instant,
    track: track.id,
    step: node.step.id ?? null,
    action: node.step.action,
    decision,
    reason,
    until,
  });
}

/** Keeps what `steps.<id>.` paths may ask about the latest pass. */
export function remember(run: Run, stepId: string | undefined, value: Omit<StepState, 'n'>, again = true): void {
  if (stepId === undefined) return;
  run.state.steps[stepId] = { n: (run.state.steps[stepId]?.n ?? 0) + (again ? 1 : 0), ...value };
}

/** An effect happened: event waits look back to here. */
export function effect(track: TrackState): void {
  track.effectAt = track.instant;
  track.used = [];
}
