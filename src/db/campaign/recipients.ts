import type { Block, MailCampaign, Recipient, Sender } from '../../activities/campaign-mail-ports.js';
import type { Moment } from '../../activities/campaign-ports.js';
import type { Programs } from '../../activities/ports.js';
import type { EmailStep } from '../../domain/definition/definition.js';
import type { Instant } from '../../domain/instant.js';
import { type OtherMessage, priorityOf, reachOf } from '../../domain/journey/caps.js';
import type { FactEvent, Facts } from '../../domain/journey/facts.js';
import { nodeOf } from '../../domain/journey/program.js';
import type { Policy } from '../../domain/policy.js';
import { holdsBack, type SaidOfTopic, type Suppression } from '../../domain/suppression.js';
import { hashAddressText } from '../address-hash.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { grantedTopics } from '../granted-topics.js';
import { MAILBOX, present, type SenderRow, sendingMailbox } from '../journey/message-facts.js';
import { subjectFacts } from '../journey/records.js';
import { SUBJECT_COLUMNS, type SubjectRows, subjectJoins } from '../journey/subject-rows.js';
import { query } from '../statement.js';
import { marketingSince, WISHES } from './asked.js';
import { type CampaignMail, campaignMailsTo, countedMails } from './others.js';

/* What gate and template look at, of some hundred contacts by two statements. */

export interface RecipientParts {
  readonly db: Db;
  readonly programs: Programs;
  readonly policy: Policy;
}

interface Row extends SubjectRows {
  readonly n: number;
  readonly reason: string | null;
  readonly dueAt: Date;
  readonly optOuts: readonly string[];
  readonly consents: readonly SaidOfTopic[] | null;
  readonly sender: SenderRow | null;
  readonly messages: readonly OtherMessage[] | null;
  readonly mails: readonly CampaignMail[] | null;
  readonly wishes: string;
  readonly gone: number | null;
  readonly inquiredAt: Date | null;
  readonly takenOut: boolean;
}

/** Those of a block who are due and not settled, in their order. */
export async function readDue(
  parts: RecipientParts,
  campaign: MailCampaign,
  { campaignId, fromN, toN }: Block,
  most: number,
  now: Moment,
): Promise<Recipient[]> {
  const whom = Prisma.sql`
    SELECT r.n, r."contactId", r."dueAt", CASE WHEN r.outcome = 'deferred' THEN r.reason END AS reason
    FROM campaign_recipients r
    WHERE r."campaignId" = ${campaignId} AND r.n BETWEEN ${fromN} AND ${toN} AND r.state = 'waiting'
      AND (r.outcome IS NULL OR r.outcome = 'deferred') AND r."dueAt" <= ${new Date(now.virtual)}
    ORDER BY r.n LIMIT ${most}`;
  return await read(parts, campaign, whom, now);
}

/** Contacts as they would be if they were recipients. */
export function readContacts(
  parts: RecipientParts,
  campaign: MailCampaign,
  contactIds: readonly string[],
  now: Moment,
): Promise<Recipient[]> {
  const whom = Prisma.sql`
    SELECT 0 AS n, id AS "contactId", ${new Date(now.virtual)}::timestamptz AS "dueAt", NULL::text AS reason
    FROM unnest(${contactIds}::text[]) AS id`;
  return read(parts, campaign, whom, now);
}

async function read(
  { db, programs, policy }: RecipientParts,
  campaign: MailCampaign,
  whom: Prisma.Sql,
  now: Moment,
): Promise<Recipient[]> {
  const email = emailOf(campaign);
  const { topic = null, purpose } = email;
  const priority = priorityOf(campaign.program);
  const reach = purpose === 'marketing' ? reachOf(policy.caps, topic) : 0;
  const since = now.virtual - reach;
  const rows = await query<Row>(db)`
    SELECT whom.n, whom.reason, whom."dueAt", ${SUBJECT_COLUMNS},
      ARRAY(SELECT topic FROM opt_outs WHERE "contactId" = c.id) AS "optOuts",
      (SELECT jsonb_agg(jsonb_build_object('topic', topic, 'granted', granted, 'at', extract(epoch FROM at) * 1000)
        ORDER BY at) FROM consents WHERE "contactId" = c.id) AS consents,
      ${senderColumn(email.from)} AS sender,
      ${inquiryColumn(policy)} AS "inquiredAt",
      EXISTS (SELECT FROM care_exclusions WHERE "contactId" = c.id AND "definitionId" = ${campaign.id}
        AND "undoneAt" IS NULL) AS "takenOut",
      ${messagesColumn(reach, priority, now.virtual)} AS messages,
      ${reach === 0 ? Prisma.sql`NULL::jsonb` : campaignMailsTo(Prisma.sql`c.id`, since, campaign.id)} AS mails,
      ${WISHES} AS wishes,
      ${reach === 0 ? Prisma.sql`NULL::int` : marketingSince(Prisma.sql`c.id`, campaign.id, since)} AS gone
    FROM (${whom}) whom JOIN contacts c ON c.id = whom."contactId" ${subjectJoins(Prisma.sql`NULL`)}
    ${mailboxJoin(email.from)}
    ORDER BY whom.n`;
  const shared = await sharedSender(db, email.from);
  const suppressions = await readSuppressions(db, rows);
  return await Promise.all(
    rows.map(async (row): Promise<Recipient> => {
      const said = row.consents ?? [];
      const hash = addressHashOf(row);
      return {
        n: row.n,
        contactId: row.contact.id,
        deferredFor: row.reason,
        dueAt: row.dueAt.getTime(),
        facts: factsOf(row),
        sender: email.from === 'owner' ? senderOf(row.sender) : shared,
        suppressed: holdsBack(suppressions.get(hash ?? '') ?? [], { purpose, topic }, said),
        optOuts: row.optOuts,
        consents: grantedTopics(said),
        others: [...(row.messages ?? []), ...(await countedMails(programs, row.mails ?? [], priority))],
        asked: {
          ...{ contactId: row.contact.id, wishes: row.wishes },
          others: row.gone === null ? null : { since, count: row.gone },
        },
      };
    }),
  );
}

