import { z } from 'zod';
import { instant, line, name, prose } from './common.js';
import { contract } from './contract.js';
import { work } from './users.js';

/* Somebody leaves: what is theirs goes to one successor, or is shared out in a team. */

const target = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('user'), userId: line(64) }),
    z.strictObject({
      type: z.literal('team'),
      teamId: name.max(64),
      by: z.enum(['roundRobin', 'leastLoaded', 'territory']),
    }),
  ])
  .meta({ id: 'HandoverTarget' });
export type HandoverTarget = z.output<typeof target>;

const params = z.object({ id: line(64) });
const someone = z.object({ id: z.string(), name: z.string() });

const gets = someone.extend({
  contacts: z.number().int(),
  accounts: z.number().int(),
  deals: z.number().int(),
  tasks: z.number().int(),
  isThere: z.boolean().describe('false: they are away, and their deputy has the tasks on the desk'),
});

export const leavingPreview = z
  .object({
    work: work.describe('what is theirs now'),
    gets: z.array(gets).describe('who gets how much; tasks and deals go with their contacts'),
    reports: z.array(someone).describe('people in their charge'),
    reportsTo: someone.nullable().describe('in whose charge those are then'),
    deputyOf: z.array(someone).describe('people they are the deputy of'),
    teams: z.array(z.string()).describe('teams they are taken out of'),
    mailboxes: z.array(z.string()).describe('mailboxes they look after'),
    keys: z.number().int().describe('API keys that are revoked'),
    definitions: z
      .array(z.string())
      .describe('definitions that name them; what those mean for them, the successor gets'),
  })
  .meta({ id: 'LeavingPreview' });
export type LeavingPreview = z.output<typeof leavingPreview>;

export const previewLeaving = contract({
  operationId: 'previewLeaving',
  method: 'POST',
  path: '/v1/users/:id/leaving/preview',
  tag: 'People',
  summary: 'What would go to whom if a user left. Nothing is changed.',
  params,
  body: z.strictObject({ to: target }),
  response: leavingPreview,
});

const leaving = z
  .object({
    id: z.string(),
    userId: z.string(),
    to: target,
    reason: z.string(),
    actorId: z.string(),
    state: z.enum(['running', 'done']),
    code: z.string().nullable().describe('why it doesn’t go on just now'),
    total: z.number().int().describe('contacts, accounts, open deals and open tasks together'),
    done: z.number().int(),
    left: work.describe('what is still theirs; all 0 when it is done'),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Leaving' });
export type LeavingView = z.output<typeof leaving>;

export const leaveUser = contract({
  operationId: 'leaveUser',
  method: 'POST',
  path: '/v1/users/:id/leaving',
  tag: 'People',
  summary:
    'A user leaves: access ends at once, and what is theirs goes to others. Whom what goes to is frozen now; workers then move it.',
  params,
  body: z.strictObject({
    to: target,
    reason: prose(500).min(1).describe('kept on the audit log, of each contact too'),
    requestId: line(100).optional().describe('the same request id begins one handover; made up if absent'),
  }),
  response: leaving,
  status: 201,
});

export const getLeaving = contract({
  operationId: 'getLeaving',
  method: 'GET',
  path: '/v1/users/:id/leaving',
  tag: 'People',
  summary: 'How far the handover of a user who leaves is.',
  params,
  response: leaving,
});
