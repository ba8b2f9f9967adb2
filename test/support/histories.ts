import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { eventually } from './system.js';

/** One run of a workflow, as Temporal remembers it. */
export interface RunHistory {
  readonly runId: string;
  readonly events: readonly HistoryEvent[];
  readonly history: History;
}

export type HistoryEvent = NonNullable<History['events']>[number];

/** The histories of a workflow's runs from the first to the last, each run the continuation of the one before. */
export async function historiesOf(client: Client, workflowId: string): Promise<RunHistory[]> {
  const runs: RunHistory[] = [];
  let runId = (await fetchRun(client, workflowId)).events[0]?.workflowExecutionStartedEventAttributes
    ?.firstExecutionRunId;
  while (runId != null && runId !== '') {
    const run = await fetchRun(client, workflowId, runId);
    runs.push({ ...run, runId });
    runId = run.events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}

async function fetchRun(client: Client, workflowId: string, runId?: string) {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return { history, events: history.events ?? [] };
}

/** Which attributes an event has: its kind in words, for example `activityTaskScheduled`. */
export function kindOf(event: HistoryEvent): string {
  const key = Object.keys(event).find((name) => name.endsWith('EventAttributes') && Reflect.get(event, name) != null);
  return key?.replace(/EventAttributes$/, '') ?? 'unknown';
}

/** The kinds of a history's events in their order. */
export const kindsOf = (run: RunHistory): string[] => run.events.map(kindOf);

/** The histories once the last run is closed: a journey's row ends a moment before its workflow does. */
export const closedHistoriesOf = (client: Client, workflowId: string): Promise<RunHistory[]> =>
  eventually(
    () => historiesOf(client, workflowId),
    (runs) => runs.at(-1)?.events.at(-1)?.workflowExecutionCompletedEventAttributes != null,
  );
