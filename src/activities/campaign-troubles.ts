import {
  afterHanding,
  failingBy,
  type Handing,
  NO_TROUBLE,
  type ProviderTrouble,
} from '../domain/campaign/provider-trouble.js';
import type { PauseForCause } from './campaign-ports.js';
import type { Clock } from './ports.js';

/** Hears what comes of the messages of campaigns, one after the other as this process hands them over. */
export interface CampaignTroubles {
  /** True: the campaign is paused for it. */
  note(campaignId: string, handing: Handing): boolean;
}

/** Pauses a campaign whose provider or template fails. Of those that have some trouble it is remembered which. */
export function createCampaignTroubles({
  pauseForCause,
  clock,
}: {
  readonly pauseForCause: PauseForCause;
  readonly clock: Clock;
}): CampaignTroubles {
  const troubles = new Map<string, ProviderTrouble>();
  return {
    note(campaignId, handing) {
      const trouble = afterHanding(troubles.get(campaignId) ?? NO_TROUBLE, handing);
      const reason = failingBy(trouble);
      // Whoever resumes it begins anew.
      if (trouble === NO_TROUBLE || reason !== null) troubles.delete(campaignId);
      else troubles.set(campaignId, trouble);
      if (reason === null) return false;
      // What could not be written is seen again as the next of them fail.
      void pauseForCause(campaignId, reason, clock.now(0)).catch(() => {});
      return true;
    },
  };
}
