import type { MessageFilter, MessageReads, Scope } from '../api/store-ports.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';
import { journeyScope, journeysIn } from './journey-scope.js';
import { MESSAGE_OMIT, messageViews } from './message-view.js';
import { cutPage, textAt } from './paging.js';
import { partOf } from './part-of.js';

export const messageScope = (scope: Scope): Prisma.MessageWhereInput =>
  scope.type === 'all' ? {} : { journey: journeyScope(scope) };

/** Which messages a filter means, for SQL that calls the message `m`, its journey `j` and its contact `c`. */
function filterSql({ journey, contact, state, owner, q }: MessageFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (journey !== undefined) parts.push(Prisma.sql`m."journeyId" = ${journey}::text`);
  if (contact !== undefined) parts.push(Prisma.sql`m."contactId" = ${contact}::text`);
  if (state !== undefined) parts.push(Prisma.sql`m.state = ANY(${[...state]}::text[])`);
  if (owner !== undefined) parts.push(Prisma.sql`j."ownerId" = ${owner}::text`);
  if (q !== undefined) parts.push(namedSql(q));
  return parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join(parts, ' AND ');
}

function namedSql(q: string): Prisma.Sql {
  const part = `%${partOf(q).contains}%`;
  return Prisma.sql`(m.subject ILIKE ${part}::text OR m."toAddress" ILIKE ${part}::text
    OR c.name ILIKE ${part}::text OR c.company ILIKE ${part}::text)`;
}

/** The message ledger, read only. */
export function createMessageReads(db: Db): MessageReads {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after);
      const beyond = id === null ? Prisma.sql`TRUE` : Prisma.sql`m.id < ${id}::text`;
      const found = await db.$queryRaw<{ id: string }[]>`
        SELECT m.id FROM ${journeysIn(scope)} j JOIN messages m ON m."journeyId" = j.id
          LEFT JOIN contacts c ON c.id = j."contactId"
        WHERE ${filterSql(filter)} AND ${beyond} ORDER BY m.id DESC LIMIT ${limit + 1}::bigint`;
      const where = { id: { in: found.map((row) => row.id) } };
      const rows = await db.message.findMany({ where, omit: MESSAGE_OMIT, orderBy: { id: 'desc' } });
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
