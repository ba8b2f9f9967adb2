import { occurrenceOf, stepOf, toOwner, uidOf } from '../../domain/appointment/appointment.js';
import { writeCalendar } from '../../domain/appointment/calendar-entry.js';
import { languageOf, writeLetter } from '../../domain/appointment/words.js';
import { parseEmailAddress } from '../../domain/mail-address.js';
import type { Tx } from '../client.js';
import type { Appointment, Task } from '../generated/client.js';
import { newId } from '../new-id.js';
import { arrangementOf, standingOf, whatOf } from './to-contact.js';

interface OwnerMailDeps {
  readonly messageHost: string;
  readonly staffSender: string;
}

/**
 * Writes the mail that brings it into the calendar of whose it is. It comes from us, so that their program takes it in as it
 * takes in others'; an entry that one had invited oneself to would be shown nowhere. Answers what they were told of.
 */
export async function tellOwner(
  tx: Tx,
  { messageHost, staffSender }: OwnerMailDeps,
  row: Appointment,
  task: Task,
  now: { readonly virtual: number; readonly real: number },
): Promise<number | null> {
  const method = toOwner(standingOf(row), now.virtual);
  if (method === null) return row.ownerTold;
  const user = await tx.user.findUniqueOrThrow({ where: { id: row.organiserId } });
  const isReachable = user.active && parseEmailAddress(user.email).ok;
  if (!isReachable) return row.sequence;
  const contact = row.contactId === null ? null : await tx.contact.findUnique({ where: { id: row.contactId } });
  const language = languageOf(user.language);
  const arrangement = arrangementOf(row);
  const letter = writeLetter({
    ...{ what: whatOf(method, row.ownerTold !== null), to: 'owner', kind: task.kind, arrangement, language },
    ...{ organiser: user.name, contact: contact?.name ?? '', task: task.title },
  });
  const text = writeCalendar({
    // An entry of its own: the customer's has another organiser.
    ...{ method, uid: uidOf(`own-${row.id}`, messageHost), sequence: row.sequence, stamp: now.virtual },
    ...{ begins: arrangement.begins, ends: arrangement.ends },
    organiser: { name: 'Followthrough', address: staffSender },
    attendee: { name: user.name, address: user.email, isAsked: false },
    ...{ summary: letter.summary, place: row.place, language },
    description: [task.title, row.words].filter((part) => part !== null).join('\n\n'),
  });
  await tx.delivery.create({
    data: {
      id: newId('delivery'),
      ...{
        kind: 'staff-mail',
        journeyId: row.journeyId ?? '',
        stepId: stepOf(row.id),
        occurrence: occurrenceOf(row.sequence),
      },
      ...{ state: 'waiting', at: new Date(now.virtual), realDueAt: new Date(now.real) },
      content: {
        ...{ to: user.email, name: user.name, subject: letter.subject, html: letter.html, text: letter.text },
        calendar: { method, text },
      },
    },
  });
  return row.sequence;
}
