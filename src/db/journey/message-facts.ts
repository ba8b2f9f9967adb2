import type {
  JourneysCampaign,
  MailAddress,
  MessageFacts,
  Programs,
  SendingMailbox,
  TemplateMoment,
} from '../../activities/ports.js';
import { reachOf } from '../../domain/journey/caps.js';
import { contentOf, type MessageIntent, type MessageResult } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import type { Policy } from '../../domain/policy.js';
import { holdsBack, type SaidOfTopic, type Suppression } from '../../domain/suppression.js';
import { hashAddressText, hashPhone } from '../address-hash.js';
import { type CampaignMail, campaignMailsTo, countedMails } from '../campaign/others.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { grantedTopics } from '../granted-topics.js';
import { query } from '../statement.js';
import { holdNumber } from './number-lock.js';

/** Whom a mail comes from, as its rows have it. */
export type SenderRow = MailAddress & { readonly active: boolean; readonly mailbox: MailboxRow | null };

interface Row {
  readonly own: {
    readonly state: string;
    readonly reason: string | null;
    readonly countsAt: number | null;
    readonly receiver: string | null;
    readonly linedUpAt: number | null;
  } | null;
  readonly suppressions: readonly Suppression[];
  readonly optOuts: readonly string[];
  readonly consents: readonly SaidOfTopic[];
  readonly surveys: readonly string[];
  readonly sender: SenderRow | null;
  readonly thread: readonly { readonly id: string; readonly subject: string | null }[] | null;
  readonly templates: TemplateMoment;
  readonly others: MessageFacts['others'] | null;
  readonly mails: readonly CampaignMail[] | null;
  readonly campaign: JourneysCampaign | null;
}

/** What the ledger knows of a message, and what gate and renderer need beside the facts: under the contact's lock (law 9). */
export async function readMessageFacts(
  tx: Tx,
  { journeyId, contactId }: { readonly journeyId: string; readonly contactId: string },
  intent: MessageIntent,
  facts: Facts,
  {
    caps,
    thread: steps,
    campaignId,
  }: { readonly caps: Caps | null; readonly thread: readonly string[]; readonly campaignId: string | null },
): Promise<MessageFacts> {
  const { stepId, occurrence, email } = intent;
  const hash = addressHash(facts, email === undefined ? 'phone' : 'email');
  const { phone } = facts.contact;
  if (email === undefined && typeof phone === 'string') await holdNumber(tx, phone);
  const [row] = (await query<Row>(tx)`
    SELECT
      (SELECT jsonb_build_object('state', state, 'reason', reason, 'countsAt', extract(epoch FROM "countsAt") * 1000,
        'receiver', receiver, 'linedUpAt', extract(epoch FROM "linedUpAt") * 1000) FROM messages
        WHERE "journeyId" = ${journeyId} AND "stepId" = ${stepId} AND occurrence = ${occurrence}) AS own,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('reason', reason, 'at', extract(epoch FROM at) * 1000)), '[]')
        FROM suppressions WHERE "addressHash" = ${hash}) AS suppressions,
      ARRAY(SELECT topic FROM opt_outs WHERE "contactId" = ${contactId}) AS "optOuts",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('topic', topic, 'granted', granted, 'at', extract(epoch FROM at) * 1000)
          ORDER BY at), '[]')
        FROM consents WHERE "contactId" = ${contactId}) AS consents,
      ARRAY(SELECT id FROM definitions WHERE kind = 'survey') AS surveys,
      ${email === undefined ? Prisma.sql`NULL::jsonb` : senderOf(email.from, facts)} AS sender,
      (SELECT jsonb_agg(jsonb_build_object('id', coalesce("serverMessageId", "messageId"), 'subject', subject)
          ORDER BY array_position(${steps}::text[], "stepId"), occurrence)
        FROM messages
        WHERE "journeyId" = ${journeyId} AND "stepId" = ANY(${steps}::text[])
          AND state IN ('accepted', 'handed-over', 'uncertain')) AS thread,
      ${templateMomentOf(journeyId)} AS templates,
      ${othersOf(journeyId, contactId, intent, caps)} AS others,
      ${mailsOfCampaigns(contactId, intent, caps)} AS mails,
      ${campaignOf(campaignId)} AS campaign`) as [Row];
  const { sender, thread, consents, own, others, mails, suppressions, ...rest } = row;
  const { purpose, topic = null } = contentOf(intent);
  return {
    ...rest,
    suppressed: holdsBack(suppressions, { purpose, topic }, consents),
    others: [
      ...(others ?? []),
      ...(caps === null ? [] : await countedMails(caps.programs, mails ?? [], caps.priority)),
    ],
    outcome: outcomeOf(own?.state ?? null),
    // Who sends an SMS is the transport's to know: it is always there.
    sender: email === undefined ? { name: '', address: '' } : present(sender),
    mailbox: sendingMailbox(sender?.mailbox ?? null),
    putOffFor: own?.reason ?? null,
    countsAt: own?.countsAt ?? null,
    line: own?.receiver == null ? null : { domain: own.receiver, since: own.linedUpAt ?? 0 },
    consents: grantedTopics(consents),
    thread: { references: (thread ?? []).map(({ id }) => id), subject: thread?.at(-1)?.subject ?? null },
  };
}

const campaignOf = (id: string | null): Prisma.Sql =>
  id === null
    ? Prisma.sql`NULL::jsonb`
    : Prisma.sql`(
        SELECT jsonb_build_object('id', id, 'rests', state IN ('paused', 'stopped'), 'perMinute', "perMinute",
          'resumedAt', (extract(epoch FROM "resumedAt") * 1000)::bigint)
        FROM campaigns WHERE id = ${id})`;

