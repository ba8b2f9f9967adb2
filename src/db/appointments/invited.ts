import { appointmentOf, stepOf } from '../../domain/appointment/appointment.js';
import type { InvitedTo } from '../../domain/inbound/effect-of.js';
import type { Db } from '../client.js';

/** The appointment whose entry has this UID, and the addresses that got its invitation from us; null: none of ours. */
export async function invitedTo(
  db: Db,
  uid: string,
  host: string,
  states: readonly string[],
): Promise<InvitedTo | null> {
  const appointmentId = appointmentOf(uid, host);
  if (appointmentId === null) return null;
  const row = await db.appointment.findUnique({
    where: { id: appointmentId },
    select: { contactId: true, journeyId: true },
  });
  if (row === null || row.contactId === null || row.journeyId === null) return null;
  const { contactId, journeyId } = row;
  const mails = await db.message.findMany({
    where: { journeyId, stepId: stepOf(appointmentId), state: { in: [...states] }, toAddress: { not: null } },
    select: { toAddress: true },
  });
  return { appointmentId, contactId, addresses: mails.flatMap(({ toAddress }) => toAddress ?? []) };
}
