import { type ActivityInterfaceFor, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../../src/activities/index.js';
import type { CampaignRunInput } from '../../src/workflows/campaign.js';
import type { JourneyInput } from '../../src/workflows/journey.js';
import type { LeadClockInput } from '../../src/workflows/lead-clock.js';

const { advance, lookAtClock, lookAtCampaign } = proxyActivities<ActivityInterfaceFor<Activities>>({
  startToCloseTimeout: '60 seconds',
});

/* The workflows as a careless change would leave them: they sleep before they first decide. */
export async function journey(input: JourneyInput): Promise<string> {
  await sleep('1 second');
  const last = await advance({ journeyId: input.journeyId, number: 1, state: null, cause: { type: 'start' } });
  return last.state.stage;
}

export async function leadClock({ ownershipId }: LeadClockInput): Promise<void> {
  await sleep('1 second');
  await lookAtClock({ ownershipId });
}

export async function campaign({ campaignId }: CampaignRunInput): Promise<void> {
  await sleep('1 second');
  await lookAtCampaign({ campaignId });
}
