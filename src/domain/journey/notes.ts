import type { Instant } from '../instant.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { StepState, TrackState } from './state.js';

/** Writes a step's line into the journal, at the track's logical instant. */
export function note(
  run: Run,
  track: TrackState,
  node: Node,
  decision: 'done' | 'skip' | 'wait' | 'defer',
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

/** A new pass of a step: what `steps.<id>.` paths say of the one before is forgotten. */
export function beginPass(run: Run, stepId: string | undefined, value: Omit<StepState, 'n'> = {}): void {
  if (stepId === undefined) return;
  run.state.steps[stepId] = { n: (run.state.steps[stepId]?.n ?? 0) + 1, ...value };
}

/** More about a step's latest pass. */
export function addToPass(run: Run, stepId: string, value: Omit<StepState, 'n'>): void {
  run.state.steps[stepId] = { n: 1, ...run.state.steps[stepId], ...value };
}

/** A step that takes no time is over: its line, and what conditions may ask about it. Says nothing of where the track goes. */
export function passed(
  run: Run,
  track: TrackState,
  node: Node,
  decision: 'done' | 'skip',
  reason: string | null = null,
): void {
  note(run, track, node, decision, reason);
  beginPass(run, node.step.id, { decision, ...(reason === null ? {} : { reason }) });
}

/** An effect happened: event waits look back to here. */
export function effect(track: TrackState): void {
  track.effectAt = track.instant;
  track.used = [];
}
