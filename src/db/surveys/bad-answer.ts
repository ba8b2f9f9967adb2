import { badAnswerOf } from '../../domain/bad-answer.js';
import { addDuration } from '../../domain/calendar/add-duration.js';
import { ALWAYS } from '../../domain/calendar/calendar.js';
import { isValidZone } from '../../domain/calendar/zone.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import type { Deployment } from '../../domain/journey/place.js';
import { holderOf } from '../../domain/people/receivers.js';
import type { Tx } from '../client.js';
import type { EventToStore } from '../event-rows.js';
import { newId } from '../new-id.js';
import { readPeople } from '../people/read-people.js';

/** Somebody who is cross is called the same half day. */
const DUE = { n: 4, unit: 'business hours' } as const;
const OUTCOMES = ['solved', 'not-solvable', 'not-reached'];

/**
 * Puts a task on the desk of the owner's manager when a survey was answered badly, in the transaction that stores the answer: so
 * there is one for each answer, whoever brought it. The caller holds the contact's lock.
 */
export async function lookAtAnswer(tx: Tx, deployment: Deployment, event: EventToStore): Promise<void> {
  const { type, fields, now, contactId = null } = event;
  const { badScore } = deployment.policy.surveys;
  if (type !== 'survey.answered' || contactId === null || badScore === null) return;
  if (typeof fields['score'] !== 'number' || fields['score'] > badScore) return;
  const contact = await tx.contact.findUniqueOrThrow({ where: { id: contactId } });
  const assigneeId = holderOf(await readPeople(tx), 'manager', contact.ownerId, now.virtual);
  const holder = assigneeId === null ? null : await tx.user.findUnique({ where: { id: assigneeId } });
  const survey = await surveyOf(tx, fields['survey']);
  const bad = badAnswerOf(deployment.policy.surveys, fields, survey, contact.name, holder?.language ?? null);
  if (bad === null) return;
  const at = new Date(now.virtual);
  const zone = holder?.timezone != null && isValidZone(holder.timezone) ? holder.timezone : deployment.zone;
  const calendar = deployment.calendars.get(holder?.calendar ?? '') ?? ALWAYS;
  await tx.task.create({
    data: {
      ...{ id: newId('task'), kind: 'call', contactId, accountId: contact.accountId, origin: 'survey' },
      ...{ title: bad.title, reason: bad.why === '' ? null : bad.why, assign: 'manager', assigneeId },
      ...{ status: 'open', outcomes: OUTCOMES, createdAt: at, updatedAt: at },
      dueAt: new Date(addDuration(now.virtual, DUE, { zone, calendar })),
    },
  });
}

async function surveyOf(tx: Tx, id: unknown) {
  if (typeof id !== 'string') return null;
  const definition = await tx.definition.findUnique({ where: { id } });
  const key = { definitionId: id, version: definition?.current ?? 0 };
  const version = await tx.definitionVersion.findUnique({ where: { definitionId_version: key } });
  return version === null ? null : parseDefinition({ file: id, text: version.text }).definition;
}
