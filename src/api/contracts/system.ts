import { z } from 'zod';
import { instant, name } from './common.js';
import { contract } from './contract.js';

const count = z.number().int();

export const stats = contract({
  operationId: 'stats',
  method: 'GET',
  path: '/v1/stats',
  tag: 'System',
  summary:
    'Counts for an overview: journeys by stage and phase, open tasks, messages by state. A rep’s are of their own.',
  query: z.strictObject({ definition: name.optional() }),
  response: z.object({
    at: instant.describe('business time'),
    journeys: z.array(z.object({ definitionId: z.string(), stage: z.string().nullable(), phase: z.string(), count })),
    tasks: z.object({ open: count, overdue: count }),
    messages: z.record(z.string(), count),
  }),
});
export type StatsView = z.output<typeof stats.response>;

export const healthz = contract({
  operationId: 'healthz',
  method: 'GET',
  path: '/healthz',
  tag: 'System',
  summary: 'This process is alive. Asks nobody else.',
  response: z.object({ status: z.literal('ok') }),
});

const part = z.object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() });
export const readiness = z
  .object({ status: z.enum(['ready', 'not-ready']), parts: z.array(part) })
  .meta({ id: 'Readiness' });

export const readyz = contract({
  operationId: 'readyz',
  method: 'GET',
  path: '/readyz',
  tag: 'System',
  summary: 'All that this process needs answers. 503 names the part that fails.',
  response: readiness,
  others: { 503: readiness },
});

export const metrics = contract({
  operationId: 'metrics',
  method: 'GET',
  path: '/metrics',
  tag: 'System',
  summary: 'Figures for Prometheus.',
  response: z.string(),
  contentType: 'text/plain',
});

export const openapi = contract({
  operationId: 'openapi',
  method: 'GET',
  path: '/openapi.json',
  tag: 'System',
  summary: 'This document.',
  response: z.record(z.string(), z.unknown()),
});
