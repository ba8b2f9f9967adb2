import { randomUUID } from 'node:crypto';
import { formatLocal, isValidZone } from '../../domain/calendar/zone.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { parseInstant } from '../../domain/instant.js';
import {
  exitJourney,
  getJourney,
  type JourneyView,
  journeyStory,
  listJourneys,
  pauseJourney,
  resumeJourney,
  retryJourney,
  startJourney,
} from '../contracts/journeys.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import { found, notFound, Problem } from '../http/problem.js';
import type { Context, Routes } from '../http/routes.js';
import type { JourneyCommand } from '../ports.js';

const BY_NEXT_AT: KeyShape = ['number', 'text'];
const BY_NUMBER: KeyShape = ['number'];
const COMMAND_PATIENCE_MS = 20_000;

export function journeyRoutes(routes: Routes, deps: AppDeps): void {
  const { journeys, contacts } = deps.stores;

  routes.on(startJourney, async ({ body, scope, actor }) => {
    const { definition, contactId, stage } = body;
    const where = {
      pointer: '/contactId',
      code: 'unknown-contact',
      message: 'expected the id of a contact that exists',
    };
    if ((await contacts.get(scope, contactId)) === null)
      throw new Problem('unknown-contact', `There is no contact ${contactId}, or it is not yours.`, [where]);
    const request = { definitionId: definition, contactId, actorId: actor.user.userId };
    const started = await deps.engine.start(stage === undefined ? request : { ...request, stage });
    if (!started.ok) throw new Problem(started.error.code, started.error.detail);
    // A rep's own contact may have a journey of another owner: who started it sees it this once.
    return found(await journeys.get({ type: 'all' }, started.value.journeyId), 'journey', started.value.journeyId);
  });

  routes.on(listJourneys, async ({ query, scope }) => {
    const { sort, attention, ...rest } = query;
    const filter = attention === undefined ? rest : { ...rest, attention: attention === 'true' };
    const list = `journeys:${sort}`;
    const page = pageRequest(query, list, ...(sort === 'nextAt' ? [BY_NEXT_AT] : []));
    return toPage(await journeys.list(scope, filter, sort, page), list);
  });

  routes.on(getJourney, async ({ params, scope }) => found(await journeys.get(scope, params.id), 'journey', params.id));

  routes.on(journeyStory, async ({ params, query, scope }) => {
    const journey = found(await journeys.get(scope, params.id), 'journey', params.id);
    const list = `story:${params.id}`;
    const page = pageRequest(query, list, BY_NUMBER);
    const [outlook, entries] = await Promise.all([journeys.outlook(params.id), journeys.entries(params.id, page)]);
    const timezone = await zoneOfJourney(deps, journey, outlook.contactTimezone);
    const local = <T extends string | null>(at: T): T | string =>
      at === null ? at : formatLocal(parseInstant(at) ?? 0, timezone);
    return {
      journey,
      timezone,
      next: outlook.next.map((each) => ({ ...each, local: local(each.at) })),
      ...toPage(
        {
          ...entries,
          rows: entries.rows.map((line) => ({ ...line, local: local(line.at), untilLocal: local(line.until) })),
        },
        list,
      ),
    };
  });

  routes.on(pauseJourney, (input) => command(deps, input, { kind: 'pause' }));
  routes.on(resumeJourney, (input) => command(deps, input, { kind: 'resume' }));
  routes.on(exitJourney, (input) => command(deps, input, { kind: 'exit', outcome: input.body.outcome }));
  routes.on(retryJourney, (input) => command(deps, input, { kind: 'retry' }));
}

type CommandInput = Context & {
  readonly params: { readonly id: string };
  readonly body: { readonly reason: string; readonly requestId?: string | undefined };
};

async function command(deps: AppDeps, { params, body, scope, actor }: CommandInput, what: JourneyCommand) {
  if ((await deps.stores.journeys.get(scope, params.id)) === null) throw notFound('journey', params.id);
  const who = { requestId: body.requestId ?? randomUUID(), actorId: actor.user.userId, reason: body.reason };
  const answer = await within(COMMAND_PATIENCE_MS, deps.engine.command(params.id, what, who), who.requestId);
  if (!answer.ok) throw new Problem(answer.error.code, answer.error.detail);
  return { id: params.id, ...answer.value };
}

/** A command waits for its effect; with no worker there is none, and a client must not hang on it. */
async function within<T>(ms: number, work: Promise<T>, requestId: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const detail = `No worker has taken the command yet; it may still take effect. Ask again with the request id ${requestId}.`;
    timer = setTimeout(() => reject(new Problem('engine-unreachable', detail, [], { 'retry-after': '5' })), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** The zone of a journey, as its definition says: a zone by name, or the contact's; the deployment's for whoever has none. */
async function zoneOfJourney(deps: AppDeps, journey: JourneyView, contactTimezone: string | null): Promise<string> {
  const version = await deps.stores.definitions.get(journey.definitionId, journey.definitionVersion);
  const definition =
    version === null ? null : parseDefinition({ file: journey.definitionId, text: version.text }).definition;
  const named = definition?.kind === 'journey' && definition.timezone !== 'contact' ? definition.timezone : undefined;
  const zone = named ?? contactTimezone;
  return zone !== null && isValidZone(zone) ? zone : deps.timezone;
}
