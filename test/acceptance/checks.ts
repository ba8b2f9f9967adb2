import type { Db } from '../../src/db/client.js';
import { DAY } from '../../src/domain/instant.js';

/** One thing that must be so, and what was found. */
export interface Check {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly ok: boolean;
}

export const equal = (what: string, expected: unknown, found: unknown): Check => ({
  what,
  expected: JSON.stringify(expected),
  found: JSON.stringify(found),
  ok: JSON.stringify(expected) === JSON.stringify(found),
});

/** Where the export's records say its leads are: counted from the files by hand, not by the code under test. */
export const STAGES_AT_START = {
  new: 52,
  contacted: 1116,
  'needs-analysis': 296,
  proposal: 419,
  negotiation: 64,
  'after-sales': 1425,
  lost: 528,
};
export const LEADS = 3900;
const JUNK = 22;

export interface Catcher {
  /** All mails caught: envelope, Message-ID and the To header's name. */
  all(): Promise<readonly { messageId: string; to: string; toName: string }[]>;
}

export interface TemporalCounts {
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
  readonly continued: number;
}

/** Who is where right after enrolling. */
export async function checkStart(db: Db): Promise<Check[]> {
  const journeys = await db.journey.count();
  const subjects = await db.journey.groupBy({ by: ['subjectId'] });
  const rows = await db.$queryRaw<
    { stage: string; n: bigint }[]
  >`SELECT stage, count(*) AS n FROM journal_entries WHERE action = 'enter' GROUP BY stage`;
  const stages = Object.fromEntries(rows.map((row) => [row.stage, Number(row.n)]));
  return [
    equal('journeys', LEADS, journeys),
    equal('contacts with a journey', LEADS, subjects.length),
    ...Object.entries(STAGES_AT_START).map(([stage, n]) => equal(`entered in ${stage}`, n, stages[stage] ?? 0)),
  ];
}

/** Everything else, once the seasons have passed. */
export async function checkEnd(db: Db, catcher: Catcher, temporal: TemporalCounts): Promise<Check[]> {
  return [
    ...(await checkMail(db, catcher)),
    ...(await checkWayBack(db)),
    ...(await checkVisits(db)),
    ...(await checkProjection(db, temporal)),
  ];
}

/** What the journal says was sent is in the catcher once, to the right person, and nothing else is. */
async function checkMail(db: Db, catcher: Catcher): Promise<Check[]> {
  const sent = await db.$queryRaw<
    { messageId: string; email: string; name: string; status: string | null; deals: bigint; sends: bigint }[]
  >`
    SELECT m."messageId", c.email, c.name, c.status, (SELECT count(*) FROM deals d WHERE d."contactId" = c.id) AS deals,
      (SELECT count(*) FROM journal_entries j WHERE j."journeyId" = m."journeyId" AND j.step = m."stepId" AND j.decision = 'send') AS sends
    FROM messages m JOIN contacts c ON c.id = m."contactId" WHERE m.state IN ('accepted', 'bounced')`;
  const journalSends = await db.journalEntry.count({ where: { action: 'email', decision: 'send' } });
  const caught = await catcher.all();
  const byId = new Map<string, { to: string; toName: string }[]>();
  for (const mail of caught) byId.set(mail.messageId, [...(byId.get(mail.messageId) ?? []), mail]);
  const known = new Set(sent.map((row) => row.messageId));
  const wrong = (test: (row: (typeof sent)[number], mail: { to: string; toName: string }) => boolean) =>
    sent.filter((row) => byId.get(row.messageId)?.some((mail) => !test(row, mail)) === true).length;
  return [
    equal('sends in the journal', sent.length, journalSends),
    equal('sent, but not caught', 0, sent.filter((row) => !byId.has(row.messageId)).length),
    equal('caught more than once', 0, [...byId.values()].filter((mails) => mails.length > 1).length),
    equal('caught, but never sent', 0, caught.filter((mail) => !known.has(mail.messageId)).length),
    equal(
      'to another address',
      0,
      wrong((row, mail) => mail.to.toLowerCase() === row.email.toLowerCase()),
    ),
    equal(
      'with another name',
      0,
      wrong((row, mail) => mail.toName === row.name),
    ),
    equal('junk leads', JUNK, await db.contact.count({ where: { status: 'junk', deals: { none: {} } } })),
    equal('mails to junk leads', 0, sent.filter((row) => row.status === 'junk' && Number(row.deals) === 0).length),
    equal(
      'messages in doubt or on their way',
      0,
      await db.message.count({ where: { state: { in: ['uncertain', 'claimed', 'handed-over'] } } }),
    ),
  ];
}

