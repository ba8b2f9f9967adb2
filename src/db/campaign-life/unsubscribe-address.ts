import type { CampaignFault } from '../../api/campaign-ports.js';
import { journeyOfCampaign } from '../../domain/definition/campaign-journey.js';
import type { CampaignDefinition } from '../../domain/definition/definition.js';
import { messageSteps } from '../../domain/definition/lint-templates.js';

/** Why mail programs could not unsubscribe from a topic by the link in a mail; null: they can. */
export type OneClickFault = (topic: string | null) => string | null;

/** What would keep each marketing mail of a campaign from being built, said of the campaign before any is. */
export function unsubscribeFault(definition: CampaignDefinition, faultOf: OneClickFault): CampaignFault | null {
  for (const { step } of messageSteps(journeyOfCampaign(definition))) {
    if (step.action !== 'email' || step.email.purpose !== 'marketing') continue;
    const detail = faultOf(step.email.topic ?? null);
    if (detail !== null) return { code: 'unsubscribe-address', detail };
  }
  return null;
}
