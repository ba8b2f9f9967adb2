import { z } from 'zod';
import { fields, idOf, instant, line, listOf, name, pageOf, paging, prose } from './common.js';
import { contract } from './contract.js';

const STATUSES = ['open', 'done', 'withdrawn'] as const;
export const taskStatus = z.enum(STATUSES);

export const task = z
  .object({
    id: z.string(),
    journeyId: z.string().nullable(),
    contactId: z.string().nullable(),
    contactName: z.string().nullable(),
    dealId: z.string().nullable(),
    step: z.string().nullable(),
    kind: z.string(),
    title: z.string(),
    assigneeId: z.string().nullable(),
    teamId: z.string().nullable(),
    status: taskStatus,
    outcomes: z.array(z.string()),
    outcome: z.string().nullable(),
    form: z.array(z.object({ field: z.string(), required: z.boolean() })),
    answers: z.record(z.string(), z.unknown()).nullable(),
    note: z.string().nullable(),
    reason: z.string().nullable(),
    dueAt: instant.nullable(),
    createdAt: instant,
    doneAt: instant.nullable(),
    doneBy: z.string().nullable(),
    origin: z.string(),
  })
  .meta({ id: 'Task' });
export type TaskView = z.output<typeof task>;

export const listTasks = contract({
  operationId: 'listTasks',
  method: 'GET',
  path: '/v1/tasks',
  tag: 'Tasks',
  summary: 'Tasks, what is due first at the top, those without a due time last.',
  query: z.strictObject({
    ...paging,
    assignee: line(64).optional().describe('a user id, or `me`'),
    status: listOf(STATUSES).optional(),
    dueBefore: instant.optional(),
    contact: idOf('contact').optional(),
    journey: idOf('journey').optional(),
    origin: z.enum(['journey', 'sla', 'import', 'person']).optional(),
  }),
  response: pageOf(task),
});

export const getTask = contract({
  operationId: 'getTask',
  method: 'GET',
  path: '/v1/tasks/:id',
  tag: 'Tasks',
  summary: 'One task.',
  params: z.object({ id: idOf('task') }),
  response: task,
});

export const completeTask = contract({
  operationId: 'completeTask',
  method: 'POST',
  path: '/v1/tasks/:id/complete',
  tag: 'Tasks',
  summary: 'Record a task’s outcome; its journey goes on from there. Only the assignee, a manager or ops may.',
  params: z.object({ id: idOf('task') }),
  body: z.strictObject({ outcome: name, answers: fields.optional(), note: prose(2_000).optional() }),
  response: task,
});
