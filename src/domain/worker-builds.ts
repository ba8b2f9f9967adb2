import type { Instant } from './instant.js';

/**
 * One build of the worker among those that run beside each other (law 16). A journey's run stays on the build that it is
 * on; its next run, after a long wait or an upgrade, begins on the current one.
 */
export interface WorkerBuild {
  readonly buildId: string;
  readonly isCurrent: boolean;
  /** When it last was, or became, the current one; null: it never was. Real time. */
  readonly currentAt: Instant | null;
  /** Workers of it that asked for work within the last minute. */
  readonly workers: number;
  /** Open journeys whose present run stays on it. */
  readonly journeys: number;
}

/** `new`: never was current. `drained`: nothing needs it any more. */
export type BuildState = 'current' | 'new' | 'draining' | 'drained';

export function stateOf(build: WorkerBuild): BuildState {
  if (build.isCurrent) return 'current';
  if (build.journeys > 0) return 'draining';
  return build.currentAt === null ? 'new' : 'drained';
}

/** The build to go back to: of those that were current, the latest. */
export function buildBefore(builds: readonly WorkerBuild[]): WorkerBuild | null {
  const earlier = builds.filter((build) => !build.isCurrent && build.currentAt !== null);
  return earlier.sort((a, b) => (b.currentAt ?? 0) - (a.currentAt ?? 0))[0] ?? null;
}

/** What a replay of histories on the workflow code of a build has found. */
export interface ReplayReport {
  /** How many histories were replayed. */
  readonly replayed: number;
  readonly failed: readonly ReplayFailure[];
}

export interface ReplayFailure {
  readonly workflowId: string;
  /** In one line, what the build did and what the history has. */
  readonly why: string;
}
