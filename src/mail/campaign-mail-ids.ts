import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { CampaignMailIds } from '../domain/campaign/recipient.js';

const CHECK_BYTES = 6;

/**
 * The Message-IDs of a campaign's mails name their recipient, so that a million of them need no index. What comes back with
 * one is believed only with its check: else whoever counts could say that the next recipient's address is dead.
 *
 * `host`: their host part. `secret`: that of the links.
 */
export function createCampaignMailIds({
  host,
  secret,
}: {
  readonly host: string;
  readonly secret: string;
}): CampaignMailIds {
  const key = createSecretKey(createHmac('sha256', secret).update('followthrough campaign mail ids v1').digest());
  const check = (named: string): string =>
    createHmac('sha256', key).update(named).digest().subarray(0, CHECK_BYTES).toString('hex');
  const end = `@${host}>`;
  return {
    of: (campaignId, n) => {
      const named = `${campaignId}.${n.toString(36)}`;
      return `<${named}.${check(named)}${end}`;
    },
    read: (messageId) => {
      if (!messageId.startsWith('<') || !messageId.endsWith(end)) return null;
      const parts = PARTS.exec(messageId.slice(1, -end.length));
      const [, campaignId = '', number = '', given = ''] = parts ?? [];
      if (parts === null || !timingSafeEqual(Buffer.from(given), Buffer.from(check(`${campaignId}.${number}`))))
        return null;
      return { campaignId, n: Number.parseInt(number, 36) };
    },
  };
}

const PARTS = /^(.{1,200})\.([0-9a-z]{1,8})\.([0-9a-f]{12})$/s;
