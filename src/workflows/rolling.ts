import { type ContinueAsNewOptions, workflowInfo } from '@temporalio/workflow';

/* When a run that looks and waits begins anew, and how: of campaigns and of leads' clocks. */

const MOST_EVENTS = 500;

/** A long wait is slept through as a new run, and no history grows without end; a newer build begins with a new run too. */
export function shouldRoll(hibernate: boolean): boolean {
  const info = workflowInfo();
  return (
    hibernate ||
    info.continueAsNewSuggested ||
    info.historyLength > MOST_EVENTS ||
    info.targetWorkerDeploymentVersionChanged === true
  );
}

/** A new run of the newest build that begins at `wakeAt`, real time; at once if that is past. */
export function newRunAt(wakeAt: number): ContinueAsNewOptions {
  const sleep = wakeAt - Date.now();
  return { ...(sleep > 0 ? { backoffStartInterval: sleep } : {}), initialVersioningBehavior: 'AUTO_UPGRADE' };
}
