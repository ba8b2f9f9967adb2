import { type ActivityInterfaceFor, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../../src/activities/index.js';
import type { JourneyInput } from '../../src/workflows/journey.js';

const { advance } = proxyActivities<ActivityInterfaceFor<Activities>>({ startToCloseTimeout: '60 seconds' });

/** The workflow as a careless change would leave it: it sleeps before its first advance. */
export async function journey(input: JourneyInput): Promise<string> {
  await sleep('1 second');
  const last = await advance({ journeyId: input.journeyId, number: 1, state: null, cause: { type: 'start' } });
  return last.state.stage;
}
