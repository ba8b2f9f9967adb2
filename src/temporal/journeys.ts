import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { campaign } from '../workflows/campaign.js';
import type { journey } from '../workflows/journey.js';
import type { leadClock } from '../workflows/lead-clock.js';
import { type CommandAnswer, commandUpdate, pokeSignal } from '../workflows/messages.js';

/** Journeys, the clocks of leads, and campaigns, as Temporal knows them. */
export interface TemporalJourneys {
  /** Starts a journey's run; one that runs or ran already is left alone (law 11). */
  start(workflowId: string, journeyId: string): Promise<void>;
  /** Wakes a journey, running or asleep. One that is over stays so. */
  poke(workflowId: string, journeyId: string): Promise<void>;
  /** Lets a lead's clock be looked at, whether it runs, sleeps or is to begin. */
  clock(workflowId: string, ownershipId: string): Promise<void>;
  /** Lets a campaign be looked at, whether its workflow runs, sleeps or is to begin. */
  campaign(workflowId: string, campaignId: string): Promise<void>;
  /**
   * Sends a person's command and waits for its effect until a real instant (epoch ms; absent: for a minute). Null: there is
   * no such run any more, or it has given no answer by then; the command may still take effect.
   */
  command(workflowId: string, requestId: string, until?: number): Promise<CommandAnswer | null>;
}

/** Without an end the client would ask for ever for what a run whose tasks fail never accepts. */
const LONGEST_WAIT_MS = 60_000;

export function createTemporalJourneys(client: Client, taskQueue: string): TemporalJourneys {
  // Reuse rejected: a start or poke that comes after the end must not begin a second life.
  const options = (workflowId: string, journeyId: string) =>
    ({
      taskQueue,
      workflowId,
      args: [{ journeyId, local: true }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    }) as const;
  return {
    async start(workflowId, journeyId) {
      await unlessOver(() => client.workflow.start<typeof journey>('journey', options(workflowId, journeyId)));
    },
    async poke(workflowId, journeyId) {
      await unlessOver(() =>
        client.workflow.signalWithStart<typeof journey>('journey', {
          ...options(workflowId, journeyId),
          signal: pokeSignal,
          signalArgs: [],
        }),
      );
    },
    async clock(workflowId, ownershipId) {
      // One that is over may begin again: a pool gets a rule, somebody absent comes back. It looks, and ends if there is none.
      await client.workflow.signalWithStart<typeof leadClock>('leadClock', {
        taskQueue,
        workflowId,
        args: [{ ownershipId }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        signal: pokeSignal,
        signalArgs: [],
      });
    },
    async campaign(workflowId, campaignId) {
      // It ends whenever nothing is to be waited for, as while the campaign is paused, and begins again.
      await client.workflow.signalWithStart<typeof campaign>('campaign', {
        taskQueue,
        workflowId,
        args: [{ campaignId }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        signal: pokeSignal,
        signalArgs: [],
      });
    },
    async command(workflowId, requestId, until = Date.now() + LONGEST_WAIT_MS) {
      // A deadline and no abort signal: the client heeds that in neither a call it repeats nor the next one it makes.
      const waiting = <T>(ask: () => Promise<T>) => client.withDeadline(until, ask);
      try {
        // A plain update wakes a sleeping run; with-start would begin a journey for an id that never was (law 12).
        const run = client.workflow.getHandle(workflowId);
        const update = await waiting(() =>
          run.startUpdate(commandUpdate, { args: [{ requestId }], updateId: requestId, waitForStage: 'ACCEPTED' }),
        );
        // Not executeUpdate: it asks whatever run is the current one for an answer that is slow to come, and after a
        // continue-as-new that one knows nothing of the update. This asks the run that took it.
        return await waiting(() => update.result());
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return null;
        if (error instanceof WorkflowUpdateFailedError) return null;
        if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return null;
        throw error;
      }
    },
  };
}

async function unlessOver(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
