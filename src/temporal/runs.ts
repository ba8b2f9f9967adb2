import { type Client, defaultPayloadConverter, WorkflowNotFoundError } from '@temporalio/client';
import type { AdvanceResult } from '../domain/journey/advance.js';
import type { RunSight, RunViewer } from '../domain/verify/sights.js';
import type { JourneyInput } from '../workflows/journey.js';

const EVENTS_AT_ONCE = 10;
const RUNS_AT_ONCE = 500;

type Service = Client['workflowService'];
type Event = NonNullable<
  NonNullable<Awaited<ReturnType<Service['getWorkflowExecutionHistoryReverse']>>['history']>['events']
>[number];

/**
 * Looks at journeys through their histories, newest event first: that works while they sleep, and without a worker, as
 * queries don't. A sleeping run is one event, whose input is what it carries.
 */
export function createRunViewer(client: Client, taskQueue: string): RunViewer {
  const { workflowService, options } = client;
  const { namespace } = options;
  const open = `ExecutionStatus = 'Running' AND WorkflowType = 'journey' AND TaskQueue = '${taskQueue}'`;
  return {
    async look(workflowId) {
      try {
        return await lookAt(workflowService, namespace, workflowId);
      } catch (error) {
        if (isNotFound(error)) return { type: 'none' };
        throw error;
      }
    },

    async failing() {
      const query = `${open} AND TemporalReportedProblems IS NOT NULL`;
      const { executions } = await workflowService.listWorkflowExecutions({ namespace, pageSize: RUNS_AT_ONCE, query });
      return (executions ?? []).flatMap(({ execution }) => execution?.workflowId ?? []);
    },

    async openRuns(page) {
      const answer = await workflowService.listWorkflowExecutions({
        namespace,
        pageSize: RUNS_AT_ONCE,
        query: open,
        nextPageToken: page === null ? new Uint8Array() : Buffer.from(page, 'base64url'),
      });
      const token = answer.nextPageToken ?? new Uint8Array();
      return {
        workflowIds: (answer.executions ?? []).flatMap(({ execution }) => execution?.workflowId ?? []),
        next: token.length === 0 ? null : Buffer.from(token).toString('base64url'),
      };
    },
  };
}

async function lookAt(service: Service, namespace: string, workflowId: string): Promise<RunSight> {
  let nextPageToken: Uint8Array = new Uint8Array();
  for (;;) {
    const page = await service.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId },
      maximumPageSize: EVENTS_AT_ONCE,
      nextPageToken,
    });
    for (const event of page.history?.events ?? []) {
      const how = endOf(event);
      if (how !== null) return { type: 'closed', how };
      const last = carriedBy(event);
      if (last !== undefined) return { type: 'open', last };
    }
    nextPageToken = page.nextPageToken ?? new Uint8Array();
    if (nextPageToken.length === 0) return { type: 'open', last: null };
  }
}

function endOf(event: Event): string | null {
  if (event.workflowExecutionCompletedEventAttributes != null) return 'completed';
  if (event.workflowExecutionFailedEventAttributes != null) return 'failed';
  if (event.workflowExecutionTerminatedEventAttributes != null) return 'terminated';
  if (event.workflowExecutionTimedOutEventAttributes != null) return 'timed-out';
  if (event.workflowExecutionCanceledEventAttributes != null) return 'canceled';
  return null;
}

/** The decision that an event brought into the run; null: it began without one; undefined: the event has none. */
function carriedBy(event: Event): AdvanceResult | null | undefined {
  const answer = answerIn(event);
  if (answer == null) return answer;
  // What is shown is said with a decision, and is no part of it.
  const { shown: _, ...decision } = answer;
  return decision;
}

/** What the SDK calls the marker of a local activity. */
const LOCAL_ACTIVITY = 'core_local_activity';

/** A decision is a local activity; one that failed as such, or that an older build asked for, an activity. */
function answerIn(event: Event): AdvanceResult | null | undefined {
  const marker = event.markerRecordedEventAttributes;
  const local = marker?.markerName === LOCAL_ACTIVITY && marker.failure == null ? marker.details?.['result'] : null;
  const result = (local ?? event.activityTaskCompletedEventAttributes?.result)?.payloads?.[0];
  if (result != null) return defaultPayloadConverter.fromPayload<AdvanceResult>(result);
  const started = event.workflowExecutionStartedEventAttributes;
  if (started == null) return undefined;
  const input = started.input?.payloads?.[0];
  return input == null ? null : (defaultPayloadConverter.fromPayload<JourneyInput>(input).carried?.last ?? null);
}

const NOT_FOUND = 5;
const isNotFound = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError ||
  (typeof error === 'object' && error !== null && Reflect.get(error, 'code') === NOT_FOUND);
