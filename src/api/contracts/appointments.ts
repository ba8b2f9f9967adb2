import { z } from 'zod';
import { isValidZone } from '../../domain/calendar/zone.js';
import { idOf, instant, line, prose } from './common.js';
import { contract } from './contract.js';

const caution = z
  .object({
    code: z.enum(['outside-hours', 'holiday', 'overlap']),
    whose: z.enum(['contact', 'owner']).nullable().describe('by whose calendar; null: of an overlap'),
    holiday: z.string().nullable(),
    taskId: z.string().nullable().describe('of an overlap: what else there is to do then'),
    begins: instant.nullable(),
    ends: instant.nullable(),
  })
  .meta({ id: 'Caution', description: 'What speaks against a time, and forbids nothing.' });
export type CautionView = z.output<typeof caution>;

export const appointment = z
  .object({
    id: z.string(),
    taskId: z.string(),
    organiserId: z.string(),
    organiserName: z.string().nullable(),
    begins: instant,
    ends: instant,
    zone: z.string(),
    beginsLocal: z.string().describe('the same on the wall clock of its zone, like 2027-01-04T09:00:00+08:00'),
    endsLocal: z.string(),
    place: z.string().nullable(),
    title: z.string().nullable(),
    words: z.string().nullable(),
    invites: z.boolean().describe('whether the contact is told; else only whose it is'),
    state: z.enum(['standing', 'cancelled']),
    reason: z.string().nullable().describe('why it is cancelled'),
    sequence: z.number().int().describe('raised by every change'),
    answer: z.enum(['accepted', 'declined', 'tentative']).nullable().describe('the contact’s'),
    answeredAt: instant.nullable(),
    mail: z
      .object({ id: z.string(), state: z.string(), reason: z.string().nullable() })
      .nullable()
      .describe('the latest to the contact, as the ledger has it'),
    isTelling: z.boolean().describe('somebody is still to hear of the latest change'),
  })
  .meta({ id: 'Appointment' });
export type AppointmentView = z.output<typeof appointment>;

const wallTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?$/, 'expected a wall-clock time like 2027-01-04T09:30')
  .describe('on the wall clock of the zone, like 2027-01-04T09:30');

const when = {
  begins: wallTime,
  ends: wallTime,
  zone: line(64)
    .refine(isValidZone, 'expected an IANA time zone, such as Europe/Berlin')
    .optional()
    .describe('the contact’s if it is left out, else that of who asks'),
};

export const makeAppointment = contract({
  operationId: 'makeAppointment',
  method: 'POST',
  path: '/v1/tasks/:id/appointment',
  tag: 'Tasks',
  summary:
    'Make the appointment of a visit, meeting or call, or move it. Whose task it is gets it into their calendar, and the contact too if they are invited.',
  params: z.object({ id: idOf('task') }),
  body: z.strictObject({
    ...when,
    place: line(200).optional(),
    title: line(120).optional().describe('what the contact’s calendar calls it; left out: by kind and person'),
    words: prose(2_000).optional().describe('to the contact'),
    invites: z.boolean().default(true),
  }),
  response: appointment.extend({ cautions: z.array(caution) }).meta({ id: 'MadeAppointment' }),
});

export const checkAppointment = contract({
  operationId: 'checkAppointment',
  method: 'POST',
  path: '/v1/tasks/:id/appointment/check',
  tag: 'Tasks',
  summary:
    'What speaks against a time: working hours and holidays of both sides, and other appointments. Changes nothing.',
  params: z.object({ id: idOf('task') }),
  body: z.strictObject(when),
  response: z
    .object({ begins: instant, ends: instant, zone: z.string(), cautions: z.array(caution) })
    .meta({ id: 'CheckedTime' }),
});

export const getAppointment = contract({
  operationId: 'getAppointment',
  method: 'GET',
  path: '/v1/tasks/:id/appointment',
  tag: 'Tasks',
  summary: 'The latest appointment of a task, standing or cancelled; null: it never had one.',
  params: z.object({ id: idOf('task') }),
  response: z
    .object({ appointment: appointment.nullable(), zone: z.string().describe('in which one is made if none is said') })
    .meta({ id: 'TaskAppointment' }),
});

export const cancelAppointment = contract({
  operationId: 'cancelAppointment',
  method: 'DELETE',
  path: '/v1/tasks/:id/appointment',
  tag: 'Tasks',
  summary: 'Cancel the appointment of a task, if it has one. Who was told of it is told so. The task stays.',
  params: z.object({ id: idOf('task') }),
  response: z.object({ appointment: appointment.nullable() }).meta({ id: 'CancelledAppointment' }),
});
