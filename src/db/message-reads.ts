import type { MessageFilter, MessageReads, Scope } from '../api/store-ports.js';
import type { Db } from './client.js';
import type { Prisma } from './generated/client.js';
import { journeyScope } from './journey-scope.js';
import { MESSAGE_OMIT, messageViews } from './message-view.js';
import { cutPage, textAt } from './paging.js';
import { partOf } from './part-of.js';

export const messageScope = (scope: Scope): Prisma.MessageWhereInput =>
  scope.type === 'all' ? {} : { journey: journeyScope(scope) };

function matchesFilter({ journey, contact, state, owner, q }: MessageFilter): Prisma.MessageWhereInput {
  const part = partOf(q ?? '');
  return {
    ...(journey === undefined ? {} : { journeyId: journey }),
    ...(contact === undefined ? {} : { contactId: contact }),
    ...(state === undefined ? {} : { state: { in: [...state] } }),
    ...(owner === undefined ? {} : { journey: { ownerId: owner } }),
    ...(q === undefined
      ? {}
      : {
          OR: [
            { subject: part },
            { toAddress: part },
            { journey: { contact: { OR: [{ name: part }, { company: part }] } } },
          ],
        }),
  };
}

/** The message ledger, read only. */
export function createMessageReads(db: Db): MessageReads {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after);
      const where = { AND: [messageScope(scope), matchesFilter(filter), id === null ? {} : { id: { lt: id } }] };
      const rows = await db.message.findMany({ where, omit: MESSAGE_OMIT, orderBy: { id: 'desc' }, take: limit + 1 });
      return cutPage(rows, limit, (row) => [row.id], await messageViews(db, rows));
    },
    async get(scope, id) {
      const row = await db.message.findFirst({ where: { AND: [{ id }, messageScope(scope)] }, omit: MESSAGE_OMIT });
      return row === null ? null : (await messageViews(db, [row]))(row);
    },
    async raw(id) {
      const row = await db.message.findUnique({ where: { id }, select: { raw: true } });
      return row?.raw ?? null;
    },
  };
}
