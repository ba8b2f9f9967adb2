import type { Client } from '@temporalio/client';
import type { WorkerBuild } from '../domain/worker-builds.js';

/*
 * The worker's deployment as Temporal keeps it (law 16). Asked through the service itself: the client library of this
 * version has no calls of its own for deployments.
 */

export interface Deployments {
  /** Every build that Temporal knows; none: no versioned worker has ever asked for work. */
  builds(): Promise<readonly WorkerBuild[]>;
  /** Journeys that begin, wake or are upgraded from now on go to this build. */
  makeCurrent(buildId: string): Promise<void>;
  /** Journeys whose present run stays on a build. */
  journeysOn(buildId: string): Promise<number>;
  /** Lets up to `most` runs that stay on a build go on with the current one at their next step. Answers how many. */
  release(buildId: string, most: number): Promise<number>;
}

/** A long poll lasts a minute. */
const POLLED_WITHIN_MS = 70_000;
const AT_ONCE = 16;
const NOT_FOUND = 5;
const TASK_QUEUE_TYPE_WORKFLOW = 1;

export function createDeployments(client: Client, deploymentName: string, taskQueue: string): Deployments {
  const { workflowService: service } = client.connection;
  const { namespace } = client.options;

  const staying = (buildId: string): string =>
    `TemporalWorkerDeploymentVersion = '${deploymentName}:${buildId}' AND TemporalWorkflowVersioningBehavior = 'Pinned' AND ExecutionStatus = 'Running'`;

  const journeysOn = async (buildId: string): Promise<number> => (await client.workflow.count(staying(buildId))).count;

  /** How many workers of each build ask for work. */
  async function workers(): Promise<Map<string, number>> {
    const { pollers } = await service.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
    });
    const identities = new Map<string, Set<string>>();
    for (const { identity, lastAccessTime, deploymentOptions } of pollers ?? []) {
      if (deploymentOptions?.deploymentName !== deploymentName) continue;
      if (Date.now() - instantOf(lastAccessTime) > POLLED_WITHIN_MS) continue;
      const { buildId } = deploymentOptions;
      identities.set(buildId ?? '', (identities.get(buildId ?? '') ?? new Set()).add(identity ?? ''));
    }
    return new Map([...identities].map(([buildId, of]) => [buildId, of.size]));
  }

  async function describe() {
    try {
      const { workerDeploymentInfo } = await service.describeWorkerDeployment({ namespace, deploymentName });
      return workerDeploymentInfo ?? null;
    } catch (error) {
      if (error instanceof Error && Reflect.get(error, 'code') === NOT_FOUND) return null;
      throw error;
    }
  }

  return {
    journeysOn,
    async builds() {
      const info = await describe();
      const working = await workers();
      const current = info?.routingConfig?.currentDeploymentVersion?.buildId ?? null;
      const builds = (info?.versionSummaries ?? []).map(async (summary): Promise<WorkerBuild> => {
        const buildId = summary.deploymentVersion?.buildId ?? '';
        const since = summary.currentSinceTime ?? summary.lastCurrentTime;
        return {
          buildId,
          isCurrent: buildId === current,
          currentAt: since == null ? null : instantOf(since),
          workers: working.get(buildId) ?? 0,
          journeys: await journeysOn(buildId),
        };
      });
      return await Promise.all(builds);
    },
    async makeCurrent(buildId) {
      await service.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId, identity: IDENTITY });
    },
    async release(buildId, most) {
      const runs: { readonly workflowId: string; readonly runId: string }[] = [];
      for await (const run of client.workflow.list({ query: staying(buildId), pageSize: Math.min(most, 1000) })) {
        runs.push(run);
        if (runs.length >= most) break;
      }
      let released = 0;
      const next = async () => {
        for (let run = runs.shift(); run !== undefined; run = runs.shift()) {
          // Of this run alone: the next one does not inherit it, and stays on the build that it begins on.
          await service
            .updateWorkflowExecutionOptions({
              namespace,
              workflowExecution: { workflowId: run.workflowId, runId: run.runId },
              workflowExecutionOptions: { versioningOverride: { autoUpgrade: true } },
              updateMask: { paths: ['versioning_override'] },
              identity: IDENTITY,
            })
            .catch(unlessOver);
          released += 1;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      return released;
    },
  };
}

/**
 * The first build of a deployment makes itself current: nothing else runs that could be disturbed, and without a current
 * build nothing would run at all. Temporal knows a build only once its worker has asked for work. Answers whether it did.
 */
export async function beginDeployment(
  deployments: Deployments,
  buildId: string,
  pause: () => Promise<void>,
): Promise<boolean> {
  for (;;) {
    const builds = await deployments.builds();
    if (builds.some((build) => build.isCurrent)) return false;
    if (builds.some((build) => build.buildId === buildId)) {
      await deployments.makeCurrent(buildId);
      return true;
    }
    await pause();
  }
}

/** Temporal keeps it as the one who changed the deployment last. */
const IDENTITY = 'followthrough deploy';

/** A run that ended meanwhile needs nothing. */
function unlessOver(error: unknown): void {
  if (!(error instanceof Error && Reflect.get(error, 'code') === NOT_FOUND)) throw error;
}

function instantOf(time: { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;
}
