import { z } from 'zod';
import { idOf, instant, line, pageOf, paging, prose } from './common.js';
import { contract } from './contract.js';

export const dealStatus = z.enum(['open', 'won', 'lost']);

export const deal = z
  .object({
    id: z.string(),
    name: z.string(),
    contactId: z.string().nullable(),
    accountId: z.string().nullable(),
    ownerId: z.string().nullable(),
    stage: z.string().nullable(),
    status: dealStatus,
    amount: z.number().nullable(),
    currency: z.string().nullable(),
    probability: z.number().nullable(),
    product: z.string().nullable(),
    channel: z.string().nullable(),
    source: z.string().nullable(),
    expectedCloseAt: instant.nullable(),
    closedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Deal' });
export type DealView = z.output<typeof deal>;

const writable = {
  name: line(),
  stage: line().nullable(),
  status: dealStatus,
  amount: z.number().min(0).max(1e15).nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected three capital letters (ISO 4217), such as EUR')
    .nullable(),
  probability: z.number().min(0).max(100).nullable(),
  product: line().nullable(),
  channel: line().nullable(),
  expectedCloseAt: instant.nullable(),
};

const optional = z.strictObject(writable).partial();
export type DealFields = z.output<typeof optional>;

const reason = prose(500).optional().describe('why it was lost');

export const listDeals = contract({
  operationId: 'listDeals',
  method: 'GET',
  path: '/v1/deals',
  tag: 'Deals',
  summary: 'Deals, newest first.',
  query: z.strictObject({
    ...paging,
    contact: idOf('contact').optional(),
    owner: line(64).optional(),
    status: dealStatus.optional(),
    stage: line(200).optional(),
  }),
  response: pageOf(deal),
});

export const getDeal = contract({
  operationId: 'getDeal',
  method: 'GET',
  path: '/v1/deals/:id',
  tag: 'Deals',
  summary: 'One deal.',
  params: z.object({ id: idOf('deal') }),
  response: deal,
});

const changed = z.object({ deal, events: z.array(z.object({ type: z.string(), eventId: z.string() })) });

export const createDeal = contract({
  operationId: 'createDeal',
  method: 'POST',
  path: '/v1/deals',
  tag: 'Deals',
  summary: 'Open a deal for a contact. Emits `deal.created`.',
  body: optional.omit({ status: true }).extend({ contactId: idOf('contact') }),
  response: changed,
  status: 201,
});

export const updateDeal = contract({
  operationId: 'updateDeal',
  method: 'PATCH',
  path: '/v1/deals/:id',
  tag: 'Deals',
  summary:
    'Change a deal. Emits `deal.changed` with what was set, and `deal.won` or `deal.lost` when it is decided. The stages won and lost decide it too.',
  params: z.object({ id: idOf('deal') }),
  body: optional.extend({ reason }).refine((value) => Object.keys(value).some((key) => key !== 'reason'), {
    error: 'expected at least one field',
  }),
  response: changed,
});
