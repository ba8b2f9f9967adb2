import { z } from 'zod';
import { instant, name, pageOf, paging } from './common.js';
import { contract } from './contract.js';

const deed = z
  .object({
    at: instant,
    actorId: z.string().describe('`engine`: what it does by itself'),
    actorName: z.string().nullable(),
    deed: z.string().describe('`create`, `edit`, `schedule`, `approve`, `begin`, `pause`, …'),
    reason: z.string().nullable().describe('as the person gave it; of the engine’s own deeds a code'),
    revision: z.number().int().nullable().describe('of the text, after it'),
    perMinute: z.number().int().nullable().describe('of another rate: which'),
  })
  .meta({ id: 'CampaignDeed' });
export type CampaignDeedView = z.output<typeof deed>;

export const campaignHistory = contract({
  operationId: 'campaignHistory',
  method: 'GET',
  path: '/v1/campaigns/:id/history',
  tag: 'Campaigns',
  summary: 'Who did what with it, and why, newest first.',
  params: z.object({ id: name }),
  query: z.strictObject(paging),
  response: pageOf(deed),
});
