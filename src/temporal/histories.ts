import { type Client, type HistoryAndWorkflowId, WorkflowNotFoundError } from '@temporalio/client';

/** Which runs to replay: open ones, and the latest closed ones while Temporal has them. */
export interface HistoriesWanted {
  readonly taskQueue: string;
  readonly open: number;
  readonly closed: number;
}

/**
 * The histories of runs, the latest first, but for runs that have done nothing yet: a replay of such a one never ends. A
 * journey asleep is one; what its last run did is among the closed.
 */
export async function* historiesToReplay(
  client: Client,
  { taskQueue, open, closed }: HistoriesWanted,
): AsyncGenerator<HistoryAndWorkflowId> {
  const parts = [
    { query: `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`, most: open },
    { query: `TaskQueue = '${taskQueue}' AND ExecutionStatus != 'Running'`, most: closed },
  ];
  for (const { query, most } of parts) {
    let left = most;
    if (left <= 0) continue;
    const runs = client.workflow.list({ query, pageSize: Math.min(most, 200) });
    for await (const { workflowId, runId } of runs) {
      const history = await historyOf(client, workflowId, runId);
      if (history?.events?.some((event) => event.workflowTaskCompletedEventAttributes != null))
        yield { workflowId, history };
      left -= 1;
      if (left === 0) break;
    }
  }
}

/** Null: it is gone since it was listed, as closed runs are after the retention time. */
async function historyOf(client: Client, workflowId: string, runId: string) {
  try {
    return await client.workflow.getHandle(workflowId, runId).fetchHistory();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
