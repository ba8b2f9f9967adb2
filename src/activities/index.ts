import { type AdvanceDeps, createAdvance } from './advance.js';
import { createLookAtClock, type LookAtClockDeps } from './look-at-clock.js';
import { createLookAtCampaign, createSendBlocks, type RunCampaignDeps } from './run-campaign.js';

export type ActivityDeps = AdvanceDeps & LookAtClockDeps & RunCampaignDeps;

/** Everything a worker can do for a workflow. */
export const createActivities = (deps: ActivityDeps) => ({
  advance: createAdvance(deps),
  lookAtClock: createLookAtClock(deps),
  lookAtCampaign: createLookAtCampaign(deps),
  sendBlocks: createSendBlocks(deps),
});

export type Activities = ReturnType<typeof createActivities>;
