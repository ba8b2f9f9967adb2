import { randomUUID } from 'node:crypto';
import type { ClaimedInvitation, Clock, InvitationBook, SendVerdict } from '../../activities/ports.js';
import { consequence, occurrenceOf, stepOf, toContact } from '../../domain/appointment/appointment.js';
import { MINUTE } from '../../domain/instant.js';
import type { Db, Tx } from '../client.js';
import type { Appointment, Message, Task } from '../generated/client.js';
import { claimMessage, handOver, settleMessage, writeHeldBack } from '../journey/ledger.js';
import { lockContact } from '../journey/lock.js';
import { transaction } from '../statement.js';
import { callOff } from './call-off.js';
import { writeLine } from './journal-line.js';
import { type ContactMailDeps, prepareToContact, standingOf, whatOf } from './to-contact.js';
import { tellOwner } from './to-owner.js';

export interface InvitationDeps extends ContactMailDeps {
  /** Whom the mails to staff come from. */
  readonly staffSender: string;
  readonly db: Db;
  readonly clock: Clock;
}

type Now = ReturnType<Clock['now']>;

/** A claim that is older isn't handed over any more; the next look takes it anew. */
const CLAIM_MS = MINUTE;
/** Nobody can still be at a hand-over that has taken so long. */
const HANDED_MS = 2 * MINUTE;
/** Who stumbles over an appointment that can't be looked at goes on to the others meanwhile. */
const LEASE_MS = MINUTE;

