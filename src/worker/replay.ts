import {
  DefaultLogger,
  type ReplayHistoriesIterable,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { ReplayFailure, ReplayReport } from '../domain/worker-builds.js';

/**
 * Replays histories on the workflow code of a build, as a worker of it would when it takes such a run up. Nothing is sent
 * and nothing is written. A history that fails would make its journey stand still on this build (law 16).
 */
export async function replay(
  workflowBundle: WorkflowBundleOption,
  histories: ReplayHistoriesIterable,
): Promise<ReplayReport> {
  const failed: ReplayFailure[] = [];
  let replayed = 0;
  // In a thread of its own. The SDK's debug mode, its default here, would look at every promise of this process from then on.
  const options = { workflowBundle, debugMode: false };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    replayed += 1;
    if (error !== undefined) failed.push({ workflowId, why: oneLine(error.message) });
  }
  return { replayed, failed };
}

/** The SDK's words, without its preamble. */
const oneLine = (message: string): string =>
  message
    .replace(/^.*?Details: /s, '')
    .replace(/\s+/g, ' ')
    .slice(0, 300);

/** For a process that only replays: what fails is in the report, and nothing else is for a reader. */
export function replayQuietly(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'OFF' } },
    shutdownSignals: [],
  });
}
