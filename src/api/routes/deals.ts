import { parseInstant } from '../../domain/instant.js';
import { tellerOf } from '../auth/actor.js';
import { logCall } from '../contracts/calls.js';
import { createDeal, getDeal, listDeals, updateDeal } from '../contracts/deals.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { changedMeanwhile, entityTag, unchangedSince } from '../http/etag.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

export function dealRoutes(routes: Routes, deps: AppDeps): void {
  const { deals, contacts } = deps.stores;

  routes.on(listDeals, async ({ query, scope }) =>
    toPage(await deals.list(scope, query, pageRequest(query, 'deals')), 'deals'),
  );

  routes.on(getDeal, async ({ params, scope }) => found(await deals.get(scope, params.id), 'deal', params.id));

  routes.on(createDeal, async ({ body, scope, actor }) => {
    const { contactId, ...fields } = body;
    const contact = await contacts.get(scope, contactId);
    if (contact === null) throw unknown('contactId', 'contact', contactId);
    const { deal, eventId } = await deps.engine.createDeal(contactId, fields, tellerOf(actor));
    return { deal, events: [{ type: 'deal.created', eventId }] };
  });

  routes.on(updateDeal, async ({ params, body, scope, actor, request, reply }) => {
    const before = found(await deals.get(scope, params.id), 'deal', params.id);
    const since = await unchangedSince(request, getDeal.response, async () => before);
    const changed = await deps.engine.changeDeal(params.id, body, tellerOf(actor), since);
    if (changed === null) throw changedMeanwhile();
    reply.header('etag', entityTag(getDeal.response, changed.deal));
    return { deal: changed.deal, events: [...changed.events] };
  });

  routes.on(logCall, async ({ body, scope, actor }) => {
    if ((await contacts.get(scope, body.contactId)) === null) throw unknown('contactId', 'contact', body.contactId);
    if (body.dealId !== undefined && (await deals.get(scope, body.dealId))?.contactId !== body.contactId)
      throw unknown('dealId', 'deal', body.dealId);
    const { startedAt, ...call } = body;
    const now = await deps.engine.now();
    const at = Math.min(now, startedAt === undefined ? now : (parseInstant(startedAt) ?? now));
    return await deps.engine.logCall({ ...call, startedAt: at }, tellerOf(actor));
  });
}

const unknown = (field: string, what: 'contact' | 'deal', id: string): Problem =>
  new Problem(`unknown-${what}`, `There is no ${what} ${id} here, or it is not yours.`, [
    { pointer: `/${field}`, code: `unknown-${what}`, message: `expected the id of a ${what} that exists` },
  ]);