/** Versions of templates are numbered in the order of their commits: whoever knows those up to the newest misses none. */
const templateMomentOf = (journeyId: string): Prisma.Sql => Prisma.sql`(
  SELECT jsonb_build_object('upTo', (SELECT coalesce(max(id), 0) FROM template_versions),
    'begunAt', (extract(epoch FROM "startedAt") * 1000)::bigint)
  FROM journeys WHERE id = ${journeyId})`;

export async function readTemplateMoment(tx: Tx, journeyId: string): Promise<TemplateMoment> {
  const [row] = (await query<{ templates: TemplateMoment }>(tx)`
    SELECT ${templateMomentOf(journeyId)} AS templates`) as [{ templates: TemplateMoment }];
  return row.templates;
}

/** Of whom it goes to; null: there is no address. */
function addressHash({ contact }: Facts, channel: 'email' | 'phone'): string | null {
  const address = contact[channel];
  if (typeof address !== 'string') return null;
  return channel === 'email' ? hashAddressText(address) : hashPhone(address);
}

interface Caps {
  readonly policy: Policy;
  readonly priority: number;
  readonly programs: Programs;
}

/** How far back, and ahead, the caps on such a message look; 0: none holds for it. */
function capsReach(intent: MessageIntent, caps: Caps | null): number {
  const { purpose, topic = null } = contentOf(intent);
  return caps !== null && purpose === 'marketing' ? reachOf(caps.policy.caps, topic) : 0;
}

/**
 * The contact's other marketing, as far as a cap can count it: what was claimed, and what is put off and goes before this
 * message. What was refused reached nobody.
 */
function othersOf(journeyId: string, contactId: string, intent: MessageIntent, caps: Caps | null): Prisma.Sql {
  const reach = capsReach(intent, caps);
  if (caps === null || reach === 0) return Prisma.sql`NULL::jsonb`;
  return Prisma.sql`(
    SELECT jsonb_agg(jsonb_build_object('topic', topic, 'waits', state = 'intended',
        'at', (extract(epoch FROM CASE WHEN state = 'intended' THEN "dueAt" ELSE "claimedAt" END) * 1000)::bigint))
      FROM messages
      WHERE "contactId" = ${contactId} AND purpose = 'marketing'
        AND ("journeyId", "stepId", occurrence) <> (${journeyId}, ${intent.stepId}, ${intent.occurrence})
        AND (state NOT IN ('intended', 'skipped', 'refused') AND "claimedAt" > ${new Date(intent.at - reach)}
          OR state = 'intended' AND "dueAt" IS NOT NULL AND priority > ${caps.priority}))`;
}

/** What campaigns of one mail send counts with them. */
function mailsOfCampaigns(contactId: string, intent: MessageIntent, caps: Caps | null): Prisma.Sql {
  const reach = capsReach(intent, caps);
  return reach === 0 ? Prisma.sql`NULL::jsonb` : campaignMailsTo(Prisma.sql`${contactId}`, intent.at - reach, null);
}

export const present = (sender: SenderRow | null): MailAddress | null =>
  sender?.active === true ? { name: sender.name, address: sender.address } : null;

/** What sending needs to know of a mailbox's row; the rest is read where it connects. */
export interface MailboxRow {
  readonly id: string;
  readonly revision: number;
  readonly plusAddresses: boolean;
  readonly daily: number | null;
  readonly hourly: number | null;
  readonly warmUpFrom: number | null;
  readonly first: number | null;
  readonly growth: number | null;
}

export const MAILBOX = Prisma.sql`CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'revision', m.revision,
  'plusAddresses', m."plusAddresses", 'daily', m."dailyQuota", 'hourly', m."hourlyQuota",
  'warmUpFrom', extract(epoch FROM m."warmUpFrom") * 1000, 'first', m."warmUpFirst", 'growth', m."warmUpGrowth") END`;

export function sendingMailbox(row: MailboxRow | null): SendingMailbox | null {
  if (row === null) return null;
  const { id, revision, plusAddresses, daily, hourly, warmUpFrom: from, first, growth } = row;
  const warmUp = from === null || first === null || growth === null ? null : { from, first, growth };
  return { id, revision, plusAddresses, quotas: { daily, hourly, warmUp } };
}

/** The owner, over their own mailbox if they have one; or a mailbox by its name. */
const senderOf = (from: string, { owner }: Facts): Prisma.Sql =>
  from === 'owner'
    ? Prisma.sql`(
        SELECT jsonb_build_object('name', coalesce(m.name, u.name), 'address', coalesce(m.address, u.email),
          'active', u.active AND coalesce(m.active, true), 'mailbox', ${MAILBOX})
        FROM users u LEFT JOIN mailboxes m ON m."ownerId" = u.id AND m.kind = 'personal'
        WHERE u.id = ${typeof owner?.['id'] === 'string' ? owner['id'] : null} LIMIT 1)`
    : Prisma.sql`(
        SELECT jsonb_build_object('name', m.name, 'address', m.address, 'active', m.active, 'mailbox', ${MAILBOX})
        FROM mailboxes m WHERE m.id = ${from})`;

/**
 * What is known of a message that is planned a second time, after a hold or a restore; null: it may be sent. One in
 * doubt may too: only a person's `retry` plans it again.
 */
function outcomeOf(state: string | null): MessageResult | null {
  switch (state) {
    case 'accepted':
    case 'bounced':
      return { type: 'sent' };
    case 'refused':
      return { type: 'refused' };
    case 'handed-over':
      return { type: 'uncertain' };
    default:
      return null;
  }
}
