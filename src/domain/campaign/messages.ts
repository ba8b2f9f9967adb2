import { journeyOfCampaign } from '../definition/campaign-journey.js';
import type { CampaignDefinition } from '../definition/definition.js';
import { messageSteps } from '../definition/lint-templates.js';
import { CAMPAIGN_STEP } from './response.js';

/** What a campaign says to its recipients, by mail or SMS, in the order in which it stands in the text. */
export interface CampaignMessage {
  /** Of a campaign without steps `send`. */
  readonly id: string;
  readonly action: 'email' | 'sms';
  readonly template: string;
}

export const campaignMessages = (campaign: CampaignDefinition): readonly CampaignMessage[] =>
  messageSteps(journeyOfCampaign(campaign)).flatMap(({ step, message: { template } }) =>
    step.action === 'email' || step.action === 'sms'
      ? [{ id: step.id ?? CAMPAIGN_STEP, action: step.action, template }]
      : [],
  );
