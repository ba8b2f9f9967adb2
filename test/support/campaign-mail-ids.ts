import { createCampaignMailIds } from '../../src/mail/campaign-mail-ids.js';

/** Those of a world whose mails come from `host`. */
export const campaignMailIdsAt = (host: string) =>
  createCampaignMailIds({ host, secret: 'a secret of the tests, long enough for links' });
