import type { LatelyView } from '../api/contracts/lately.js';
import { cutText } from '../domain/cut-text.js';
import { openCases } from '../domain/records/open-cases.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';
import type { Outlines } from './outlines.js';
import { iso } from './paging.js';

/*
 * What happened lately with customers: read for some of them at once, each part by an index of few rows a customer. The types
 * stand in the statements as they are written, or Postgres would not see that the partial index has them.
 */

const MOST_SHOWN = 3;
/** A customer with more events of cases than this is none of whom a line could tell. */
const MOST_CASE_EVENTS = 200;
/** Bytes of a reply. */
const FIRST_WORDS = 200;

const NOTHING: LatelyView = {
  lastOrder: null,
  openCases: { count: 0, cases: [] },
  lastAnswer: null,
  lastReply: null,
};

/** What happened lately with each of some contacts. */
export async function readLately(
  db: Db,
  outlines: Outlines,
  contactIds: readonly (string | null)[],
): Promise<(id: string | null) => LatelyView> {
  const ids = [...new Set(contactIds.filter((id) => id !== null))];
  if (ids.length === 0) return () => NOTHING;
  const [orders, cases, answers, replies] = await Promise.all([
    lastOrders(db, ids),
    casesOf(db, ids),
    lastAnswers(db, outlines, ids),
    lastReplies(db, ids),
  ]);
  return (id) =>
    id === null
      ? NOTHING
      : {
          lastOrder: orders.get(id) ?? NOTHING.lastOrder,
          openCases: cases.get(id) ?? NOTHING.openCases,
          lastAnswer: answers.get(id) ?? NOTHING.lastAnswer,
          lastReply: replies.get(id) ?? NOTHING.lastReply,
        };
}

const each = (ids: readonly string[]): Prisma.Sql => Prisma.sql`unnest(${[...ids]}::text[]) AS who(id)`;

interface OrderRow {
  readonly contactId: string;
  readonly at: Date;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly number: string | null;
}

