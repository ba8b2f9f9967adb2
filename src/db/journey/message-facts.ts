import type { MailAddress, MessageFacts } from '../../activities/ports.js';
import { reachOf } from '../../domain/journey/caps.js';
import { contentOf, type MessageIntent, type MessageResult } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import type { Policy } from '../../domain/policy.js';
import { hashAddressText, hashPhone } from '../address-hash.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { grantedTopics } from '../granted-topics.js';
import { query } from '../statement.js';

interface Row {
  readonly state: string | null;
  readonly suppressed: boolean;
  readonly optOuts: readonly string[];
  readonly consents: readonly { readonly topic: string; readonly granted: boolean }[];
  readonly surveys: readonly string[];
  readonly sender: (MailAddress & { readonly active: boolean; readonly mailboxId: string | null }) | null;
  readonly thread: { readonly id: string; readonly subject: string | null } | null;
  readonly others: MessageFacts['others'] | null;
}

/** What the ledger knows of a message, and what gate and renderer need beside the facts: under the contact's lock (law 9). */
export async function readMessageFacts(
  tx: Tx,
  { journeyId, contactId }: { readonly journeyId: string; readonly contactId: string },
  intent: MessageIntent,
  facts: Facts,
  caps: Caps,
): Promise<MessageFacts> {
  const { stepId, occurrence, email } = intent;
  const hash = addressHash(facts, email === undefined ? 'phone' : 'email');
  const [row] = (await query<Row>(tx)`
    SELECT
      (SELECT state FROM messages
        WHERE "journeyId" = ${journeyId} AND "stepId" = ${stepId} AND occurrence = ${occurrence}) AS state,
      EXISTS (SELECT FROM suppressions
        WHERE "addressHash" = ${hash}) AS suppressed,
      ARRAY(SELECT topic FROM opt_outs WHERE "contactId" = ${contactId}) AS "optOuts",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('topic', topic, 'granted', granted) ORDER BY at), '[]')
        FROM consents WHERE "contactId" = ${contactId}) AS consents,
      ARRAY(SELECT id FROM definitions WHERE kind = 'survey') AS surveys,
      ${email === undefined ? Prisma.sql`NULL::jsonb` : senderOf(email.from, facts)} AS sender,
      (SELECT jsonb_build_object('id', coalesce("serverMessageId", "messageId"), 'subject', subject) FROM messages
        WHERE "journeyId" = ${journeyId} AND "stepId" = ${email?.thread ?? null}
          AND state IN ('accepted', 'handed-over', 'uncertain')
        ORDER BY occurrence DESC LIMIT 1) AS thread,
      ${othersOf(journeyId, contactId, intent, caps)} AS others`) as [Row];
  const { sender, thread, consents, state, others, ...rest } = row;
  return {
    ...rest,
    others: others ?? [],
    outcome: outcomeOf(state),
    // Who sends an SMS is the transport's to know: it is always there.
    sender: email === undefined ? { name: '', address: '' } : present(sender),
    mailboxId: sender?.mailboxId ?? null,
    consents: grantedTopics(consents),
    thread: thread === null ? { references: [], subject: null } : { references: [thread.id], subject: thread.subject },
  };
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
}

/**
 * The contact's other marketing, as far as a cap can count it: what was claimed, and what is put off and goes before this
 * message. What was refused reached nobody.
 */
function othersOf(
  journeyId: string,
  contactId: string,
  intent: MessageIntent,
  { policy: { caps }, priority }: Caps,
): Prisma.Sql {
  const { purpose, topic = null } = contentOf(intent);
  const reach = purpose === 'marketing' ? reachOf(caps, topic) : 0;
  if (reach === 0) return Prisma.sql`NULL::jsonb`;
  return Prisma.sql`(
    SELECT jsonb_agg(jsonb_build_object('topic', topic, 'waits', state = 'intended',
        'at', (extract(epoch FROM CASE WHEN state = 'intended' THEN "dueAt" ELSE "claimedAt" END) * 1000)::bigint))
      FROM messages
      WHERE "contactId" = ${contactId} AND purpose = 'marketing'
        AND ("journeyId", "stepId", occurrence) <> (${journeyId}, ${intent.stepId}, ${intent.occurrence})
        AND (state NOT IN ('intended', 'skipped', 'refused') AND "claimedAt" > ${new Date(intent.at - reach)}
          OR state = 'intended' AND "dueAt" IS NOT NULL AND priority > ${priority}))`;
}

const present = (sender: Row['sender']): MailAddress | null =>
  sender?.active === true ? { name: sender.name, address: sender.address } : null;

/** The owner, or a mailbox by its name. */
const senderOf = (from: string, { owner }: Facts): Prisma.Sql =>
  from === 'owner'
    ? Prisma.sql`(
        SELECT jsonb_build_object('name', name, 'address', email, 'active', active, 'mailboxId', NULL)
        FROM users WHERE id = ${typeof owner?.['id'] === 'string' ? owner['id'] : null})`
    : Prisma.sql`(
        SELECT jsonb_build_object('name', name, 'address', address, 'active', active, 'mailboxId', id)
        FROM mailboxes WHERE id = ${from})`;

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
