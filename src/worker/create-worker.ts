import { type NativeConnection, Worker, type WorkerOptions, type WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../activities/index.js';

/** One build of the worker, as Temporal tells it from others (law 16). */
export interface WorkerVersion {
  readonly deploymentName: string;
  readonly buildId: string;
}

export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly activities: Activities;
  /** Which build this is, of which deployment; null: the only build that runs, without a version. */
  readonly version?: WorkerVersion | null;
  /** Further options, for tests: `maxCachedWorkflows: 0` replays every task. */
  readonly options?: Partial<WorkerOptions>;
}

/** A worker for journeys: workflows and activities share one queue (law 16). */
export function createWorker({
  connection,
  namespace,
  taskQueue,
  workflowBundle,
  activities,
  version,
  options,
}: WorkerParts): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle,
    activities,
    // A run stays on the build that it is on; the next one, after a long wait or an upgrade, begins on the newest.
    ...(version == null
      ? {}
      : {
          workerDeploymentOptions: { useWorkerVersioning: true, version, defaultVersioningBehavior: 'PINNED' as const },
        }),
    // docs/benchmarks.md, "Settings of the worker", has what was measured of these.
    // Journeys mostly sleep as no run at all; what is cached are those in a short wait, of 0.38 MB each.
    maxCachedWorkflows: 1500,
    // Every journey that wakes from hibernation is a new run, whose first task is on the queue of all, not the sticky one.
    // The SDK's two pollers for it are fewer than the four partitions a server has: backlogs then starve by turns.
    maxConcurrentWorkflowTaskPolls: 16,
    nonStickyToStickyPollRatio: 0.5,
    // A mail holds one for as long as its server lets it wait; of 20 a silent server's half would be felt.
    maxConcurrentActivityTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 40,
    // A workflow task that decides is kept for as long: the others are for what doesn't.
    maxConcurrentWorkflowTaskExecutions: 60,
    shutdownGraceTime: '10 seconds',
    // Four fifths of their timeout by default: a busy moment or a server's restart would then pass for a lost worker.
    maxHeartbeatThrottleInterval: '5 seconds',
    ...options,
  });
}
