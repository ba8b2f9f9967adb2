import { z } from 'zod';
import { fields, idOf, instant, line, listOf, localised, name, pageOf, paging, prose, search } from './common.js';
import { contract } from './contract.js';
import { lately } from './lately.js';

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
    stage: z.string().nullable().describe('where its journey is now'),
    kind: z.string(),
    title: z.string(),
    assigneeId: z.string().nullable().describe('on whose desk it is now'),
    assigneeName: z.string().nullable(),
    insteadOf: z
      .object({ id: z.string(), name: z.string().nullable() })
      .nullable()
      .describe('who is away, while somebody else has it on the desk in their stead'),
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
    doneByName: z.string().nullable(),
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
    assignee: line(64)
      .optional()
      .describe('a user id, or `me`: their own, and what they have on the desk in another’s stead'),
    status: listOf(STATUSES).optional(),
    mine: z
      .enum(['true', 'false'])
      .optional()
      .describe('`true`: what the one who asks is to do, and what nobody of their teams has taken'),
    dueBefore: instant.optional(),
    dueAfter: instant.optional().describe('or at this instant'),
    kind: line(100).optional(),
    q: search,
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

export const reassignTask = contract({
  operationId: 'reassignTask',
  method: 'POST',
  path: '/v1/tasks/:id/reassign',
  tag: 'Tasks',
  summary: 'Give an open task to another person.',
  params: z.object({ id: idOf('task') }),
  body: z.strictObject({ assigneeId: line(64), reason: prose(500).min(1).describe('kept on the audit log') }),
  response: task,
});

const formField = z
  .object({
    field: z.string(),
    type: z.enum(['text', 'number', 'boolean', 'instant', 'date', 'birthday', 'tags']),
    label: localised.nullable(),
    required: z.boolean(),
    value: z.unknown().describe('what the record has now; null: nothing'),
  })
  .meta({ id: 'FormField' });
export type FormField = z.output<typeof formField>;

const context = z
  .object({
    contact: z
      .object({
        id: z.string(),
        name: z.string(),
        company: z.string().nullable(),
        title: z.string().nullable(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        language: z.string().nullable(),
        timezone: z.string().nullable(),
        localTime: z
          .string()
          .nullable()
          .describe('their wall clock now, like 2027-01-04 09:00:00 +08:00; null: no zone is known'),
      })
      .nullable(),
    journey: z
      .object({
        id: z.string(),
        definitionId: z.string(),
        definitionName: localised.nullable(),
        phase: z.string(),
        stage: z.string().nullable(),
        stageName: localised.nullable(),
        stageSince: instant.nullable(),
      })
      .nullable(),
    deal: z
      .object({
        id: z.string(),
        name: z.string(),
        stage: z.string().nullable(),
        status: z.string(),
        amount: z.number().nullable(),
        currency: z.string().nullable(),
      })
      .nullable(),
    lastMessage: z
      .object({
        id: z.string(),
        subject: z.string().nullable(),
        at: instant,
        state: z.string(),
        repliedAt: instant.nullable(),
      })
      .nullable(),
    lastEvent: z.object({ type: z.string(), at: instant }).nullable(),
    lastCall: z
      .object({
        at: instant,
        direction: z.string().nullable(),
        subject: z.string().nullable(),
        outcome: z.string().nullable(),
      })
      .nullable(),
    lately,
    form: z.array(formField),
  })
  .meta({ id: 'TaskContext' });
export type TaskContextView = z.output<typeof context>;

export const taskContext = contract({
  operationId: 'taskContext',
  method: 'GET',
  path: '/v1/tasks/:id/context',
  tag: 'Tasks',
  summary:
    'What somebody needs to know to do a task: who, where in the journey, what was said last, the last order, open cases, the last answers, and its form.',
  params: z.object({ id: idOf('task') }),
  response: context,
});
