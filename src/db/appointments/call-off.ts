import type { Consequence } from '../../domain/appointment/appointment.js';
import type { Tx } from '../client.js';
import type { Appointment } from '../generated/client.js';
import { newId } from '../new-id.js';

/** It is no more; who has it in their calendar is to hear of it. Whoever does the task from now on has an entry of their own. */
export async function callOff(
  tx: Tx,
  row: Appointment,
  { reason, heir }: Extract<Consequence, { type: 'cancel' }>,
  now: { readonly virtual: number; readonly real: number },
): Promise<Appointment> {
  const at = new Date(now.virtual);
  const due = new Date(now.real);
  const cancelled = await tx.appointment.update({
    where: { id: row.id },
    data: { state: 'cancelled', reason, sequence: row.sequence + 1, updatedAt: at, realDueAt: due },
  });
  if (heir === null) return cancelled;
  const { taskId, journeyId, contactId, beginsAt, endsAt, zone, place, title, words, invites, createdBy } = row;
  await tx.appointment.create({
    data: {
      id: newId('appointment'),
      ...{ taskId, journeyId, contactId, beginsAt, endsAt, zone, place, title, words, invites, createdBy },
      ...{ organiserId: heir, state: 'standing', realDueAt: due, createdAt: at, updatedAt: at },
    },
  });
  return cancelled;
}
