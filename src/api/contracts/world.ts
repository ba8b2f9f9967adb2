import { z } from 'zod';
import { instant, language } from './common.js';
import { contract } from './contract.js';

export const world = contract({
  operationId: 'world',
  method: 'GET',
  path: '/v1/world',
  tag: 'System',
  summary: 'What a page shows around its content: the clock, the zone, the languages, and what else runs.',
  response: z
    .object({
      mode: z.enum(['embedded', 'external']),
      version: z.string(),
      now: instant.describe('business time'),
      realNow: instant,
      rate: z.number().describe('business milliseconds that pass in a real one; 1 outside demos'),
      timezone: z.string().describe('the zone of whoever has none of their own'),
      temporalUiUrl: z.string().nullable(),
      inbox: z.boolean().describe('whether mail is caught here and can be read'),
      languages: z.array(language),
    })
    .meta({ id: 'World' }),
});
export type WorldView = z.output<typeof world.response>;
