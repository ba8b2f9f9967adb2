import { type Actor, sourceOf } from '../auth/actor.js';
import {
  claimLead,
  createPool,
  getPool,
  giveLead,
  limitPools,
  listPoolLeads,
  listPools,
  type PoolSettings,
  type PoolView,
  returnLead,
  updatePool,
} from '../contracts/pools.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { seesOnlyOwn } from '../policy.js';
import type { LeadMove } from '../ports.js';
import type { PoolViewer, Writer } from '../store-ports.js';

/** Who sees only their own sees the pools they belong to; everybody else sees all. */
const viewerOf = ({ user }: Actor): PoolViewer => ({
  userId: user.userId,
  ownOnly: seesOnlyOwn(user.role),
  leads: user.role === 'ops' || user.role === 'manager',
});

export function poolRoutes(routes: Routes, deps: AppDeps): void {
  const { pools } = deps.stores;
  const poolFor = async (actor: Actor, id: string): Promise<PoolView> =>
    found(await pools.get(viewerOf(actor), id), 'pool', id);
  const writer = async (actor: Actor): Promise<Writer> => ({
    actorId: actor.user.userId,
    at: await deps.engine.now(),
  });

  routes.on(listPools, async ({ actor }) => {
    const data = await pools.list(viewerOf(actor));
    return { data: [...data], holdLimit: await pools.holdLimit() };
  });

  routes.on(limitPools, async ({ body, actor }) => {
    await pools.limit(body.holdLimit, await writer(actor));
    return body;
  });

  routes.on(getPool, ({ params, actor }) => poolFor(actor, params.id));

  routes.on(createPool, async ({ body, actor }) => {
    const { id, ...settings } = body;
    judge(deps, settings);
    const refused = await pools.create(id, settings, await writer(actor));
    if (refused !== null) throw refusal(refused, settings);
    return await poolFor(actor, id);
  });

  routes.on(updatePool, async ({ params, body, actor }) => {
    judge(deps, body, await poolFor(actor, params.id));
    const refused = await pools.update(params.id, body, await writer(actor));
    if (refused !== null) throw refusal(refused, body);
    return await poolFor(actor, params.id);
  });

  routes.on(listPoolLeads, async ({ params, query, actor }) => {
    const { mayGive } = await poolFor(actor, params.id);
    if (query.show === 'taken' && viewerOf(actor).ownOnly && !mayGive)
      throw new Problem('forbidden', 'Who has the others’ leads is for those who give them out.');
    const page = pageRequest(query, `pool-${query.show}`);
    const now = await deps.engine.now();
    return toPage(await pools.leads(viewerOf(actor), params.id, query.show, now, page), `pool-${query.show}`);
  });

  routes.on(claimLead, async ({ params, body, actor }) => {
    await poolFor(actor, params.id);
    const { userId } = actor.user;
    return await move(deps, { type: 'claim', poolId: params.id, ...body, userId, ...by(actor) });
  });

  routes.on(giveLead, async ({ params, body, actor }) => {
    const { mayGive } = await poolFor(actor, params.id);
    if (!mayGive) throw new Problem('forbidden', 'Only the pool’s admin, managers and ops give its leads out.');
    return await move(deps, { type: 'give', poolId: params.id, ...body, ...by(actor) });
  });

  routes.on(returnLead, async ({ params, body, actor }) => {
    const { mayGive } = await poolFor(actor, params.id);
    const from = mayGive ? {} : { from: actor.user.userId };
    return await move(deps, { type: 'return', poolId: params.id, ...body, ...from, ...by(actor) });
  });
}

const by = (actor: Actor) => ({ actorId: actor.user.userId, source: sourceOf(actor) });

async function move(deps: AppDeps, what: LeadMove) {
  const moved = await deps.engine.moveLead(what);
  if (moved.ok) return moved.value;
  const { code, detail } = moved.error;
  const errors = code === 'unknown-contact' ? [{ pointer: '/contactId', code, message: detail }] : [];
  throw new Problem(code, `${detail}.`, errors);
}

/** What the contract can't see: whether the calendar is one, and whether there is anything to remind of. */
function judge(deps: AppDeps, settings: PoolSettings, before: Partial<PoolView> = {}): void {
  const { calendar } = settings;
  const { calendars } = deps.simulation.deployment;
  if (calendar != null && !calendars.has(calendar))
    throw unfit('calendar', `There is no calendar ${calendar}.`, `expected one of ${[...calendars.keys()].join(', ')}`);
  const { followUpWithin, remindBefore } = { ...before, ...settings };
  if (remindBefore != null && followUpWithin == null)
    throw unfit('remindBefore', 'There is nothing to remind of.', 'expected null, or followUpWithin beside it');
}

const unfit = (field: string, detail: string, message: string): Problem =>
  new Problem('invalid', detail, [{ pointer: `/${field}`, code: 'invalid', message }]);

function refusal(code: 'pool-exists' | 'unknown-team' | 'unknown-user', { teamId, adminId }: PoolSettings): Problem {
  if (code === 'pool-exists') return new Problem(code, 'There is a pool of this id.');
  const [field, value] = code === 'unknown-team' ? ['teamId', teamId] : ['adminId', adminId];
  return new Problem(code, `There is no ${code === 'unknown-team' ? 'team' : 'active user'} ${value}.`, [
    { pointer: `/${field}`, code, message: 'expected an id that exists' },
  ]);
}
