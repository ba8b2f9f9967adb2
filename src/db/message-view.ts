import type { MessageView } from '../api/contracts/messages.js';
import type { Db } from './client.js';
import type { Message, Prisma } from './generated/client.js';
import { contactNames } from './names.js';
import { iso, isoOrNull } from './paging.js';

/** A body can be large: no list reads it. */
export const MESSAGE_OMIT = { raw: true } as const;

export type MessageRow = Omit<Message, 'raw'>;

/** Reads the names that rows don't have once for all of them. */
export async function messageViews(db: Db, rows: readonly MessageRow[]): Promise<(row: MessageRow) => MessageView> {
  const names = await contactNames(
    db,
    rows.map((row) => row.contactId),
  );
  const visits = await visitsOf(
    db,
    rows.map((row) => row.journeyId),
  );
  const evidence = await evidenceOf(
    db,
    rows.filter((row) => row.state === 'uncertain'),
  );
  return (row) => ({
    id: row.id,
    journeyId: row.journeyId,
    contactId: row.contactId,
    contactName: names.get(row.contactId) ?? '',
    step: row.stepId,
    occurrence: row.occurrence,
    // The column's values are the ledger's; one that a later version made fails the contract and is seen at once.
    state: row.state as MessageView['state'],
    reason: row.reason,
    channel: row.channel,
    purpose: row.purpose,
    topic: row.topic,
    template: row.template,
    templateVersions: row.templateVersions as MessageView['templateVersions'],
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
    ...(visits.get(visitKey(row)) ?? NO_VISITS),
    evidence: evidence.get(row.id) ?? null,
  });
}

interface Visits {
  openedAt: string | null;
  clickedAt: string | null;
  machineVisits: number;
}

const NO_VISITS: Readonly<Visits> = { openedAt: null, clickedAt: null, machineVisits: 0 };

const visitKey = (of: { readonly journeyId: string; readonly stepId: string; readonly occurrence: number }): string =>
  [of.journeyId, of.stepId, of.occurrence].join(' ');

async function visitsOf(db: Db, journeyIds: readonly string[]): Promise<ReadonlyMap<string, Readonly<Visits>>> {
  const rows = await db.mailVisit.groupBy({
    by: ['journeyId', 'stepId', 'occurrence', 'kind', 'byPerson'],
    where: { journeyId: { in: [...new Set(journeyIds)] }, byPerson: { not: null } },
    _min: { at: true },
    _count: true,
  });
  const visits = new Map<string, Visits>();
  for (const row of rows) {
    const of = visits.get(visitKey(row)) ?? { ...NO_VISITS };
    if (row.byPerson !== true) of.machineVisits += row._count;
    else if (row.kind === 'click') of.clickedAt = isoOrNull(row._min.at);
    else of.openedAt = isoOrNull(row._min.at);
    visits.set(visitKey(row), of);
  }
  return visits;
}

/** What the story says of the last look for each message in doubt. */
async function evidenceOf(
  db: Db,
  doubtful: readonly MessageRow[],
): Promise<ReadonlyMap<string, MessageView['evidence']>> {
  if (doubtful.length === 0) return new Map();
  const lines = await db.journalEntry.findMany({
    where: {
      OR: doubtful.map(({ journeyId, stepId, doubtedAt }) => ({
        journeyId,
        step: stepId,
        ...(doubtedAt === null ? {} : { realAt: { gte: doubtedAt } }),
      })),
      decision: 'uncertain',
      reason: { not: null },
    },
    orderBy: { id: 'asc' },
    select: { journeyId: true, step: true, reason: true, at: true },
  });
  const found = new Map(
    lines.map(({ journeyId, step, reason, at }) => [`${journeyId} ${step}`, { answer: reason ?? '', at: iso(at) }]),
  );
  return new Map(doubtful.map((row) => [row.id, found.get(`${row.journeyId} ${row.stepId}`) ?? null]));
}

/** Some messages, ready to be shown. */
export async function readMessages(
  db: Db,
  query: Pick<Prisma.MessageFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<MessageView[]> {
  const rows = await db.message.findMany({ ...query, omit: MESSAGE_OMIT });
  return rows.map(await messageViews(db, rows));
}
