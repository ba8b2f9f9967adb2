import { ANSWERS, type Answer, changesAnswer, type GivenAnswer } from '../../domain/appointment/calendar-answer.js';
import type { Tx } from '../client.js';
import { createNotice } from '../robots/create-notice.js';
import { writeLine } from './journal-line.js';
import { standingOf } from './to-contact.js';

/** Writes down what the contact's calendar has answered, if that is news. The caller holds the contact's lock. */
export async function recordAnswer(
  tx: Tx,
  appointmentId: string,
  given: GivenAnswer,
  now: { readonly virtual: number; readonly real: number },
): Promise<void> {
  await tx.$queryRaw`SELECT FROM appointments WHERE id = ${appointmentId} FOR UPDATE`;
  const row = await tx.appointment.findUnique({ where: { id: appointmentId } });
  if (row === null || row.contactId === null) return;
  const before = knownAnswer(row.answer);
  const known = { ...standingOf(row), answer: before, answerTo: row.answerTo };
  if (!changesAnswer(known, given)) return;
  const { answer, sequence } = given;
  const at = new Date(now.virtual);
  await tx.appointment.update({
    where: { id: row.id },
    data: { answer, answerTo: sequence, answeredAt: at, updatedAt: at },
  });
  // The same answer to the entry as it is by now is no news to anybody.
  if (answer === before) return;
  await writeLine(tx, row, 'done', answer, now);
  if (answer !== 'declined') return;
  const { taskId, contactId, journeyId } = row;
  const about = { taskId, contactId, ...(journeyId === null ? {} : { journeyId }) };
  await createNotice(tx, { userId: row.organiserId, kind: 'appointment-declined', at: now.virtual, ...about });
}

const knownAnswer = (answer: string | null): Answer | null => ANSWERS.find((known) => known === answer) ?? null;
