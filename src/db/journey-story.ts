import type { JourneyReads, PageRequest, StoredStoryLine } from '../api/store-ports.js';
import { isTakenOut } from '../domain/care/taken-out.js';
import { ruleOf } from '../domain/law/consent.js';
import { spanOfRow } from './care/exclusion-views.js';
import type { Db } from './client.js';
import type { JournalEntry } from './generated/client.js';
import { userNames } from './names.js';
import { cutPage, iso, isoOrNull, mapOf, numberAt } from './paging.js';

type Person = NonNullable<StoredStoryLine['person']>;

/** A page of a journey's journal, in the order in which it was written or the other way round. */
export async function readStory(
  db: Db,
  id: string,
  { after, limit }: PageRequest,
  order: 'asc' | 'desc',
): ReturnType<JourneyReads['entries']> {
  const last = numberAt(after);
  const rows = await db.journalEntry.findMany({
    where: { journeyId: id, ...(last === null ? {} : { id: order === 'asc' ? { gt: last } : { lt: last } }) },
    orderBy: { id: order },
    take: limit + 1,
  });
  const people = await peopleOf(db, rows);
  const takers = await takersOf(db, id, rows);
  return cutPage(
    rows,
    limit,
    (row) => [Number(row.id)],
    (row) => storyLine(row, people.get(requestOf(row) ?? '') ?? takers.get(row.id) ?? null),
  );
}

const PERSONAL: ReadonlySet<string> = new Set(['pause', 'resume', 'retry', 'exit', 'version']);

/** All lines of a command's advance carry its request; what a person did are those that name the command itself. */
const requestOf = (row: JournalEntry): string | null => {
  if (!PERSONAL.has(row.action) && row.reason !== 'by-hand' && row.reason !== 'by-person') return null;
  const id = row.detail === null ? null : mapOf(row.detail)['requestId'];
  return typeof id === 'string' ? id : null;
};

/** Who gave the commands that these lines came of, and why, by request. */
async function peopleOf(db: Db, rows: readonly JournalEntry[]): Promise<ReadonlyMap<string, Person>> {
  const ids = [...new Set(rows.flatMap((row) => requestOf(row) ?? []))];
  if (ids.length === 0) return new Map();
  const commands = await db.command.findMany({ where: { requestId: { in: ids } } });
  const names = await userNames(
    db,
    commands.map(({ actorId }) => actorId),
  );
  return new Map(
    commands.map(({ requestId, actorId, reason }) => [
      requestId,
      { id: actorId, name: names.get(actorId) ?? null, reason },
    ]),
  );
}

const TAKEN_OUT = 'taken-out';

/** Who had taken the contact out of what these lines left out, and why, by line. */
async function takersOf(
  db: Db,
  journeyId: string,
  rows: readonly JournalEntry[],
): Promise<ReadonlyMap<bigint, Person>> {
  const left = rows.filter(({ reason }) => reason === TAKEN_OUT);
  if (left.length === 0) return new Map();
  const { contactId, definitionId } = await db.journey.findUniqueOrThrow({
    where: { id: journeyId },
    select: { contactId: true, definitionId: true },
  });
  const exclusions = await db.careExclusion.findMany({ where: { contactId, definitionId }, orderBy: { id: 'desc' } });
  const names = await userNames(
    db,
    exclusions.map(({ actorId }) => actorId),
  );
  return new Map(
    left.flatMap(({ id, step, at, realAt }) => {
      // What stood then: it may have been taken back since.
      const found = exclusions.find(
        (each) =>
          each.realAt <= realAt &&
          (each.realUndoneAt === null || each.realUndoneAt > realAt) &&
          isTakenOut([spanOfRow(each)], step ?? '', at.getTime()),
      );
      if (found === undefined) return [];
      const { actorId, reason } = found;
      return [[id, { id: actorId, name: names.get(actorId) ?? null, reason }]];
    }),
  );
}

/** The law that a message was held back for. */
function lawOf(row: JournalEntry): string | null {
  const rule = row.detail === null ? null : mapOf(row.detail)['rule'];
  return typeof rule === 'string' ? `${rule}: ${ruleOf(rule).law}` : null;
}

const storyLine = (row: JournalEntry, person: Person | null): StoredStoryLine => ({
  at: iso(row.at),
  realAt: iso(row.realAt),
  stage: row.stage,
  track: row.track,
  step: row.step,
  action: row.action,
  decision: row.decision,
  reason: row.reason,
  until: isoOrNull(row.until),
  detail: row.detail === null ? null : mapOf(row.detail),
  law: lawOf(row),
  person,
});
