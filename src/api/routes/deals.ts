import { parseInstant } from '../../domain/instant.js';
import { type Actor, sourceOf } from '../auth/actor.js';
import { logCall } from '../contracts/calls.js';
import { createDeal, type DealFields, type DealView, getDeal, listDeals, updateDeal } from '../contracts/deals.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
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
    return { deal, events: await tell(deps, actor, deal, [{ type: 'deal.created', fields: eventFields(fields) }]) };
  });

  routes.on(updateDeal, async ({ params, body, scope, actor }) => {
    const before = found(await deals.get(scope, params.id), 'deal', params.id);
    const { reason, ...given } = body;
    const status = given.status ?? statusOfStage(given.stage);
    const fields: DealFields = status === undefined ? given : { ...given, status };
    const deal = await deals.update(params.id, fields, { actorId: actor.user.userId, at: await deps.engine.now() });
    return { deal, events: await tell(deps, actor, deal, eventsOf(before, deal, fields, reason)) };
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
}

/** What journeys hear of a change. What was decided already is not decided again. */
function eventsOf(before: DealView, after: DealView, set: DealFields, reason: string | undefined): DealEvent[] {
  const events: DealEvent[] = [{ type: 'deal.changed', fields: { set: eventFields(set) } }];
  if (after.status === before.status) return events;
  if (after.status === 'won') events.push({ type: 'deal.won', fields: {} });
  if (after.status === 'lost') events.push({ type: 'deal.lost', fields: reason === undefined ? {} : { reason } });
  return events;
}

/** Stages that mean a decision, as CRMs name them. */
function statusOfStage(stage: string | null | undefined): DealView['status'] | undefined {
  const [, decided] = /^(?:closed[ -]?)?(won|lost)$/i.exec(stage ?? '') ?? [];
  return decided === undefined ? undefined : (decided.toLowerCase() as 'won' | 'lost');
}

const eventFields = (fields: object): { readonly [name: string]: unknown } => ({ ...fields });

async function tell(deps: AppDeps, actor: Actor, deal: DealView, events: readonly DealEvent[]) {
  const told: { type: string; eventId: string }[] = [];
  for (const { type, fields } of events) {
    const who = {
      ...(deal.contactId === null ? {} : { contactId: deal.contactId }),
      ...(deal.accountId === null ? {} : { accountId: deal.accountId }),
    };
    const { eventId } = await emit(deps, { type, ...who, dealId: deal.id, fields, source: sourceOf(actor) });
    told.push({ type, eventId });
  }
  return told;
}

const unknown = (field: string, what: 'contact' | 'deal', id: string): Problem =>
  new Problem(`unknown-${what}`, `There is no ${what} ${id} here, or it is not yours.`, [
    { pointer: `/${field}`, code: `unknown-${what}`, message: `expected the id of a ${what} that exists` },
  ]);
