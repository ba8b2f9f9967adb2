import { z } from 'zod';
import { idOf, instant, line, name, prose } from './common.js';
import { contract } from './contract.js';

export const logCall = contract({
  operationId: 'logCall',
  method: 'POST',
  path: '/v1/calls',
  tag: 'Calls',
  summary: 'Log a call that was made or taken. Emits `call.logged`.',
  body: z.strictObject({
    contactId: idOf('contact'),
    dealId: idOf('deal').optional(),
    direction: z.enum(['inbound', 'outbound']).default('outbound'),
    subject: line().optional(),
    purpose: line(100).optional(),
    outcome: name.optional(),
    note: prose(2_000).optional(),
    durationSeconds: z.number().int().min(0).max(86_400).optional(),
    startedAt: instant.optional().describe('now, if absent'),
  }),
  response: z.object({ callId: z.string(), eventId: z.string(), woken: z.number().int() }),
  status: 201,
});
