import type { AppointmentView, CautionView } from '../../api/contracts/appointments.js';
import type { AppointmentRefusal, AppointmentStore, Writer } from '../../api/store-ports.js';
import { type Arrangement, isAppointedKind, stepOf } from '../../domain/appointment/appointment.js';
import { type Caution, cautionsFor, type Side, type Span } from '../../domain/appointment/cautions.js';
import { formatLocal, isValidZone } from '../../domain/calendar/zone.js';
import { formatInstant } from '../../domain/instant.js';
import type { Deployment } from '../../domain/journey/place.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Appointment, Prisma, Task } from '../generated/client.js';
import { lockContact } from '../journey/lock.js';
import { userNames } from '../names.js';
import { newId } from '../new-id.js';
import { iso, isoOrNull } from '../paging.js';
import { transaction } from '../statement.js';
import { callOff } from './call-off.js';

type Places = Pick<Deployment, 'zone' | 'calendars' | 'calendarByCountry'>;

/** Appointments as the API makes and reads them. Who is to hear of a change hears of it from the worker (invitation-book.ts). */
export function createAppointmentStore(db: Db, places: Places): AppointmentStore {
  return {
    get: (taskId) => latestOf(db, taskId),

    async zoneOf(taskId, userId) {
      const { contact, owner } = await peopleOf(db, taskId, userId);
      return zoneFrom([contact?.timezone, owner?.timezone], places.zone);
    },

    cautions: (taskId, span) => cautions(db, places, taskId, span),

    make: (taskId, arrangement, by) =>
      transaction(db, async (tx) => {
        const task = await lockTask(tx, taskId);
        const refused = refusalOf(task, arrangement, by);
        if (task === null || refused !== null) return err(refused ?? 'task-closed');
        await write(tx, task, arrangement, by);
        return viewed(await latestOf(tx, taskId));
      }),

    cancel: (taskId, by) =>
      transaction(db, async (tx) => {
        await lockTask(tx, taskId);
        const standing = await tx.appointment.findFirst({ where: { taskId, state: 'standing' } });
        if (standing === null) return await latestOf(tx, taskId);
        const now = { virtual: by.at, real: Date.now() };
        await callOff(tx, standing, { type: 'cancel', reason: 'by-person', heir: null }, now);
        await note(tx, by, 'task.unappoint', taskId, standing.id);
        return await latestOf(tx, taskId);
      }),
  };
}

const viewed = (view: AppointmentView | null): Result<AppointmentView, AppointmentRefusal> => {
  if (view === null) throw new Error('an appointment that was just made is not there');
  return ok(view);
};

/** Its contact's lock first, as everywhere: nothing about both changes meanwhile. */
async function lockTask(tx: Tx, id: string): Promise<Task | null> {
  const task = await tx.task.findUnique({ where: { id }, select: { contactId: true } });
  if (task === null) return null;
  if (task.contactId !== null) await lockContact(tx, task.contactId);
  await tx.$queryRaw`SELECT FROM tasks WHERE id = ${id} FOR UPDATE`;
  return await tx.task.findUnique({ where: { id } });
}

function refusalOf(task: Task | null, { begins, invites }: Arrangement, { at }: Writer): AppointmentRefusal | null {
  if (task === null || task.status !== 'open') return 'task-closed';
  if (!isAppointedKind(task.kind)) return 'no-appointment-kind';
  if (begins <= at) return 'past-due';
  return invites && (task.contactId === null || task.journeyId === null) ? 'cannot-invite' : null;
}

async function write(tx: Tx, task: Task, arrangement: Arrangement, by: Writer): Promise<void> {
  const { begins, ends, ...rest } = arrangement;
  const at = new Date(by.at);
  const data = { ...rest, beginsAt: new Date(begins), endsAt: new Date(ends), updatedAt: at, realDueAt: new Date() };
  const standing = await tx.appointment.findFirst({ where: { taskId: task.id, state: 'standing' } });
  if (standing === null) {
    const id = newId('appointment');
    const { id: taskId, journeyId, contactId } = task;
    const whose = {
      organiserId: task.assigneeId ?? by.actorId,
      state: 'standing',
      createdAt: at,
      createdBy: by.actorId,
    };
    if (task.assigneeId === null)
      await tx.task.update({ where: { id: taskId }, data: { assigneeId: by.actorId, updatedAt: at } });
    await tx.appointment.create({ data: { ...data, ...whose, id, taskId, journeyId, contactId } });
    return await note(tx, by, 'task.appoint', taskId, id);
  }
  // The same again changes nothing, unless what was last told did not arrive.
  if (isSame(standing, arrangement) && !(await hasFailed(tx, standing))) return;
  const moved = standing.beginsAt.getTime() !== begins || standing.endsAt.getTime() !== ends;
  await tx.appointment.update({
    where: { id: standing.id },
    data: {
      ...data,
      sequence: standing.sequence + 1,
      // Who has said yes to one time has not said it to another (RFC 5546, 3.2.2.1).
      ...(moved ? { answer: null, answerTo: null, answeredAt: null } : {}),
    },
  });
  await note(tx, by, 'task.appoint', task.id, standing.id);
}

