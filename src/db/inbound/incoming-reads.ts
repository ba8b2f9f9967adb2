import type { IncomingMailView, MailboxReadingView } from '../../api/contracts/incoming-mails.js';
import type { IncomingFilter, IncomingReads, Scope } from '../../api/store-ports.js';
import { campaignIdOf } from '../../domain/campaign/response.js';
import { err, ok } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db } from '../client.js';
import { contactScope } from '../contact-store.js';
import type { IncomingMail, MailboxReading, Prisma } from '../generated/client.js';
import { cutPage, iso, isoOrNull, textAt } from '../paging.js';

/** What concerns no contact is seen by those who see everything. */
const scoped = (scope: Scope): Prisma.IncomingMailWhereInput =>
  scope.type === 'all' ? {} : { contact: contactScope(scope) };

function matchesFilter({ contact, journey, mailbox, kind }: IncomingFilter): Prisma.IncomingMailWhereInput {
  return {
    ...(contact === undefined ? {} : { contactId: contact }),
    ...(journey === undefined ? {} : { journeyId: journey }),
    ...(mailbox === undefined ? {} : { mailboxId: mailbox }),
    ...(kind === undefined ? {} : { kind: { in: [...kind] } }),
  };
}

/** What came in, as those may see it who see the contact, and how the mailboxes are read. */
export function createIncomingReads(db: Db): IncomingReads {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after);
      const rows = await db.incomingMail.findMany({
        where: { AND: [scoped(scope), matchesFilter(filter), id === null ? {} : { id: { lt: id } }] },
        include: { contact: { select: { name: true } } },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return cutPage(rows, limit, (row) => [row.id], viewOf);
    },
    async askAgain(id, by) {
      return await db.$transaction(async (tx) => {
        const include = { contact: { select: { name: true } } };
        const row = await tx.incomingMail.findUnique({ where: { id }, include });
        if (row === null) return null;
        if (row.kind !== 'unhandled' || row.realAskedAt !== null) return ok(viewOf(row));
        const isRead = { id: row.mailboxId, active: true, imapHost: { not: null } };
        if ((await tx.mailbox.count({ where: isRead })) === 0) return err('mailbox-not-read');
        const data = { realAskedAt: new Date(), retried: null };
        await writeAudit(tx, by, { action: 'incoming-mail.retried', objectType: 'incoming-mail', objectId: id });
        return ok(viewOf(await tx.incomingMail.update({ where: { id }, data, include })));
      });
    },
    async readings() {
      const where = { active: true, imapHost: { not: null } };
      const read = await db.mailbox.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
      const ids = read.map(({ id }) => id);
      const rows = await db.mailboxReading.findMany({ where: { mailboxId: { in: ids } } });
      return ids.map((id) => readingOf(id, rows.find(({ mailboxId }) => mailboxId === id) ?? null));
    },
  };
}

const viewOf = (row: IncomingMail & { readonly contact: { readonly name: string } | null }): IncomingMailView => ({
  id: row.id,
  channel: row.channel as IncomingMailView['channel'],
  mailboxId: row.channel === 'sms' ? null : row.mailboxId,
  // The columns' values are the reader's; one that a later version made fails the contract and is seen at once.
  kind: row.kind as IncomingMailView['kind'],
  why: row.why,
  effect: row.effect as IncomingMailView['effect'],
  noEffect: row.noEffect as IncomingMailView['noEffect'],
  until: row.until,
  fromAddress: row.fromAddress,
  otherAddress: row.otherAddress,
  contactId: row.contactId,
  contactName: row.contact?.name ?? null,
  ...aboutOf(row),
  matchedBy: row.matchedBy as IncomingMailView['matchedBy'],
  subject: row.subject,
  text: row.text,
  retry: row.realAskedAt === null ? (row.retried as IncomingMailView['retry']) : 'asked',
  at: iso(row.at),
});

/** A journey's mail, or a campaign's own, which stands in no ledger of messages. */
function aboutOf({
  journeyId,
  stepId,
  sentId,
}: IncomingMail): Pick<IncomingMailView, 'journeyId' | 'campaignId' | 'step' | 'messageId'> {
  const campaignId = campaignIdOf(journeyId);
  return campaignId === null
    ? { journeyId, campaignId, step: stepId, messageId: sentId }
    : { journeyId: null, campaignId, step: null, messageId: null };
}

/** Null: nobody has begun to read it. */
const readingOf = (mailboxId: string, row: MailboxReading | null): MailboxReadingView => ({
  mailboxId,
  connectedSince: isoOrNull(row?.realConnectedSince ?? null),
  lastMailAt: isoOrNull(row?.realLastMailAt ?? null),
  trouble: (row?.trouble ?? null) as MailboxReadingView['trouble'],
  troubleSince: isoOrNull(row?.realTroubleSince ?? null),
});