/** An order is told by an event, or has come with an import. */
async function lastOrders(db: Db, ids: readonly string[]): Promise<Map<string, LatelyView['lastOrder']>> {
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT DISTINCT ON (who.id) who.id AS "contactId", o.* FROM ${each(ids)} CROSS JOIN LATERAL (
      (SELECT at, CASE WHEN jsonb_typeof(fields->'amount') = 'number' THEN (fields->>'amount')::float8 END AS amount,
        NULL AS currency, NULL AS number
      FROM events WHERE "contactId" = who.id AND type = 'order.placed' ORDER BY at DESC LIMIT 1)
      UNION ALL
      (SELECT "createdAt", total::float8, currency, number FROM orders WHERE "contactId" = who.id
      ORDER BY "createdAt" DESC LIMIT 1)) o
    ORDER BY who.id, o.at DESC`;
  return new Map(rows.map(({ contactId, at, ...order }) => [contactId, { at: iso(at), ...order }]));
}

interface CaseRow {
  readonly contactId: string;
  readonly type: string;
  readonly at: Date;
  readonly number: string | null;
  readonly subject: string | null;
}

/** Open ones by what events tell, and those that came with an import. */
async function casesOf(db: Db, ids: readonly string[]): Promise<Map<string, LatelyView['openCases']>> {
  const [events, imported] = await Promise.all([
    db.$queryRaw<CaseRow[]>`
      SELECT who.id AS "contactId", e.* FROM ${each(ids)} CROSS JOIN LATERAL (
        SELECT type, at, fields->>'case' AS number, fields->>'subject' AS subject, seq FROM events
        WHERE "contactId" = who.id AND type IN ('case.opened', 'case.closed')
        ORDER BY at DESC LIMIT ${MOST_CASE_EVENTS}) e
      ORDER BY e.at, e.seq`,
    db.case.findMany({
      where: { contactId: { in: [...ids] }, closedAt: null },
      select: { contactId: true, subject: true, createdAt: true },
    }),
  ]);
  const open = new Map<string, LatelyView['openCases']['cases']>();
  const add = (id: string, cases: LatelyView['openCases']['cases']) =>
    open.set(id, [...(open.get(id) ?? []), ...cases]);
  for (const id of new Set(events.map(({ contactId }) => contactId))) {
    const own = events.filter(({ contactId }) => contactId === id);
    const told = openCases(own.map(({ at, number, ...event }) => ({ ...event, at: at.getTime(), case: number })));
    add(
      id,
      told.map(({ subject, openedAt }) => ({ subject, openedAt: iso(new Date(openedAt)) })),
    );
  }
  for (const { contactId, subject, createdAt } of imported)
    if (contactId !== null) add(contactId, [{ subject, openedAt: iso(createdAt) }]);
  return new Map(
    [...open].map(([id, cases]) => {
      const oldest = [...cases].sort((a, b) => a.openedAt.localeCompare(b.openedAt));
      return [id, { count: cases.length, cases: oldest.slice(0, MOST_SHOWN) }];
    }),
  );
}

interface AnswerRow {
  readonly contactId: string;
  readonly at: Date;
  readonly survey: string | null;
  readonly score: number | null;
}

async function lastAnswers(
  db: Db,
  outlines: Outlines,
  ids: readonly string[],
): Promise<Map<string, LatelyView['lastAnswer']>> {
  const rows = await db.$queryRaw<AnswerRow[]>`
    SELECT who.id AS "contactId", e.* FROM ${each(ids)} CROSS JOIN LATERAL (
      SELECT at, fields->>'survey' AS survey,
        CASE WHEN jsonb_typeof(fields->'score') = 'number' THEN (fields->>'score')::float8 END AS score
      FROM events WHERE "contactId" = who.id AND type = 'survey.answered' ORDER BY at DESC LIMIT 1) e`;
  const nameOf = await surveyNames(
    db,
    outlines,
    rows.flatMap(({ survey }) => survey ?? []),
  );
  return new Map(
    rows.map(({ contactId, at, survey, score }) => [
      contactId,
      { survey: survey ?? '', surveyName: nameOf(survey ?? ''), score, at: iso(at) },
    ]),
  );
}

async function surveyNames(db: Db, outlines: Outlines, ids: readonly string[]) {
  const surveys = await db.definition.findMany({ where: { id: { in: [...ids] }, kind: 'survey' } });
  const keys = surveys.map(({ id, current }) => ({ definitionId: id, definitionVersion: current }));
  const outlineOf = await outlines.of(keys);
  return (id: string) => {
    const key = keys.find(({ definitionId }) => definitionId === id);
    return key === undefined ? null : outlineOf(key).name;
  };
}

interface ReplyRow {
  readonly contactId: string;
  readonly channel: 'email' | 'sms';
  readonly at: Date;
  readonly words: string | null;
}

/**
 * A reply that was read has its words; of one that another system told there is the event alone. One that was read is told by an
 * event too, about then: it has less to say.
 */
async function lastReplies(db: Db, ids: readonly string[]): Promise<Map<string, LatelyView['lastReply']>> {
  const rows = await db.$queryRaw<ReplyRow[]>`
    SELECT DISTINCT ON (who.id) who.id AS "contactId", r.* FROM ${each(ids)} CROSS JOIN LATERAL (
      (SELECT channel, at, left(text, 1000) AS words FROM incoming_mails
      WHERE "contactId" = who.id AND kind = 'reply' ORDER BY id DESC LIMIT 1)
      UNION ALL
      (SELECT CASE type WHEN 'sms.replied' THEN 'sms' ELSE 'email' END, at, NULL FROM events
      WHERE "contactId" = who.id AND type IN ('email.replied', 'sms.replied') ORDER BY at DESC LIMIT 1)) r
    ORDER BY who.id, r.at - CASE WHEN r.words IS NULL THEN interval '10 minutes' ELSE interval '0' END DESC`;
  return new Map(
    rows.map(({ contactId, channel, at, words }) => [
      contactId,
      { channel, at: iso(at), words: words === null ? null : firstWords(words) },
    ]),
  );
}

const firstWords = (text: string): string | null => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? null : cutText(line, '', FIRST_WORDS);
};
