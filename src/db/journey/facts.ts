import type { Instant } from '../../domain/instant.js';
import type { FactEvent, Facts, Fields } from '../../domain/journey/facts.js';
import { STOPPED_EVENT } from '../../domain/journey/hear.js';
import { eventsInUse, lookBackOf } from '../../domain/journey/plan.js';
import type { Program } from '../../domain/journey/program.js';
import type { JourneyState } from '../../domain/journey/state.js';
import type { Tx } from '../client.js';
import type { Deal, Event } from '../generated/client.js';
import { accountFields, contactFields, dealFields, ownerFields } from './records.js';
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
  const contact = await tx.contact.findUniqueOrThrow({
    where: { id: subject.contactId },
    include: { account: true, owner: { include: { teams: { orderBy: { teamId: 'asc' } } } } },
  });
  const deal = await readDeal(tx, contact.id, state?.deal ?? subject.dealId);
  return {
    contact: contactFields(contact),
    account: contact.account === null ? null : accountFields(contact.account),
    deal: deal === null ? null : dealFields(deal),
    owner: contact.owner === null ? null : ownerFields(contact.owner),
    events: [
      ...(await readEvents(tx, subject, program, state)),
      ...(await readAccountEvents(tx, subject, contact.accountId, program, state)),
    ].sort((a, b) => a.seq - b.seq),
    answers: usesAnswers(program) ? await readAnswers(tx, subject.journeyId) : {},
    teams: await readTeams(tx, program, contact.owner !== null, now.virtual, options.locksTeams === true),
    desks: await readDesks(tx, program, contact.owner, now.virtual),
  };
}

/** The journey's deal, else the contact's newest. */
async function readDeal(tx: Tx, contactId: string, own: string | null): Promise<Deal | null> {
  const deal = own === null ? null : await tx.deal.findUnique({ where: { id: own } });
  return deal ?? (await tx.deal.findFirst({ where: { contactId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }));
}

async function readEvents(
  tx: Tx,
  subject: Subject,
  program: Program,
  state: JourneyState | null,
): Promise<FactEvent[]> {
  const wanted = state === null ? [subject.startEvent].filter((id) => id !== null) : eventsInUse(state);
  const lookBack = state === null ? null : lookBackOf(state);
  const rows = await tx.event.findMany({
    where: {
      contactId: subject.contactId,
      OR: [
        { id: { in: wanted } },
        {
          type: { in: [...program.eventTypes] },
          OR: [
            { seq: { gt: state?.seenUpTo ?? 0 } },
            ...(lookBack === null || !Number.isFinite(lookBack) ? [] : [{ at: { gt: new Date(lookBack) } }]),
          ],
        },
      ],
    },
    orderBy: { seq: 'desc' },
    take: MOST_EVENTS,
  });
  return rows
    .filter((row) => concerns(row, subject.journeyId))
    .map(factEvent)
    .reverse();
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
  const colleagues = await tx.contact.findMany({
    where: { accountId, NOT: { id: contactId } },
    select: { id: true },
  });
  const lookBack = state === null ? null : lookBackOf(state);
  const rows = await tx.event.findMany({
    where: {
      contactId: { in: colleagues.map(({ id }) => id) },
      OR: [
        ...(state === null ? [] : [{ id: { in: eventsInUse(state) } }]),
        {
          type: { in: [...program.accountEventTypes] },
          OR: [
            { seq: { gt: state?.seenUpTo ?? 0 } },
            ...(lookBack === null || !Number.isFinite(lookBack) ? [] : [{ at: { gt: new Date(lookBack) } }]),
          ],
        },
      ],
    },
    orderBy: { seq: 'desc' },
    take: MOST_EVENTS,
  });
  return rows
    .filter((row) => (row.fields as Fields | null)?.['byJourney'] !== journeyId)
    .map((row) => ({ ...factEvent(row), ofAccount: true as const }));
}

/** Events of other journeys' tasks and messages, and the journey's own updates, are not news to it. */
function concerns(row: Event, journeyId: string): boolean {
  if (row.type === STOPPED_EVENT) return row.journeyId === journeyId;
  const by = (row.fields as Fields | null)?.['byJourney'];
  return by !== journeyId && (row.journeyId === null || row.journeyId === journeyId);
}

const factEvent = (row: Event): FactEvent => ({
  id: row.id,
  seq: Number(row.seq),
  type: row.type,
  at: row.at.getTime(),
  fields: (row.fields ?? {}) as { readonly [name: string]: unknown },
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
