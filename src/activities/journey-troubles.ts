import {
  afterHanding,
  failingBy,
  type Handing,
  NO_TROUBLE,
  type ProviderTrouble,
} from '../domain/campaign/provider-trouble.js';
import type { PauseForCause } from './campaign-ports.js';
import type { Clock } from './ports.js';

/** Hears what comes of the messages of a campaign's journeys, one after the other as this process hands them over. */
export interface JourneyTroubles {
  note(campaignId: string, handing: Handing): void;
}

/** Pauses a campaign with steps whose provider or template fails, by the rule for campaigns of one mail. */
export function createJourneyTroubles({
  pauseForCause,
  clock,
}: {
  readonly pauseForCause: PauseForCause;
  readonly clock: Clock;
}): JourneyTroubles {
  const troubles = new Map<string, ProviderTrouble>();
  return {
    note(campaignId, handing) {
      const trouble = afterHanding(troubles.get(campaignId) ?? NO_TROUBLE, handing);
      const reason = failingBy(trouble);
      // Whoever resumes it begins anew.
      if (trouble === NO_TROUBLE || reason !== null) troubles.delete(campaignId);
      else troubles.set(campaignId, trouble);
      // What could not be written is seen again as the next of them fail.
      if (reason !== null) void pauseForCause(campaignId, reason, clock.now(0)).catch(() => {});
    },
  };
}
