import type { MessageView } from '../api/contracts/messages.js';
import type { MessageFilter, MessageReads, Scope } from '../api/store-ports.js';
import type { Db } from './client.js';
import type { Message, Prisma } from './generated/client.js';
import { journeyScope } from './journey-scope.js';
import { cutPage, iso, isoOrNull, textAt } from './paging.js';

type Row = Omit<Message, 'raw'>;

const messageView = (row: Row): MessageView => ({
  id: row.id,
  journeyId: row.journeyId,
  contactId: row.contactId,
  step: row.stepId,
  occurrence: row.occurrence,
  // The column's values are the ledger's; one that a later version made fails the contract and is seen at once.
  state: row.state as MessageView['state'],
  reason: row.reason,
  channel: row.channel,
  purpose: row.purpose,
  topic: row.topic,
  template: row.template,
  locale: row.locale,
  subject: row.subject,
  fromAddress: row.fromAddress,
  toAddress: row.toAddress,
  messageId: row.messageId,
  attempts: row.attempts,
  intendedAt: iso(row.intendedAt),
  claimedAt: isoOrNull(row.claimedAt),
  acceptedAt: isoOrNull(row.acceptedAt),
  repliedAt: isoOrNull(row.repliedAt),
});

const inScope = (scope: Scope): Prisma.MessageWhereInput =>
  scope.type === 'all' ? {} : { journey: journeyScope(scope) };

const matchesFilter = ({ journey, contact, state }: MessageFilter): Prisma.MessageWhereInput => ({
  ...(journey === undefined ? {} : { journeyId: journey }),
  ...(contact === undefined ? {} : { contactId: contact }),
  ...(state === undefined ? {} : { state: { in: [...state] } }),
});

const omit = { raw: true } as const;

/** The message ledger, read only. */
export function createMessageReads(db: Db): MessageReads {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after);
      const where = { AND: [inScope(scope), matchesFilter(filter), id === null ? {} : { id: { lt: id } }] };
      const rows = await db.message.findMany({ where, omit, orderBy: { id: 'desc' }, take: limit + 1 });
      return cutPage(rows, limit, (row) => [row.id], messageView);
    },
    async get(scope, id) {
      const row = await db.message.findFirst({ where: { AND: [{ id }, inScope(scope)] }, omit });
      return row === null ? null : messageView(row);
    },
    async raw(id) {
      const row = await db.message.findUnique({ where: { id }, select: { raw: true } });
      return row?.raw ?? null;
    },
  };
}
