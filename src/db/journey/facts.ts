import { caresFor } from '../../domain/care/occasions.js';
import type { Instant } from '../../domain/instant.js';
import type { FactEvent, Facts, Fields } from '../../domain/journey/facts.js';
import { STOPPED_EVENT } from '../../domain/journey/hear.js';
import { eventsInUse, lookBackOf } from '../../domain/journey/plan.js';
import type { Program } from '../../domain/journey/program.js';
import type { JourneyState } from '../../domain/journey/state.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { query } from '../statement.js';
import { readTakenOut } from './foreseen.js';
import { subjectFacts } from './records.js';
import { readSubjectRows } from './subject-rows.js';
import { readDesks, readTeams } from './teams.js';

/** More events than this since the look-back are a flood; the newest decide. */
const MOST_EVENTS = 2000;

interface Subject {
  readonly journeyId: string;
  readonly contactId: string;
  readonly startEvent: string | null;
  /** Of a deal's journey: its deal. */
  readonly dealId: string | null;
}

/** Reads all that a decision may look at. The caller holds the contact's lock. */
export async function readFacts(
  tx: Tx,
  subject: Subject,
  program: Program,
  state: JourneyState | null,
  now: { readonly virtual: Instant },
  options: { readonly locksTeams?: boolean } = {},
): Promise<Facts> {
  const rows = await readSubjectRows(tx, subject.contactId, state?.deal ?? subject.dealId);
  const { contact, owner } = rows;
  return {
    ...subjectFacts(rows),
    events: [
      ...(await readEvents(tx, subject, program, state)),
      ...(await readAccountEvents(tx, subject, contact.accountId, program, state)),
    ].sort((a, b) => a.seq - b.seq),
    answers: usesAnswers(program) ? await readAnswers(tx, subject.journeyId) : {},
    teams: await readTeams(tx, program, owner !== null, now.virtual, options.locksTeams === true),
    desks: await readDesks(tx, program, owner, now.virtual),
    ...(mayBeTakenOut(program) ? { takenOut: await readTakenOut(tx, subject.contactId, program.definition.id) } : {}),
  };
}

/** Nobody is taken out of what doesn't care for anybody: that isn't asked. */
const mayBeTakenOut = (program: Program): boolean => program.definition.campaign !== undefined || caresFor(program);

async function readEvents(
  tx: Tx,
  { contactId, journeyId, startEvent }: Subject,
  program: Program,
  state: JourneyState | null,
): Promise<FactEvent[]> {
  const named = state === null ? [startEvent].filter((id) => id !== null) : eventsInUse(state);
  const rows = await readSince(tx, Prisma.sql`"contactId" = ${contactId}`, program.eventTypes, named, state);
  return rows.filter((row) => concerns(row, journeyId)).map(factEvent);
}

/** What happened to the other contacts of the account, as far as the definition listens to it. */
async function readAccountEvents(
  tx: Tx,
  { contactId, journeyId }: Subject,
  accountId: string | null,
  program: Program,
  state: JourneyState | null,
): Promise<FactEvent[]> {
  if (program.accountEventTypes.size === 0 || accountId === null) return [];
  const ofColleagues = Prisma.sql`
    "contactId" IN (SELECT id FROM contacts WHERE "accountId" = ${accountId} AND id <> ${contactId})`;
  const named = state === null ? [] : eventsInUse(state);
  const rows = await readSince(tx, ofColleagues, program.accountEventTypes, named, state);
  return rows
    .filter((row) => row.fields?.['byJourney'] !== journeyId)
    .map((row) => ({ ...factEvent(row), ofAccount: true as const }));
}

interface EventRow {
  readonly id: string;
  readonly seq: bigint;
  readonly type: string;
  readonly at: Date;
  readonly journeyId: string | null;
  readonly fields: Fields | null;
}

/** The events that are named, and those of some types that are new or since the look-back; the newest come last. */
async function readSince(
  tx: Tx,
  whose: Prisma.Sql,
  types: ReadonlySet<string>,
  named: readonly string[],
  state: JourneyState | null,
): Promise<EventRow[]> {
  const lookBack = state === null ? Number.NaN : lookBackOf(state);
  const since = Number.isFinite(lookBack) ? new Date(lookBack) : null;
  const rows = await query<EventRow>(tx)`
    SELECT id, seq, type, at, "journeyId", fields FROM events
    WHERE ${whose} AND (id = ANY(${named})
      OR (type = ANY(${[...types]}) AND (seq > ${state?.seenUpTo ?? 0} OR at > ${since})))
    ORDER BY seq DESC LIMIT ${MOST_EVENTS}`;
  return rows.reverse();
}

/** Events of other journeys' tasks and messages, and the journey's own updates, are not news to it. */
function concerns(row: EventRow, journeyId: string): boolean {
  if (row.type === STOPPED_EVENT) return row.journeyId === journeyId;
  const by = row.fields?.['byJourney'];
  return by !== journeyId && (row.journeyId === null || row.journeyId === journeyId);
}

const factEvent = (row: EventRow): FactEvent => ({
  id: row.id,
  seq: Number(row.seq),
  type: row.type,
  at: row.at.getTime(),
  fields: row.fields ?? {},
});

const usesAnswers = (program: Program): boolean =>
  [...program.nodes.values()].some(({ step }) => step.action === 'task' && step.task.form.length > 0);

async function readAnswers(tx: Tx, journeyId: string): Promise<Facts['answers']> {
  const tasks = await tx.task.findMany({
    where: { journeyId, status: 'done' },
    orderBy: { occurrence: 'asc' },
    select: { stepId: true, answers: true },
  });
  return Object.fromEntries(
    tasks.flatMap((task) =>
      task.stepId === null || task.answers === null ? [] : [[task.stepId, task.answers as Fields]],
    ),
  );
}