/** What is to be told of appointments, in our books. A look is one transaction under the contact's lock, as is every advance. */
export function createInvitationBook(deps: InvitationDeps): InvitationBook {
  const { db, clock } = deps;
  return {
    async due(real, most) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        WITH open AS MATERIALIZED (
          SELECT id FROM appointments WHERE "realDueAt" <= ${new Date(real)}
          ORDER BY "realDueAt" LIMIT ${most} FOR UPDATE SKIP LOCKED)
        UPDATE appointments a SET "realDueAt" = ${new Date(real + LEASE_MS)} FROM open WHERE a.id = open.id
        RETURNING a.id`;
      return rows.map(({ id }) => id);
    },

    look: (id) =>
      transaction(db, async (tx) => {
        const row = await lockAppointment(tx, id);
        return row === null ? null : await lookAt(tx, deps, row, clock.now(0));
      }),

    handOver: ({ id, fence }) => handOver(db, id, fence, clock.now(0).real),

    settle: (mail, verdict) =>
      transaction(db, async (tx) => {
        const row = await lockAppointment(tx, mail.appointmentId);
        const message = await tx.message.findUnique({ where: { id: mail.id } });
        if (row === null || message === null || message.fence !== mail.fence) return;
        await settle(tx, row, message, verdict, clock.now(0));
      }),
  };
}

/** Its contact's lock first, as everywhere. */
export async function lockAppointment(tx: Tx, id: string): Promise<Appointment | null> {
  const row = await tx.appointment.findUnique({ where: { id }, select: { contactId: true } });
  if (row === null) return null;
  if (row.contactId !== null) await lockContact(tx, row.contactId);
  await tx.$queryRaw`SELECT FROM appointments WHERE id = ${id} FOR UPDATE`;
  return await tx.appointment.findUnique({ where: { id } });
}

async function lookAt(tx: Tx, deps: InvitationDeps, found: Appointment, now: Now): Promise<ClaimedInvitation | null> {
  const task = await tx.task.findUniqueOrThrow({ where: { id: found.taskId } });
  const row = await followTask(tx, found, task, now);
  const told = { ...row, ownerTold: await tellOwner(tx, deps, row, task, now) };
  const { mail, due } = await tellContact(tx, deps, told, task, now);
  await tx.appointment.update({
    where: { id: row.id },
    data: { ownerTold: told.ownerTold, realDueAt: due === null ? null : new Date(due) },
  });
  return mail;
}

/** What became of the task becomes of the appointment. */
async function followTask(tx: Tx, row: Appointment, task: Task, now: Now): Promise<Appointment> {
  const status = task.status === 'open' || task.status === 'done' ? task.status : 'withdrawn';
  const what = consequence(standingOf(row), { status, assigneeId: task.assigneeId }, now.virtual);
  if (what.type === 'stays') return row;
  return await callOff(tx, row, what, now);
}

interface Outcome {
  readonly mail: ClaimedInvitation | null;
  /** When it is to be looked at again, real time; null: all is told. */
  readonly due: number | null;
}

const nothing = (due: number | null = null): Outcome => ({ mail: null, due });

async function tellContact(tx: Tx, deps: InvitationDeps, found: Appointment, task: Task, now: Now): Promise<Outcome> {
  const { journeyId, contactId } = found;
  if (journeyId === null || contactId === null) return nothing();
  const step = { journeyId, stepId: stepOf(found.id) };
  const before = await tx.message.findFirst({
    where: { ...step, state: { in: ['claimed', 'handed-over'] } },
    orderBy: { occurrence: 'desc' },
  });
  const busyUntil = before === null ? null : busy(before, now);
  if (busyUntil !== null) return nothing(busyUntil);
  const row =
    before?.state === 'handed-over' ? await settle(tx, found, before, { type: 'uncertain', reply: '' }, now) : found;
  const method = toContact(standingOf(row), now.virtual);
  // What was put off, or claimed and never handed over, and says what holds no longer, is not sent any more.
  await tx.message.updateMany({
    where: {
      ...{ ...step, state: { in: ['intended', 'claimed'] } },
      ...(method === null ? {} : { occurrence: { not: occurrenceOf(row.sequence) } }),
    },
    data: { state: 'skipped', reason: 'overtaken', countsAt: null, fence: null },
  });
  if (method === null) return nothing();
  return await tell(tx, deps, { ...row, journeyId, contactId }, { task, method, now });
}

type Known = Appointment & { readonly journeyId: string; readonly contactId: string };

async function tell(
  tx: Tx,
  deps: InvitationDeps,
  row: Known,
  { task, method, now }: { readonly task: Task; readonly method: 'REQUEST' | 'CANCEL'; readonly now: Now },
): Promise<Outcome> {
  const contact = await tx.contact.findUniqueOrThrow({ where: { id: row.contactId } });
  const organiser = await tx.user.findUniqueOrThrow({ where: { id: row.organiserId } });
  const stands = organiser.active || contact.ownerId === null ? organiser.id : contact.ownerId;
  const prepared = await prepareToContact(tx, deps, {
    ...{ row, kind: task.kind, contact, method, sender: { id: stands } },
    ...{ organiserName: organiser.name, now: now.virtual },
  });
  if (prepared.type === 'held-back') {
    await writeHeldBack(tx, row, prepared.entry, now);
    const { waits, reason } = prepared.entry;
    await writeLine(tx, row, waits === undefined ? 'skip' : 'defer', reason, now, waits?.until ?? null);
    if (waits !== undefined) return nothing(deps.clock.toReal(waits.until));
    await tx.appointment.update({ where: { id: row.id }, data: { contactTold: row.sequence } });
    return nothing();
  }
  const fence = randomUUID();
  const { entry, envelope, organiserAddress } = prepared;
  const id = await claimMessage(tx, row, fence, entry, now);
  await tx.appointment.update({ where: { id: row.id }, data: { organiserAddress } });
  const claimed = { id, state: 'claimed', raw: entry.raw, envelope };
  const mail = { ...claimed, appointmentId: row.id, fence, sequence: row.sequence, since: row.updatedAt.getTime() };
  return { mail, due: now.real + CLAIM_MS };
}

/** Until when another worker may be at it; null: it isn't any more. */
function busy({ state, realClaimedAt, realHandedAt }: Message, { real }: Now): number | null {
  const until =
    state === 'claimed' ? (realClaimedAt?.getTime() ?? 0) + CLAIM_MS : (realHandedAt?.getTime() ?? 0) + HANDED_MS;
  return until > real ? until : null;
}

/** What came of a mail, in the ledger, the journal and the appointment: what the contact knows by it. */
async function settle(
  tx: Tx,
  row: Appointment,
  message: Message,
  verdict: Exclude<SendVerdict, { type: 'stopped' }>,
  now: Now,
): Promise<Appointment> {
  await settleMessage(tx, message, message.id, verdict, now);
  const sequence = message.occurrence - 1;
  const isOver = verdict.type !== 'later';
  // One in doubt may have arrived: what follows is told as if it had.
  const arrived = verdict.type === 'accepted' || verdict.type === 'uncertain';
  const isCancellation = message.template === `appointment/${whatOf('CANCEL', true)}`;
  const told = isOver ? sequence : row.contactTold;
  const isAllTold = isOver && told === row.sequence;
  const due = verdict.type === 'later' ? now.real + verdict.retryAfterMs : isAllTold ? null : now.real;
  if (isOver) await writeVerdict(tx, row, message, verdict, now);
  return await tx.appointment.update({
    where: { id: row.id },
    data: {
      contactTold: told,
      contactHas: arrived ? !isCancellation : row.contactHas,
      realDueAt: due === null ? null : new Date(due),
    },
  });
}

async function writeVerdict(
  tx: Tx,
  row: Appointment,
  { template }: Message,
  verdict: SendVerdict,
  now: Now,
): Promise<void> {
  const what = template.slice(template.indexOf('/') + 1);
  if (verdict.type === 'accepted') return await writeLine(tx, row, 'send', what, now);
  if (verdict.type === 'uncertain') return await writeLine(tx, row, 'uncertain', what, now);
  await writeLine(tx, row, 'skip', 'refused', now);
}
