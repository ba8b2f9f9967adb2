import { inParallel } from '../../src/domain/in-parallel.js';
import type { World } from './world.js';

export interface Tally {
  readonly runs: number;
  readonly events: number;
  /** Workflow tasks that failed or timed out, activities that were tried again or failed, runs that failed. */
  readonly failures: readonly string[];
}

/** Reads the whole history of every run. */
export async function tallyHistories(
  { client }: World,
  runs: readonly { readonly workflowId: string; readonly runId?: string }[],
): Promise<Tally> {
  let events = 0;
  const failures: string[] = [];
  await inParallel(runs, 32, async ({ workflowId, runId }) => {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    for (const event of history.events ?? []) {
      events += 1;
      const failed =
        (event.workflowTaskFailedEventAttributes && 'workflow task failed') ||
        (event.workflowTaskTimedOutEventAttributes && 'workflow task timed out') ||
        (event.activityTaskFailedEventAttributes && 'activity failed') ||
        (event.activityTaskTimedOutEventAttributes && 'activity timed out') ||
        (event.workflowExecutionFailedEventAttributes && 'run failed') ||
        (event.workflowExecutionTerminatedEventAttributes && 'run terminated') ||
        ((event.activityTaskStartedEventAttributes?.attempt ?? 1) > 1 && 'activity tried again');
      if (failed) failures.push(failed);
    }
  });
  return { runs: runs.length, events, failures };
}

/** `3 × activity failed, 1 × run failed`. */
export function countOf(failures: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const failure of failures) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return [...counts].map(([what, n]) => `${n} × ${what}`).join(', ');
}
