import { parseInstant } from '../../domain/instant.js';
import { type Actor, sourceOf } from '../auth/actor.js';
import { logCall } from '../contracts/calls.js';
import { createDeal, type DealFields, type DealView, getDeal, listDeals, updateDeal } from '../contracts/deals.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { changedMeanwhile, entityTag, unchangedSince } from '../http/etag.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { emit } from './emit.js';

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
    const deal = await deals.create(contact, fields, { actorId: actor.user.userId, at: await deps.engine.now() });
    return { deal, events: await tell(deps, actor, deal, [{ type: 'deal.created', fields: { ...fields } }]) };
  });

  routes.on(updateDeal, async ({ params, body, scope, actor, request, reply }) => {
    const before = found(await deals.get(scope, params.id), 'deal', params.id);
    const since = await unchangedSince(request, getDeal.response, async () => before);
    const { reason, ...given } = body;
    const status = given.status ?? statusOfStage(given.stage);
    const writer = { actorId: actor.user.userId, at: await deps.engine.now() };
    const change = status === undefined ? given : { ...given, status };
    if (!(await deals.prepareChange(params.id, change, writer, since))) throw changedMeanwhile();
    const decided = found(await deals.get({ type: 'all' }, params.id), 'deal', params.id);
    const events = await tell(deps, actor, decided, eventsOf(decided, given, status, reason));
    const deal = found(await deals.get({ type: 'all' }, params.id), 'deal', params.id);
    reply.header('etag', entityTag(getDeal.response, deal));
    return { deal, events };
  });

  routes.on(logCall, async ({ body, scope, actor }) => {
    if ((await contacts.get(scope, body.contactId)) === null) throw unknown('contactId', 'contact', body.contactId);
    if (body.dealId !== undefined && (await deals.get(scope, body.dealId))?.contactId !== body.contactId)
      throw unknown('dealId', 'deal', body.dealId);
    const { startedAt, note, ...call } = body;
    const now = await deps.engine.now();
    const at = Math.min(now, startedAt === undefined ? now : (parseInstant(startedAt) ?? now));
    const callId = await deals.logCall({ ...call, startedAt: at }, { actorId: actor.user.userId, at: now });
    const { contactId, dealId, ...said } = call;
    const event = await emit(deps, {
      type: 'call.logged',
      at,
      contactId,
      ...(dealId === undefined ? {} : { dealId }),
      fields: { ...said, call: callId, ...(note === undefined ? {} : { note }) },
      source: sourceOf(actor),
      externalId: callId,
    });
    return { callId, eventId: event.eventId, woken: event.woken };
  });
}

interface DealEvent {
  readonly type: string;
  readonly fields: { readonly [name: string]: unknown };
  readonly externalId?: string;
}

/** What journeys hear of a change; the engine writes what `set` has. A decision told twice is one event. */
function eventsOf(
  deal: DealView,
  { status: _, ...set }: DealFields,
  status: DealView['status'] | undefined,
  reason: string | undefined,
): DealEvent[] {
  const events: DealEvent[] = Object.keys(set).length === 0 ? [] : [{ type: 'deal.changed', fields: { set } }];
  if (status === undefined || status === 'open') return events;
  const externalId = `${deal.id}:${status}:${deal.closedAt ?? ''}`;
  const fields = status === 'lost' && reason !== undefined ? { reason } : {};
  return [...events, { type: `deal.${status}`, fields, externalId }];
}

/** Stages that mean a decision, as CRMs name them. */
function statusOfStage(stage: string | null | undefined): DealView['status'] | undefined {
  const [, decided] = /^(?:closed[ -]?)?(won|lost)$/i.exec(stage ?? '') ?? [];
  return decided === undefined ? undefined : (decided.toLowerCase() as 'won' | 'lost');
}

async function tell(deps: AppDeps, actor: Actor, deal: DealView, events: readonly DealEvent[]) {
  const told: { type: string; eventId: string }[] = [];
  const who = {
    ...(deal.contactId === null ? {} : { contactId: deal.contactId }),
    ...(deal.accountId === null ? {} : { accountId: deal.accountId }),
  };
  for (const event of events) {
    // The source of a decision is the deal, whoever tells it: so two people's tellings are one.
    const source = event.externalId === undefined ? sourceOf(actor) : 'deal';
    const { eventId } = await emit(deps, { ...event, ...who, dealId: deal.id, source });
    told.push({ type: event.type, eventId });
  }
  return told;
}

const unknown = (field: string, what: 'contact' | 'deal', id: string): Problem =>
  new Problem(`unknown-${what}`, `There is no ${what} ${id} here, or it is not yours.`, [
    { pointer: `/${field}`, code: `unknown-${what}`, message: `expected the id of a ${what} that exists` },
  ]);
