import { formatLocal, isValidZone } from '../../domain/calendar/zone.js';
import { parseInstant } from '../../domain/instant.js';
import { assertNever } from '../../domain/result.js';
import { sourceOf } from '../auth/actor.js';
import type { Role } from '../contracts/common.js';
import {
  exitJourney,
  getJourney,
  JOURNEY_ACTS,
  type JourneyAct,
  type JourneyDetailView,
  type JourneyView,
  journeyStory,
  listJourneys,
  listStuckJourneys,
  moveJourney,
  pauseJourney,
  reachJourneyGoal,
  reassignJourney,
  rescheduleJourney,
  resumeJourney,
  retryJourney,
  sendJourneyNow,
  skipJourney,
  startJourney,
  type Upcoming,
} from '../contracts/journeys.js';
import { changeJourneyVersion } from '../contracts/versions.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import { found, notFound, Problem } from '../http/problem.js';
import type { Context, Routes } from '../http/routes.js';
import { momentOf, stuckMomentOf } from '../moment.js';
import { allows, POLICY } from '../policy.js';
import type { JourneyCommand } from '../ports.js';
import type { JourneySort } from '../store-ports.js';

const KEYS: { readonly [sort in JourneySort]: KeyShape } = {
  newest: ['text'],
  nextAt: ['number', 'text'],
  stageSince: ['number', 'text'],
  attention: ['instant?', 'text'],
};
const BY_NUMBER: KeyShape = ['number'];
/** A command waits for its effect; with no worker there is none, and a client must not hang on it. */
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
    const { journeyId } = started.value;
    return found(await journeys.get({ type: 'all' }, journeyId, await momentOf(deps)), 'journey', journeyId);
  });

  routes.on(listJourneys, async ({ query, scope }) => {
    const { sort, attention, late, ...rest } = query;
    const filter = { ...rest, attention: flag(attention), late: flag(late) };
    const list = `journeys:${sort}`;
    const page = pageRequest(query, list, KEYS[sort]);
    return toPage(await journeys.list(scope, filter, sort, page, await momentOf(deps)), list);
  });

  routes.on(listStuckJourneys, async ({ query, scope }) => {
    const page = pageRequest(query, 'stuck');
    const [moment, stuck] = await Promise.all([momentOf(deps), stuckMomentOf(deps)]);
    return toPage(await journeys.stuck(scope, page, moment, stuck), 'stuck');
  });

  routes.on(getJourney, async ({ params, scope, actor }) => {
    const journey = found(await journeys.get(scope, params.id, await momentOf(deps)), 'journey', params.id);
    return await detailOf(deps, journey, actor.user.role);
  });

  routes.on(journeyStory, async ({ params, query, scope }) => {
    const journey = found(await journeys.get(scope, params.id, await momentOf(deps)), 'journey', params.id);
    const list = `story:${params.id}:${query.order}`;
    const page = pageRequest(query, list, BY_NUMBER);
    const [outlook, entries, more] = await Promise.all([
      journeys.outlook(params.id),
      journeys.entries(params.id, page, query.order),
      journeys.more(params.id),
    ]);
    const timezone = zoneOr(deps, more.timezone);
    const local = <T extends string | null>(at: T): T | string =>
      at === null ? at : formatLocal(parseInstant(at) ?? 0, timezone);
    return {
      journey,
      timezone,
      next: outlook.map((each) => ({ ...each, local: local(each.at) })),
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
  routes.on(resumeJourney, (input) => command(deps, input, { kind: 'resume', missed: input.body.missed }));
  routes.on(exitJourney, (input) => command(deps, input, { kind: 'exit', outcome: input.body.outcome }));
  routes.on(retryJourney, (input) => command(deps, input, { kind: 'retry', ...stepOf(input.body) }));

  routes.on(skipJourney, (input) => command(deps, input, { kind: 'skip', ...stepOf(input.body) }));
  routes.on(sendJourneyNow, (input) => command(deps, input, { kind: 'send-now', ...stepOf(input.body) }));
  routes.on(moveJourney, (input) => command(deps, input, { kind: 'move', stage: input.body.stage }));
  routes.on(reachJourneyGoal, (input) => command(deps, input, { kind: 'goal' }));
  routes.on(changeJourneyVersion, async (input) => {
    const { params, body, scope } = input;
    const journey = found(await journeys.get(scope, params.id, await momentOf(deps)), 'journey', params.id);
    const target = await deps.stores.definitions.get(journey.definitionId, body.version);
    if (target === null)
      throw new Problem('unknown-version', `${journey.definitionId} has no version ${body.version}.`, [
        { pointer: '/version', code: 'unknown-version', message: 'expected a version of the journey’s definition' },
      ]);
    const { map } = body;
    return await command(deps, input, { kind: 'change-version', version: target.version, ...(map && { map }) });
  });
  routes.on(rescheduleJourney, (input) => {
    const due = parseInstant(input.body.due) ?? 0;
    return command(deps, input, { kind: 'reschedule', due, ...stepOf(input.body) });
  });

  routes.on(reassignJourney, async ({ params, body, scope, actor, onceId }) => {
    const journey = found(await journeys.get(scope, params.id, await momentOf(deps)), 'journey', params.id);
    if (journey.status === 'ended') throw new Problem('journey-ended', 'the journey is over');
    const { ownerId, reason, requestId = onceId } = body;
    if ((await deps.stores.access.userById(ownerId)) === null)
      throw new Problem('unknown-owner', `There is no active user ${ownerId}.`, [
        { pointer: '/ownerId', code: 'unknown-owner', message: 'expected the id of an active user' },
      ]);
    const { contactId } = journey;
    const request = { requestId, journeyId: params.id, reason };
    const who = { actorId: actor.user.userId, source: sourceOf(actor) };
    const moved = await deps.engine.reassign({ contactId, ownerId, request, ...who });
    if (!moved.ok) throw new Problem(moved.error.code, moved.error.detail);
    return { id: params.id, contactId, ...moved.value, ownerId: moved.value.ownerId ?? ownerId };
  });
}

const stepOf = ({ step }: { readonly step?: string | undefined }): { readonly step?: string } =>
  step === undefined ? {} : { step };

const flag = (text: 'true' | 'false' | undefined): boolean | undefined =>
  text === undefined ? undefined : text === 'true';

/** Which operation each act is: its row in the policy table says who may. */
const ACTS = {
  pause: 'pauseJourney',
  resume: 'resumeJourney',
  exit: 'exitJourney',
  retry: 'retryJourney',
  reassign: 'reassignJourney',
  move: 'moveJourney',
  goal: 'reachJourneyGoal',
  skip: 'skipJourney',
  reschedule: 'rescheduleJourney',
  'send-now': 'sendJourneyNow',
} as const satisfies { readonly [act in JourneyAct]: keyof typeof POLICY };

interface Standing {
  readonly journey: JourneyView;
  /** What it waits for. */
  readonly waits: readonly Pick<Upcoming, 'waitsFor' | 'at'>[];
  readonly stages: readonly { readonly id: string }[];
  readonly hasGoal: boolean;
}

/** Whether an act changes anything now: what the planner and the engine would refuse is not offered. */
function makesSense(act: JourneyAct, { journey, waits, stages, hasGoal }: Standing): boolean {
  const { status, phase, attention, stage } = journey;
  if (status === 'ended') return false;
  const moves = phase === 'active' || phase === 'paused';
  switch (act) {
    case 'pause':
      return phase === 'active';
    case 'resume':
      return phase === 'paused';
    case 'retry':
      return attention !== null;
    case 'exit':
    case 'reassign':
      return true;
    case 'move':
      return moves && stages.some(({ id }) => id !== stage);
    case 'goal':
      return moves && hasGoal;
    case 'skip':
      return moves && waits.length > 0;
    case 'reschedule':
      return moves && waits.some(({ waitsFor, at }) => at !== null && MOVABLE.has(waitsFor));
    case 'send-now':
      return phase === 'active' && waits.some(({ waitsFor, at }) => at !== null && waitsFor === 'message');
    default:
      return assertNever(act);
  }
}

/** Waits that end by a time of their own; a task keeps its due time, a repeat its beat. */
const MOVABLE: ReadonlySet<string> = new Set(['timer', 'event', 'desk', 'message']);

async function detailOf(deps: AppDeps, journey: JourneyView, role: Role): Promise<JourneyDetailView> {
  const { journeys } = deps.stores;
  const [{ workflowId, timezone, hasGoal, ...more }, waits] = await Promise.all([
    journeys.more(journey.id),
    journeys.outlook(journey.id),
  ]);
  const standing = { journey, waits, hasGoal, stages: more.stages };
  const { temporalUiUrl, temporalNamespace } = deps.surroundings;
  const run = `namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${encodeURIComponent(workflowId)}`;
  return {
    ...journey,
    ...more,
    timezone: zoneOr(deps, timezone),
    may: JOURNEY_ACTS.filter((act) => allows(POLICY[ACTS[act]], role) && makesSense(act, standing)),
    temporalUrl: temporalUiUrl === null ? null : `${temporalUiUrl}/${run}`,
  };
}

type CommandInput = Context & {
  readonly params: { readonly id: string };
  readonly body: { readonly reason: string; readonly requestId?: string | undefined };
};

async function command(deps: AppDeps, { params, body, scope, actor, onceId }: CommandInput, what: JourneyCommand) {
  if ((await deps.stores.journeys.get(scope, params.id, await momentOf(deps))) === null)
    throw notFound('journey', params.id);
  const who = { requestId: body.requestId ?? onceId, actorId: actor.user.userId, reason: body.reason };
  const answer = await deps.engine.command(params.id, what, who, deps.realNow() + COMMAND_PATIENCE_MS);
  if (answer.ok) return { id: params.id, ...answer.value };
  const { code, detail } = answer.error;
  if (code !== 'engine-unreachable') throw new Problem(code, detail);
  const unanswered = `No worker has taken the command yet; it may still take effect. Ask again with the request id ${who.requestId}.`;
  throw new Problem(code, unanswered, [], { 'retry-after': '5' });
}

/** A journey's zone, as its definition says: a zone by name, or the contact's; the deployment's for whoever has none. */
const zoneOr = (deps: AppDeps, zone: string | null): string =>
  zone !== null && isValidZone(zone) ? zone : deps.timezone;
