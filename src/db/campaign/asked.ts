import type { Instant } from '../../domain/instant.js';
import { Prisma } from '../generated/client.js';

/*
 * What the gate goes by that others can change between its answer and the hand-over. Read with the answer and once more under the
 * contact's lock, by the same words of SQL: if it is the same, nothing was said or sent since.
 */

/** Of the contact `c`: the address, and all that was said of mails to it. */
export const WISHES = Prisma.sql`md5(concat_ws('/', c.email, c."doNotContact", c."erasedAt",
  (SELECT concat_ws('@', count(*), max(at)) FROM opt_outs WHERE "contactId" = c.id),
  (SELECT concat_ws('@', count(*), max(at)) FROM consents WHERE "contactId" = c.id),
  (SELECT concat_ws('@', count(*), max(at)) FROM suppressions
    WHERE "addressHash" = encode(sha256(convert_to(c."emailKey", 'UTF8')), 'hex'))))`;

/** How much marketing of others has gone to a contact since an instant; what was refused reached nobody. */
export const marketingSince = (contactId: Prisma.Sql, campaignId: string, since: Instant | Prisma.Sql): Prisma.Sql => {
  const from = typeof since === 'number' ? Prisma.sql`${new Date(since)}::timestamptz` : since;
  return Prisma.sql`(
    (SELECT count(*) FROM messages WHERE "contactId" = ${contactId} AND purpose = 'marketing'
      AND state NOT IN ('intended', 'skipped', 'refused') AND "claimedAt" > ${from})
    + (SELECT count(*) FROM campaign_recipients other WHERE other."contactId" = ${contactId}
      AND other."campaignId" <> ${campaignId} AND other."handedAt" > ${from}
      AND other.outcome IS DISTINCT FROM 'refused'))::int`;
};
