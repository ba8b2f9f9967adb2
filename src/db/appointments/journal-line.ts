import { stepOf } from '../../domain/appointment/appointment.js';
import type { JournalLine } from '../../domain/journey/commands.js';
import type { Tx } from '../client.js';
import type { Appointment } from '../generated/client.js';
import { writeJournal } from '../journey/journal.js';

/** Into the story of the journey whose task it is: between two of its decisions, of which it is none. */
export async function writeLine(
  tx: Tx,
  { id, journeyId }: Appointment,
  decision: JournalLine['decision'],
  reason: string,
  now: { readonly virtual: number; readonly real: number },
  until: number | null = null,
): Promise<void> {
  if (journeyId === null) return;
  const journey = await tx.journey.findUnique({ where: { id: journeyId }, select: { stage: true, advance: true } });
  if (journey === null) return;
  const { stage, advance } = journey;
  const line = { at: now.virtual, stage: stage ?? '', track: null, step: stepOf(id), action: 'appointment' };
  const decided = { journeyId, advance, real: now.real, requestId: null };
  await writeJournal(tx, decided, [{ ...line, decision, reason, until }]);
}
