import { parseInstant } from '../../domain/instant.js';
import { sourceOf } from '../auth/actor.js';
import { type NewEventBody, postEvents, type TakenEvent } from '../contracts/events.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { NewEvent } from '../ports.js';

export function eventRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(postEvents, async ({ body, actor }) => {
    const source = sourceOf(actor);
    if (!Array.isArray(body)) {
      const taken = await take(deps, body, source);
      if (taken.refused !== null) throw new Problem(taken.refused.code, taken.refused.detail);
      return summary([taken]);
    }
    const results: TakenEvent[] = [];
    // One after the other: events of a list are in order, and those of one contact must be heard in it.
    for (const event of body) results.push(await take(deps, event, source));
    return summary(results);
  });
}

async function take(deps: AppDeps, body: NewEventBody, source: string): Promise<TakenEvent> {
  const result = await deps.engine.receive(toEvent(body, source));
  if (!result.ok) return { eventId: null, duplicate: false, woken: 0, started: [], refused: result.error };
  const { eventId, duplicate, woken, started } = result.value;
  return { eventId, duplicate, woken, started: [...started], refused: null };
}

function toEvent({ at, source: named, fields, type, ...rest }: NewEventBody, source: string): NewEvent {
  const { contactId, accountId, dealId, externalId, messageId } = rest;
  const instant = at === undefined ? undefined : parseInstant(at);
  return {
    type,
    fields,
    source: named ?? source,
    ...(instant === undefined ? {} : { at: instant }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(dealId === undefined ? {} : { dealId }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(messageId === undefined ? {} : { messageId }),
  };
}

const summary = (results: TakenEvent[]) => ({
  stored: results.filter((each) => each.refused === null && !each.duplicate).length,
  duplicates: results.filter((each) => each.duplicate).length,
  refused: results.filter((each) => each.refused !== null).length,
  results,
});