/** Whoever was lost from the start and stayed so for 90 days was asked once more, or there is a reason why not. */
async function checkWayBack(db: Db): Promise<Check[]> {
  const rows = await db.$queryRaw<{ stayed: bigint; asked: bigint }[]>`
    WITH lost AS (
      SELECT e."journeyId", e.at FROM journal_entries e JOIN journeys j ON j.id = e."journeyId" JOIN contacts c ON c.id = j."contactId"
      WHERE e.action = 'enter' AND e.stage = 'lost' AND NOT (c.status = 'junk' AND NOT EXISTS (SELECT 1 FROM deals d WHERE d."contactId" = c.id))),
    stayed AS (
      SELECT lost."journeyId" FROM lost WHERE NOT EXISTS (
        SELECT 1 FROM journal_entries m WHERE m."journeyId" = lost."journeyId" AND m.action IN ('stage', 'exit', 'end') AND m.at < lost.at + interval '95 days'))
    SELECT count(*) AS stayed,
      count(*) FILTER (WHERE EXISTS (SELECT 1 FROM messages m WHERE m."journeyId" = stayed."journeyId" AND m."stepId" = 'win-back')) AS asked
    FROM stayed`;
  const { stayed, asked } = rows[0] ?? { stayed: 0n, asked: 0n };
  return [
    {
      ...equal('lost leads that had their way back', Number(stayed), Number(asked)),
      ok: stayed === asked && stayed > 0n,
    },
  ];
}

/** A visit comes due 90 days after the sale: not a day before, and no later than the next opening of the window. */
async function checkVisits(db: Db): Promise<Check[]> {
  const rows = await db.$queryRaw<{ entered: Date; due: Date | null; visit: Date | null; left: Date | null }[]>`
    SELECT e.at AS entered,
      (SELECT min(r.at) FROM journal_entries r WHERE r."journeyId" = e."journeyId" AND r.action = 'repeat' AND r.decision = 'done' AND r.reason = 'due' AND r.stage = 'after-sales') AS due,
      (SELECT min(t."createdAt") FROM tasks t WHERE t."journeyId" = e."journeyId" AND t."stepId" = 'visit') AS visit,
      (SELECT min(s.at) FROM journal_entries s WHERE s."journeyId" = e."journeyId" AND s.action IN ('stage', 'exit', 'end')) AS "left"
    FROM journal_entries e WHERE e.action = 'enter' AND e.stage = 'after-sales'`;
  const stayed = rows.filter((row) => row.left === null || row.left.getTime() - row.entered.getTime() > 95 * DAY);
  const late = stayed.filter(
    (row) => row.due === null || Math.abs(row.due.getTime() - row.entered.getTime() - 90 * DAY) > 1000,
  );
  const noVisit = stayed.filter(
    (row) =>
      row.visit === null ||
      row.visit.getTime() - row.entered.getTime() < 90 * DAY ||
      row.visit.getTime() - row.entered.getTime() > 95 * DAY,
  );
  return [
    {
      what: 'customers whose return visit could come due',
      expected: '> 1000',
      found: String(stayed.length),
      ok: stayed.length > 1000,
    },
    equal('return visits not due at 90 days', 0, late.length),
    equal('return visits not on a desk by the next opening', 0, noVisit.length),
  ];
}

async function checkProjection(db: Db, temporal: TemporalCounts): Promise<Check[]> {
  return [
    equal(
      'open journeys: projection and Temporal',
      await db.journey.count({ where: { status: 'open' } }),
      temporal.running,
    ),
    equal(
      'ended journeys: projection and Temporal',
      await db.journey.count({ where: { status: 'ended' } }),
      temporal.completed,
    ),
    equal('failed workflows', 0, temporal.failed),
    equal('journeys that need attention', 0, await db.journey.count({ where: { attention: { not: null } } })),
    equal('outbox rows left', 0, await db.outbox.count({ where: { doneAt: null } })),
    { what: 'hibernations', expected: '> 3900', found: String(temporal.continued), ok: temporal.continued > LEADS },
  ];
}
