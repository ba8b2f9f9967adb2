import type { NoticeView } from '../api/contracts/notices.js';
import type { NoticeReader, NoticeStore } from '../api/store-ports.js';
import { MOST_UNREAD, NOTICE_KINDS } from '../domain/notices.js';
import type { Db } from './client.js';
import { contactScope } from './contact-store.js';
import type { Notice } from './generated/client.js';
import { journeyScope } from './journey-scope.js';
import { contactNames } from './names.js';
import type { Outlines } from './outlines.js';
import { cutPage, iso, isoOrNull, textAt } from './paging.js';
import { taskScope } from './task-reads.js';

/** What people are told. Every read and write names the user, so that nobody's notices are another's. */
export function createNoticeStore(db: Db, outlines: Outlines): NoticeStore {
  return {
    async list(reader, filter, { after, limit }) {
      const { userId } = reader;
      const id = textAt(after);
      const rows = await db.notice.findMany({
        where: { userId, ...(filter.unread ? { readAt: null } : {}), ...(id === null ? {} : { id: { lt: id } }) },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const [view, unread] = await Promise.all([viewsFor(db, outlines, reader, rows), countUnread(db, userId)]);
      return { ...cutPage(rows, limit, (row) => [row.id], view), unread };
    },
    async read(reader, id, at) {
      const { userId } = reader;
      await db.notice.updateMany({ where: { id, userId, readAt: null }, data: { readAt: new Date(at) } });
      const row = await db.notice.findUnique({ where: { id, userId } });
      return row === null ? null : (await viewsFor(db, outlines, reader, [row]))(row);
    },
    async readAll(userId, upTo, at) {
      const seen = upTo === null ? {} : { id: { lte: upTo } };
      const { count } = await db.notice.updateMany({
        where: { userId, readAt: null, ...seen },
        data: { readAt: new Date(at) },
      });
      return count;
    },
  };
}

/** No further than the page's bell shows, so that it costs the same however many nobody reads. */
async function countUnread(db: Db, userId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ unread: number }[]>`
    SELECT count(*)::int AS unread
    FROM (SELECT 1 FROM notices WHERE "userId" = ${userId} AND "readAt" IS NULL LIMIT ${MOST_UNREAD}) counted`;
  return row?.unread ?? 0;
}

const idsOf = (ids: readonly (string | null)[]): { in: string[] } => ({
  in: [...new Set(ids.filter((id) => id !== null))],
});

/** Reads once for all rows what they are about, and what of that the reader may open now. */
async function viewsFor(
  db: Db,
  outlines: Outlines,
  { scope }: NoticeReader,
  rows: readonly Notice[],
): Promise<(row: Notice) => NoticeView> {
  const [journeys, tasks] = await Promise.all([
    db.journey.findMany({
      where: { id: idsOf(rows.map(({ journeyId }) => journeyId)) },
      select: { id: true, contactId: true, definitionId: true, definitionVersion: true },
    }),
    db.task.findMany({ where: { id: idsOf(rows.map(({ taskId }) => taskId)) }, select: { id: true, title: true } }),
  ]);
  const journeyOf = new Map(journeys.map((journey) => [journey.id, journey]));
  const titleOf = new Map(tasks.map(({ id, title }) => [id, title]));
  const contactOf = ({ contactId, journeyId }: Notice) =>
    contactId ?? journeyOf.get(journeyId ?? '')?.contactId ?? null;
  const contactIds = rows.map(contactOf);
  const [names, ofVersion, openContacts, openJourneys, openTasks] = await Promise.all([
    contactNames(db, contactIds),
    outlines.of(journeys),
    db.contact.findMany({ where: { AND: [{ id: idsOf(contactIds) }, contactScope(scope)] }, select: { id: true } }),
    db.journey.findMany({
      where: { AND: [{ id: { in: [...journeyOf.keys()] } }, journeyScope(scope)] },
      select: { id: true },
    }),
    db.task.findMany({
      where: { AND: [{ id: { in: [...titleOf.keys()] } }, await taskScope(db, scope)] },
      select: { id: true },
    }),
  ]);
  const open = new Set([...openContacts, ...openJourneys, ...openTasks].map(({ id }) => id));
  return (row) => {
    const journey = journeyOf.get(row.journeyId ?? '');
    const about = { journey: row.journeyId, task: row.taskId, contact: contactOf(row) };
    return {
      id: row.id,
      kind: NOTICE_KINDS.find((kind) => kind === row.kind) ?? 'other',
      title: row.title,
      text: row.text,
      contactId: about.contact,
      contactName: names.get(about.contact ?? '') ?? null,
      journeyId: row.journeyId,
      definitionId: journey?.definitionId ?? null,
      definitionName: journey === undefined ? null : ofVersion(journey).name,
      taskId: row.taskId,
      taskTitle: titleOf.get(row.taskId ?? '') ?? null,
      opens: (['journey', 'task', 'contact'] as const).filter((thing) => open.has(about[thing] ?? '')),
      at: iso(row.at),
      readAt: isoOrNull(row.readAt),
    };
  };
}
