import { z } from 'zod';
import { line, localised } from './common.js';
import { contract } from './contract.js';

const found = z
  .object({
    contacts: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        company: z.string().nullable(),
        email: z.string().nullable(),
        stage: z.string().nullable(),
      }),
    ),
    journeys: z.array(
      z.object({
        id: z.string(),
        definitionId: z.string(),
        definitionName: localised.nullable(),
        contactId: z.string(),
        contactName: z.string(),
        stage: z.string().nullable(),
        stageName: localised.nullable(),
        phase: z.string(),
      }),
    ),
    deals: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        contactId: z.string().nullable(),
        stage: z.string().nullable(),
        status: z.string(),
        amount: z.number().nullable(),
        currency: z.string().nullable(),
      }),
    ),
    definitions: z.array(z.object({ id: z.string(), name: localised.nullable(), kind: z.string() })),
  })
  .meta({ id: 'Found' });
export type FoundView = z.output<typeof found>;

export const MOST_FOUND = 8;

/** Named so because `search` is a common query parameter. The operation's id is `search`. */
export const searchAll = contract({
  operationId: 'search',
  method: 'GET',
  path: '/v1/search',
  tag: 'Overview',
  summary:
    'Up to eight each of contacts, journeys, deals and definitions whose name, address or company has this text, or whose id it is. Open journeys first.',
  query: z.strictObject({ q: line(100).describe('one character is enough: Chinese names have two') }),
  response: found,
});
