import {
  type ActivityInterfaceFor,
  condition,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { CampaignInput } from '../domain/campaign/wake.js';
import { pokeSignal } from './messages.js';
import { newRunAt, shouldRoll } from './rolling.js';

/*
 * One campaign's way through its time (docs/campaigns.md). Decides nothing: a look at the rows, which says what is next, and
 * lanes that work off what is due until there is nothing more (laws 2 and 14). A pause, a stop, another rate are rows that
 * the lanes read; a poke only ends a wait. It ends when nothing is to be waited for, and begins anew with a poke.
 *
 * K1 Every wait is this one race. K2 It never ends or continues as new with a poke unheard. K3 As of a lead's clock: a long
 * wait is slept through as a new run, and a run that was woken early rolls to no earlier time than it was to begin at.
 */

export interface CampaignRunInput extends CampaignInput {
  /** Real time until which this run was to sleep; absent in the first. */
  readonly asleepUntil?: number;
}

/** Attempts are counted over a lane's whole time, lost workers too: longer waits would be those after some crashes. */
const retry = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 seconds' } as const;
/** So soon a worker that is gone is noticed, whose lane nobody else has till then. */
const heartbeatTimeout = '15 seconds';

/** Freezing a million recipients is one statement, of a minute or so. */
const { lookAtCampaign } = proxyActivities<ActivityInterfaceFor<Activities>>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout,
  retry,
});
const { sendBlocks } = proxyActivities<ActivityInterfaceFor<Activities>>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout,
  retry,
});

export async function campaign({ campaignId, asleepUntil = 0 }: CampaignRunInput): Promise<void> {
  let poked = false;
  setHandler(pokeSignal, () => {
    poked = true;
  });
  for (;;) {
    // Cleared before the rows are read: a poke during the look is heard by the next one.
    poked = false;
    const next = await lookAtCampaign({ campaignId });
    const until = next.type === 'send' ? await sendAll(campaignId, next.lanes) : 0;
    if (poked) continue;
    if (next.type === 'over') return;
    const wakeAt = next.type === 'wait' ? next.wakeAt : Math.max(until, Date.now());
    const mayRoll = Date.now() >= asleepUntil || wakeAt >= asleepUntil;
    if (mayRoll && shouldRoll(next.type === 'wait' && next.hibernate)) await roll(campaignId, wakeAt);
    const ms = wakeAt - Date.now();
    if (ms > 0) await condition(() => poked, ms);
  }
}

/** Answers before when the rate lets none of them go on; 0: it does. */
async function sendAll(campaignId: string, lanes: number): Promise<number> {
  const ends = await Promise.all(Array.from({ length: lanes }, () => sendBlocks({ campaignId })));
  return Math.min(...ends.map(({ until = 0 }) => until));
}

async function roll(campaignId: string, wakeAt: number): Promise<never> {
  const sleeps = wakeAt > Date.now();
  const next = makeContinueAsNewFunc<typeof campaign>(newRunAt(wakeAt));
  return await next({ campaignId, ...(sleeps ? { asleepUntil: wakeAt } : {}) });
}
