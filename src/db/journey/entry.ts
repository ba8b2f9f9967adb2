import type { Programs } from '../../activities/ports.js';
import { addDuration } from '../../domain/calendar/add-duration.js';
import { matches } from '../../domain/condition/matches.js';
import type { JourneyDefinition } from '../../domain/definition/definition.js';
import type { Instant } from '../../domain/instant.js';
import type { Facts } from '../../domain/journey/facts.js';
import { STOPPED_EVENT } from '../../domain/journey/hear.js';
import { lookupIn } from '../../domain/journey/lookup.js';
import { type Deployment, placeOf } from '../../domain/journey/place.js';
import type { Program } from '../../domain/journey/program.js';
import { assertNever } from '../../domain/result.js';
import type { Tx } from '../client.js';
import type { Journey } from '../generated/client.js';
import { query } from '../statement.js';
import { readFacts } from './facts.js';
import { isBusy } from './group.js';
import { lockUser } from './lock.js';

export type EntryRefusal = 'already-open' | 'again' | 'condition' | 'busy' | 'of-campaign' | 'unknown-definition';

export interface EntryRequest {
  readonly definitionId: string;
  readonly contactId: string;
  /** Of a journey of a deal: which one; null: the contact's newest. */
  readonly dealId?: string | null;
  readonly eventId: string | null;
  /** Of a campaign that begins its recipients' journeys: the version that was approved. */
  readonly version?: number;
  readonly now: { readonly virtual: Instant; readonly real: Instant };
}

/** Whose journey it is. Messages and tasks are the contact's in any case. */
export interface Subject {
  readonly type: JourneyDefinition['per'];
  readonly id: string;
}

/** An entry that may go on, with what is known of it, or why it may not. */
export type Entry =
  | {
      readonly type: 'open';
      readonly program: Program;
      readonly version: number;
      readonly subject: Subject;
      readonly runs: number;
    }
  /** `stopping`: what it waits for is the end of its own last run, which was told to stop. */
  | { readonly type: 'refused'; readonly code: EntryRefusal; readonly stopping?: true };

const refused = (code: EntryRefusal): Entry => ({ type: 'refused', code });

/**
 * Whether a journey of a definition may begin for a contact now. The caller holds the contact's lock. `begins`: what may
 * begin does so in this transaction, so no other contact of the same owner gets between. Who only asks holds up nobody.
 */
export async function askEntry(
  tx: Tx,
  programs: Programs,
  deployment: Deployment,
  request: EntryRequest,
  begins = false,
): Promise<Entry> {
  const { definitionId, contactId, version } = request;
  // Shared with other entries; a publish waits for it, and it for a publish (db/publish.ts).
  const [row = null] = await query<{ kind: string; current: number; erased: boolean | null; sent: boolean }>(tx)`
    SELECT kind, current, (SELECT "erasedAt" IS NOT NULL FROM contacts WHERE id = ${contactId}) AS erased,
      EXISTS (SELECT FROM campaigns c WHERE c.id = definitions.id) AS sent
    FROM definitions WHERE id = ${definitionId} FOR SHARE`;
  if (row === null || (row.kind !== 'journey' && row.kind !== 'campaign')) return refused('unknown-definition');
  // Beside its approval, its hold-out and its stop nobody gets in, and nobody twice.
  if (row.sent && version === undefined) return refused('of-campaign');
  const chosen = version ?? row.current;
  const program = await programs.program(definitionId, chosen);
  const { definition } = program;
  const subject = row.erased === true ? null : await subjectOf(tx, definition, request);
  // Erased, or without a deal, an account or an owner: there is nobody whose journey it could be.
  if (subject === null) return refused('condition');
  if (begins && subject.type === 'user') await lockUser(tx, subject.id);
  const [last = null] = await query<LastRun>(tx)`
    SELECT id, n, "contactId", status, "endedAt" FROM journeys
    WHERE "definitionId" = ${definitionId} AND "subjectId" = ${subject.id} ORDER BY n DESC LIMIT 1`;
  if (last?.status === 'open')
    return (await isToldToStop(tx, last)) ? { type: 'refused', code: 'busy', stopping: true } : refused('already-open');
  const code = await refusalOf(tx, program, deployment, request, subject, last);
  if (code !== null) return refused(code);
  if (definition.exclusive !== undefined && (await isBusy(tx, programs, contactId, definition.exclusive)))
    return refused('busy');
  return { type: 'open', program, version: chosen, subject, runs: last?.n ?? 0 };
}