const isSame = (row: Appointment, { begins, ends, zone, place, title, words, invites }: Arrangement): boolean =>
  row.beginsAt.getTime() === begins &&
  row.endsAt.getTime() === ends &&
  row.zone === zone &&
  row.place === place &&
  row.title === title &&
  row.words === words &&
  row.invites === invites;

const FAILED: ReadonlySet<string> = new Set(['skipped', 'refused', 'bounced', 'uncertain']);

async function hasFailed(tx: Tx, row: Appointment): Promise<boolean> {
  const mail = row.invites && row.contactTold === row.sequence ? await latestMail(tx, row) : null;
  return mail !== null && FAILED.has(mail.state);
}

const note = (tx: Tx, by: Writer, action: string, taskId: string, appointmentId: string): Promise<void> =>
  writeAudit(tx, by, { action, objectType: 'task', objectId: taskId, detail: { appointmentId } });

const latestMail = (db: Db | Tx, { id, journeyId }: Appointment) =>
  journeyId === null
    ? null
    : db.message.findFirst({
        where: { journeyId, stepId: stepOf(id) },
        orderBy: { occurrence: 'desc' },
        select: { id: true, state: true, reason: true },
      });

/** The standing one, else the one that was cancelled last. */
async function latestOf(db: Db | Tx, taskId: string): Promise<AppointmentView | null> {
  const row = await db.appointment.findFirst({ where: { taskId }, orderBy: [{ state: 'desc' }, { id: 'desc' }] });
  if (row === null) return null;
  const names = await userNames(db, [row.organiserId]);
  const { id, organiserId, zone, place, title, words, invites, reason, sequence } = row;
  return {
    ...{ id, taskId, organiserId, zone, place, title, words, invites, reason, sequence },
    organiserName: names.get(organiserId) ?? null,
    begins: iso(row.beginsAt),
    ends: iso(row.endsAt),
    beginsLocal: formatLocal(row.beginsAt.getTime(), zone),
    endsLocal: formatLocal(row.endsAt.getTime(), zone),
    state: row.state === 'standing' ? 'standing' : 'cancelled',
    answer: (['accepted', 'declined', 'tentative'] as const).find((known) => known === row.answer) ?? null,
    answeredAt: isoOrNull(row.answeredAt),
    mail: await latestMail(db, row),
    isTelling: row.realDueAt !== null,
  };
}

/** The contact of a task and who does it; nobody: who asks. */
async function peopleOf(db: Db, taskId: string, userId: string | null) {
  const task = await db.task.findUniqueOrThrow({ where: { id: taskId } });
  const { contactId } = task;
  const ownerId = task.assigneeId ?? userId;
  return {
    contact: contactId === null ? null : await db.contact.findUnique({ where: { id: contactId } }),
    owner: ownerId === null ? null : await db.user.findUnique({ where: { id: ownerId } }),
    ownerId,
  };
}

const zoneFrom = (zones: readonly (string | null | undefined)[], last: string): string =>
  zones.find((zone) => zone != null && isValidZone(zone)) ?? last;

async function cautions(db: Db, places: Places, taskId: string, span: Span): Promise<CautionView[]> {
  const { contact, owner, ownerId } = await peopleOf(db, taskId, null);
  const country = contact?.country ?? null;
  const theirs = country === null ? undefined : places.calendarByCountry.get(country);
  const sides = [
    sideOf('contact', theirs, contact?.timezone ?? null, places),
    sideOf('owner', owner?.calendar ?? undefined, owner?.timezone ?? null, places),
  ].filter((side) => side !== null);
  const where: Prisma.AppointmentWhereInput = {
    ...{ organiserId: ownerId ?? '', state: 'standing', taskId: { not: taskId } },
    ...{ beginsAt: { lt: new Date(span.ends) }, endsAt: { gt: new Date(span.begins) } },
  };
  const others = await db.appointment.findMany({ where, orderBy: { beginsAt: 'asc' }, take: 10 });
  const spans = others.map((row) => ({
    taskId: row.taskId,
    begins: row.beginsAt.getTime(),
    ends: row.endsAt.getTime(),
  }));
  return cautionsFor(span, sides, spans).map(cautionView);
}

/** Null: no calendar of theirs is known. */
function sideOf(whose: Side['whose'], id: string | undefined, zone: string | null, places: Places): Side | null {
  const calendar = id === undefined ? undefined : places.calendars.get(id);
  return calendar === undefined ? null : { whose, calendar, zone: zoneFrom([zone], places.zone) };
}

const cautionView = (caution: Caution): CautionView => ({
  code: caution.code,
  whose: caution.code === 'overlap' ? null : caution.whose,
  holiday: caution.code === 'holiday' ? caution.name : null,
  taskId: caution.code === 'overlap' ? caution.taskId : null,
  begins: caution.code === 'overlap' ? formatInstant(caution.begins) : null,
  ends: caution.code === 'overlap' ? formatInstant(caution.ends) : null,
});
