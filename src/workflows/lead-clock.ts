import {
  type ActivityInterfaceFor,
  condition,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { ADVANCE_TIMEOUT } from './limits.js';
import { pokeSignal } from './messages.js';
import { newRunAt, shouldRoll } from './rolling.js';

/*
 * The clock of one lead with one owner, from a pool (docs/pools.md). Decides nothing: each look is an activity, which says
 * when to look again (law 2); a poke says that something has changed. It ends when there is nothing to wait for, and begins
 * anew with a poke.
 *
 * C1 Every wait is this one race. C2 It never ends or continues as new with a poke unheard. C3 As of journeys (W4, W5): a
 * long wait is slept through as a new run, and a run that was woken early rolls to no earlier time than it was to begin at.
 */

export interface LeadClockInput {
  readonly ownershipId: string;
  /** Real time until which this run was to sleep; absent in the first. */
  readonly asleepUntil?: number;
}

const { lookAtClock } = proxyActivities<ActivityInterfaceFor<Activities>>({
  startToCloseTimeout: ADVANCE_TIMEOUT,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

export async function leadClock({ ownershipId, asleepUntil = 0 }: LeadClockInput): Promise<void> {
  let poked = false;
  setHandler(pokeSignal, () => {
    poked = true;
  });
  for (;;) {
    // Cleared before the rows are read: a poke during the look is heard by the next one.
    poked = false;
    const next = await lookAtClock({ ownershipId });
    if (poked) continue;
    if (next.wakeAt === null) return;
    const mayRoll = Date.now() >= asleepUntil || next.wakeAt >= asleepUntil;
    if (mayRoll && shouldRoll(next.hibernate)) await roll(ownershipId, next.wakeAt);
    const ms = next.wakeAt - Date.now();
    if (ms > 0) await condition(() => poked, ms);
  }
}

async function roll(ownershipId: string, wakeAt: number): Promise<never> {
  const next = makeContinueAsNewFunc<typeof leadClock>(newRunAt(wakeAt));
  return await next({ ownershipId, asleepUntil: wakeAt });
}
