import type { Programs } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import { type OtherMessage, priorityOf } from '../../domain/journey/caps.js';
import type { Program } from '../../domain/journey/program.js';
import { Prisma } from '../generated/client.js';

/*
 * What campaigns send counts under the caps like any other message: what went out, and what is still to go and goes first by its
 * campaign's priority.
 */

/** A campaign's mail to a contact. */
export interface CampaignMail {
  readonly campaignId: string;
  readonly version: number;
  readonly waits: boolean;
  readonly at: Instant;
}

/** As JSON: the mails of campaigns to a contact, those that have gone out since an instant and those that are still to go. */
export const campaignMailsTo = (
  contactId: Prisma.Sql,
  since: Instant,
  except: string | null,
): Prisma.Sql => Prisma.sql`(
  SELECT jsonb_agg(jsonb_build_object('campaignId', r."campaignId", 'version', k."definitionVersion",
      'waits', r."handedAt" IS NULL,
      'at', (extract(epoch FROM coalesce(r."handedAt", r."dueAt")) * 1000)::bigint))
  FROM campaign_recipients r JOIN campaigns k ON k.id = r."campaignId"
  WHERE r."contactId" = ${contactId} AND r."campaignId" IS DISTINCT FROM ${except} AND k.way = 'mail'
    AND (r."handedAt" > ${new Date(since)} AND r.outcome IS DISTINCT FROM 'refused'
      OR k.state = 'sending' AND r.state = 'waiting' AND (r.outcome IS NULL OR r.outcome = 'deferred')))`;

/** Of these the ones that a cap counts against a message of this priority. */
export async function countedMails(
  programs: Programs,
  mails: readonly CampaignMail[],
  priority: number,
): Promise<OtherMessage[]> {
  const counted = await Promise.all(
    mails.map(async ({ campaignId, version, waits, at }): Promise<OtherMessage | null> => {
      const program = await programs.program(campaignId, version);
      const topic = marketingTopicOf(program);
      if (topic === undefined || (waits && priorityOf(program) <= priority)) return null;
      return { topic, waits, at };
    }),
  );
  return counted.filter((each) => each !== null);
}

/** Undefined: it is no marketing. */
function marketingTopicOf({ nodes }: Program): string | null | undefined {
  for (const { step } of nodes.values())
    if (step.action === 'email') return step.email.purpose === 'marketing' ? (step.email.topic ?? null) : undefined;
  return undefined;
}
