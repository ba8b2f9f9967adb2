import type { CampaignRows } from './campaign-mail-ports.js';
import { type CampaignMessageDeps, CampaignMessages } from './campaign-message.js';
import type { BatchGate, Verdict } from './campaign-ports.js';

/** What the sender of a campaign of one mail would say of many contacts, before anything goes out. */
export function createMailBatchGate(deps: CampaignMessageDeps & { readonly rows: CampaignRows }): BatchGate {
  return {
    judge: async (campaignId, contactIds, now) => {
      const verdicts = new Map<string, Verdict>();
      const campaign = await deps.rows.campaign(campaignId, now);
      if (campaign === null) return verdicts;
      const messages = new CampaignMessages(deps, campaign);
      for (const contact of await deps.rows.contacts(campaign, contactIds, now)) {
        const judged = await messages.judge(contact, now);
        verdicts.set(contact.contactId, judged.type === 'send' ? { type: 'send' } : judged);
      }
      return verdicts;
    },
  };
}