/** A `stop` step is heard by the run's next advance; until then its row is open. */
async function isToldToStop(tx: Tx, { id, contactId }: { readonly id: string; readonly contactId: string }) {
  return (await tx.event.count({ where: { contactId, journeyId: id, type: STOPPED_EVENT } })) > 0;
}

async function subjectOf(
  tx: Tx,
  { per }: JourneyDefinition,
  { contactId, dealId }: EntryRequest,
): Promise<Subject | null> {
  switch (per) {
    case 'contact':
      return { type: per, id: contactId };
    case 'deal': {
      const deal = await tx.deal.findFirst({
        where: { contactId, ...(dealId == null ? {} : { id: dealId }) },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true },
      });
      return deal === null ? null : { type: per, id: deal.id };
    }
    // The contact's lock is the account's too, so two contacts of one account enter one after the other.
    case 'account': {
      const { accountId } = await tx.contact.findUniqueOrThrow({
        where: { id: contactId },
        select: { accountId: true },
      });
      return accountId === null ? null : { type: per, id: accountId };
    }
    case 'user': {
      const { ownerId } = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, select: { ownerId: true } });
      return ownerId === null ? null : { type: per, id: ownerId };
    }
    default:
      return assertNever(per);
  }
}

type LastRun = Pick<Journey, 'id' | 'n' | 'contactId' | 'status' | 'endedAt'>;

async function refusalOf(
  tx: Tx,
  program: Program,
  deployment: Deployment,
  { contactId, eventId, now }: EntryRequest,
  subject: Subject,
  last: LastRun | null,
): Promise<EntryRefusal | null> {
  const { enter } = program.definition;
  const needsFacts = enter.if !== undefined || (last !== null && typeof enter.again === 'object');
  const who = { journeyId: '', contactId, startEvent: eventId, dealId: subject.type === 'deal' ? subject.id : null };
  const facts = needsFacts ? await readFacts(tx, who, program, null, now) : null;
  if (last !== null && !mayAgain(program.definition, last, facts, deployment, now.virtual)) return 'again';
  return facts === null || entryFits(program, deployment, eventId, now.virtual, facts) ? null : 'condition';
}

/** `again` counts from the last run's end. */
function mayAgain(
  definition: JourneyDefinition,
  last: LastRun,
  facts: Facts | null,
  deployment: Deployment,
  now: Instant,
): boolean {
  const { again } = definition.enter;
  if (again === 'always') return true;
  if (again === 'never' || last.endedAt === null || facts === null) return false;
  return addDuration(last.endedAt.getTime(), again.after, placeOf(definition, facts, deployment)) <= now;
}

function entryFits(
  program: Program,
  deployment: Deployment,
  eventId: string | null,
  now: Instant,
  facts: Facts,
): boolean {
  const { definition } = program;
  const event = facts.events.find((candidate) => candidate.id === eventId) ?? null;
  const place = placeOf(definition, facts, deployment);
  return (
    definition.enter.if === undefined || matches(definition.enter.if, lookupIn(program, null, facts, event), now, place)
  );
}

/** Why the definitions that a program's `start` steps name would refuse to begin now; what may begin isn't named. */
export async function readEntries(
  tx: Tx,
  { programs, deployment }: { readonly programs: Programs; readonly deployment: Deployment },
  program: Program,
  contactId: string,
  facts: Facts,
  now: EntryRequest['now'],
): Promise<{ readonly [definitionId: string]: string }> {
  const wanted = new Set(
    [...program.nodes.values()].flatMap(({ step }) => (step.action === 'start' ? [step.start] : [])),
  );
  const entries: { [definitionId: string]: string } = {};
  for (const definitionId of wanted) {
    const dealId = dealIn(facts);
    const entry = await askEntry(tx, programs, deployment, { definitionId, contactId, dealId, eventId: null, now });
    if (entry.type === 'refused' && entry.stopping !== true) entries[definitionId] = entry.code;
  }
  return entries;
}

const dealIn = ({ deal }: Facts): string | null => (typeof deal?.['id'] === 'string' ? deal['id'] : null);
