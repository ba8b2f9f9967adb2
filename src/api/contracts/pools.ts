import { z } from 'zod';
import { parseDuration } from '../../domain/calendar/duration.js';
import { isValidZone } from '../../domain/calendar/zone.js';
import { idOf, instant, line, name, pageOf, paging, prose } from './common.js';
import { contract } from './contract.js';

const duration = z
  .string()
  .max(40)
  .refine((text) => (parseDuration(text)?.n ?? 0) > 0, 'expected a duration such as "2 business days" or "48 hours"');
const limit = z.number().int().min(1).max(1_000_000);

/** What is settled about a pool; what may be absent is null. */
const settings = {
  name: line(),
  teamId: name.describe('the team whose members are the pool’s'),
  adminId: line(64).nullable().describe('hears of claims and of what is taken back; gives leads out'),
  claimable: z.boolean().describe('false: its leads are given out, not claimed'),
  unworkedLimit: limit.nullable().describe('leads that a member may have at once without having worked them'),
  holdLimit: limit.nullable().describe('leads that a member may have at once'),
  followUpWithin: duration.nullable().describe('by when a lead is worked, or taken back'),
  remindBefore: duration.nullable().describe('how long before that its owner is reminded'),
  coolDown: duration.nullable().describe('how long who had a lead leaves it to others'),
  calendar: name.nullable().describe('of the business time, for members who have no calendar of their own'),
  timezone: line(64).refine(isValidZone, 'expected an IANA time zone, such as Europe/Berlin').nullable(),
  missedOutcomes: z.array(name).max(100).describe('outcomes after which nobody was spoken to, beside the known ones'),
  notifyOnClaim: z.boolean(),
};

const pool = z
  .object({
    ...settings,
    id: z.string(),
    createdAt: instant,
    updatedAt: instant,
    leads: z.object({
      free: z.number().int(),
      taken: z.number().int(),
      unworked: z.number().int().describe('of those taken, the ones that nobody has worked yet'),
    }),
    mine: z
      .object({ unworked: z.number().int(), held: z.number().int(), heldOfAll: z.number().int() })
      .nullable()
      .describe('what the one who asks has; null: no member'),
    mayGive: z.boolean().describe('whether the one who asks gives its leads out and takes them back'),
  })
  .meta({ id: 'Pool' });
export type PoolView = z.output<typeof pool>;

const changes = z.strictObject(settings).partial();
export type PoolSettings = z.output<typeof changes>;

const lead = z
  .object({
    contactId: z.string(),
    name: z.string(),
    company: z.string().nullable(),
    title: z.string().nullable(),
    country: z.string().nullable(),
    region: z.string().nullable(),
    city: z.string().nullable(),
    source: z.string().nullable(),
    createdAt: instant,
    ownerId: z.string().nullable(),
    ownerName: z.string().nullable(),
    since: instant.nullable().describe('since when its owner has it'),
    workedAt: instant.nullable().describe('the first real contact'),
    remindAt: instant.nullable(),
    reminded: z.boolean(),
    dueAt: instant.nullable().describe('when it is taken back; null: no clock runs'),
    last: z
      .object({ ownerName: z.string(), until: instant, ended: z.string(), reason: z.string().nullable() })
      .nullable()
      .describe('who had it before, and why no more'),
    claimableAt: instant.nullable().describe('until when the one who asks leaves it to others'),
  })
  .meta({ id: 'PoolLead' });
export type PoolLeadView = z.output<typeof lead>;

const params = z.object({ id: name });
const moved = z.object({ contactId: z.string(), poolId: z.string(), ownerId: z.string().nullable() });
const tag = 'Pools';

export const listPools = contract({
  operationId: 'listPools',
  method: 'GET',
  path: '/v1/pools',
  tag,
  summary: 'Pools of leads, with what is in them. A rep sees those whose member or admin they are.',
  response: z.object({
    data: z.array(pool),
    holdLimit: z.number().int().nullable().describe('leads of all pools that a member may have at once'),
  }),
});

export const limitPools = contract({
  operationId: 'limitPools',
  method: 'PATCH',
  path: '/v1/pools',
  tag,
  summary: 'Say how many leads of all pools together a member may have at once.',
  body: z.strictObject({ holdLimit: limit.nullable() }),
  response: z.object({ holdLimit: z.number().int().nullable() }),
});

export const getPool = contract({
  operationId: 'getPool',
  method: 'GET',
  path: '/v1/pools/:id',
  tag,
  summary: 'One pool.',
  params,
  response: pool,
});

export const createPool = contract({
  operationId: 'createPool',
  method: 'POST',
  path: '/v1/pools',
  tag,
  summary: 'Make a pool for a team.',
  body: changes.required({ name: true, teamId: true }).extend({ id: name }),
  response: pool,
  status: 201,
});

export const updatePool = contract({
  operationId: 'updatePool',
  method: 'PATCH',
  path: '/v1/pools/:id',
  tag,
  summary: 'Change a pool. Clocks that run are reckoned by the new rule; none begins anew.',
  params,
  body: changes.refine((value) => Object.keys(value).length > 0, { error: 'expected at least one field' }),
  response: pool,
});

export const listPoolLeads = contract({
  operationId: 'listPoolLeads',
  method: 'GET',
  path: '/v1/pools/:id/leads',
  tag,
  summary: 'Leads of a pool, newest first. How to reach them stands in the contact, which its owner sees.',
  params,
  query: z.strictObject({ ...paging, show: z.enum(['free', 'taken', 'mine']).default('free') }),
  response: pageOf(lead),
});

export const claimLead = contract({
  operationId: 'claimLead',
  method: 'POST',
  path: '/v1/pools/:id/claim',
  tag,
  summary: 'Take a lead out of a pool, within its limits. Of two at once one has it.',
  params,
  body: z.strictObject({ contactId: idOf('contact') }),
  response: moved,
});

export const giveLead = contract({
  operationId: 'giveLead',
  method: 'POST',
  path: '/v1/pools/:id/give',
  tag,
  summary: 'Give a lead of a pool to a member, within its limits. The pool’s admin, managers and ops may.',
  params,
  body: z.strictObject({ contactId: idOf('contact'), userId: line(64) }),
  response: moved,
});

export const returnLead = contract({
  operationId: 'returnLead',
  method: 'POST',
  path: '/v1/pools/:id/return',
  tag,
  summary: 'Give a lead back to its pool. Its owner, the pool’s admin, managers and ops may.',
  params,
  body: z.strictObject({ contactId: idOf('contact'), reason: prose(1_000).min(1) }),
  response: moved,
});