export function emailOf({ program, stepId }: MailCampaign): EmailStep {
  const { step } = nodeOf(program, stepId);
  if (step.action !== 'email') throw new Error(`${program.definition.id} has no email at ${stepId}`);
  return step.email;
}

const addressHashOf = ({ contact }: Row): string | null =>
  contact.email === null ? null : hashAddressText(contact.email);

async function readSuppressions(db: Db, rows: readonly Row[]): Promise<ReadonlyMap<string, readonly Suppression[]>> {
  const hashes = rows.map(addressHashOf).filter((hash) => hash !== null);
  const found = await query<{ addressHash: string; reason: string; at: Date }>(db)`
    SELECT "addressHash", reason, at FROM suppressions WHERE "addressHash" = ANY(${hashes})`;
  const known = new Map<string, Suppression[]>();
  for (const { addressHash, reason, at } of found)
    known.set(addressHash, [...(known.get(addressHash) ?? []), { reason, at: at.getTime() }]);
  return known;
}

function factsOf(row: Row): Facts {
  return {
    ...subjectFacts(row),
    events: row.inquiredAt === null ? [] : [inquiry(row.inquiredAt.getTime())],
    answers: {},
    teams: {},
    ...(row.takenOut ? { takenOut: [{ steps: [], since: null, until: null }] } : {}),
  };
}

/** The last time that somebody asked us something: all that the law's exceptions look for. */
const inquiry = (at: Instant): FactEvent => ({ id: '', seq: 0, type: 'case.opened', at, fields: {} });

/** As `isInquiry` says. Looked for only where what somebody asked may stand for consent. */
const inquiryColumn = ({ law }: Policy): Prisma.Sql =>
  law.world && law.existingCustomers
    ? Prisma.sql`(SELECT max(at) FROM events WHERE "contactId" = c.id
        AND (type = 'case.opened' OR type = 'form.submitted' AND fields @> '{"inquiry": true}'))`
    : Prisma.sql`NULL::timestamptz`;

const messagesColumn = (reach: number, priority: number, now: Instant): Prisma.Sql =>
  reach === 0
    ? Prisma.sql`NULL::jsonb`
    : Prisma.sql`(
        SELECT jsonb_agg(jsonb_build_object('topic', topic, 'waits', state = 'intended',
          'at', (extract(epoch FROM CASE WHEN state = 'intended' THEN "dueAt" ELSE "claimedAt" END) * 1000)::bigint))
        FROM messages
        WHERE "contactId" = c.id AND purpose = 'marketing'
          AND (state NOT IN ('intended', 'skipped', 'refused') AND "claimedAt" > ${new Date(now - reach)}
            OR state = 'intended' AND "dueAt" IS NOT NULL AND priority > ${priority}))`;

const mailboxJoin = (from: string): Prisma.Sql =>
  from === 'owner' ? Prisma.sql`LEFT JOIN mailboxes m ON m."ownerId" = o.id AND m.kind = 'personal'` : Prisma.empty;

const senderColumn = (from: string): Prisma.Sql =>
  from === 'owner'
    ? Prisma.sql`CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('name', coalesce(m.name, o.name),
        'address', coalesce(m.address, o.email), 'active', o.active AND coalesce(m.active, true), 'mailbox', ${MAILBOX}) END`
    : Prisma.sql`NULL::jsonb`;

async function sharedSender(db: Db, from: string): Promise<Sender | null> {
  if (from === 'owner') return null;
  const [row] = await query<{ sender: SenderRow }>(db)`
    SELECT jsonb_build_object('name', m.name, 'address', m.address, 'active', m.active, 'mailbox', ${MAILBOX}) AS sender
    FROM mailboxes m WHERE m.id = ${from}`;
  return senderOf(row?.sender ?? null);
}

function senderOf(row: SenderRow | null): Sender | null {
  const address = present(row);
  return address === null ? null : { address, mailbox: sendingMailbox(row?.mailbox ?? null) };
}
