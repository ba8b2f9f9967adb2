import { parseInstant } from '../../domain/instant.js';
import { sourceOf } from '../auth/actor.js';
import {
  abortBulk,
  type BulkCommandInput,
  type BulkKind,
  createBulk,
  getBulk,
  listBulkItems,
  listBulks,
  previewBulk,
} from '../contracts/bulks.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Context, Routes } from '../http/routes.js';
import { momentOf } from '../moment.js';
import { allows, POLICY } from '../policy.js';
import type { BulkCommand } from '../ports.js';

/** Which operation gives a command to one journey: its row in the policy table says who may give it to many. */
const BULK_OPERATIONS = {
  pause: 'pauseJourney',
  resume: 'resumeJourney',
  exit: 'exitJourney',
  retry: 'retryJourney',
  skip: 'skipJourney',
  reschedule: 'rescheduleJourney',
  'send-now': 'sendJourneyNow',
  move: 'moveJourney',
  goal: 'reachJourneyGoal',
  reassign: 'reassignJourney',
} as const satisfies { readonly [kind in BulkKind]: keyof typeof POLICY };

const LIST = 'bulks';

export function bulkRoutes(routes: Routes, deps: AppDeps): void {
  const { bulks } = deps.stores;
  const writer = async ({ actor }: Context) => ({ actorId: actor.user.userId, at: await deps.engine.now() });

  routes.on(previewBulk, async ({ body, scope }) => await bulks.preview(scope, body.filter, await momentOf(deps)));

  routes.on(createBulk, async (input) => {
    const { body, scope, actor, onceId } = input;
    if (!allows(POLICY[BULK_OPERATIONS[body.command.kind]], actor.user.role))
      throw new Problem(
        'forbidden',
        `As ${actor.user.role} you may not give journeys the command ${body.command.kind}.`,
      );
    await mustBeSound(deps, body.command);
    const { expect, reason, ratePerMinute, filter: targets, requestId = onceId } = body;
    const order = { requestId, command: commandOf(body.command), targets, expect, reason, ratePerMinute };
    const bulk = { ...order, source: sourceOf(actor) };
    const made = await bulks.create(scope, bulk, await momentOf(deps), await writer(input));
    if (made.ok) return made.value;
    if (made.error.code === 'idempotency-mismatch')
      throw new Problem('idempotency-mismatch', 'this request id belongs to another bulk');
    const detail = `It would be for ${made.error.count} journeys now, not for ${expect}. Nothing was changed.`;
    throw new Problem('bulk-changed', detail);
  });

  routes.on(listBulks, async ({ query, scope }) =>
    toPage(await bulks.list(scope, { state: query.state }, pageRequest(query, LIST)), LIST),
  );

  routes.on(getBulk, async ({ params, scope }) => found(await bulks.get(scope, params.id), 'bulk', params.id));

  routes.on(listBulkItems, async ({ params, query, scope }) => {
    found(await bulks.get(scope, params.id), 'bulk', params.id);
    const list = `bulk-items:${params.id}`;
    return toPage(await bulks.items(params.id, { state: query.state }, pageRequest(query, list)), list);
  });

  routes.on(abortBulk, async (input) => {
    const { params, body, scope } = input;
    found(await bulks.get(scope, params.id), 'bulk', params.id);
    if (!(await bulks.abort(params.id, body.reason, await writer(input))))
      throw new Problem('bulk-over', 'It is done or was aborted before.');
    return found(await bulks.get(scope, params.id), 'bulk', params.id);
  });
}

/** What no journey could ever be told is refused at once, not once for each of them. */
async function mustBeSound(deps: AppDeps, command: BulkCommandInput): Promise<void> {
  if (command.kind === 'reassign' && (await deps.stores.access.userById(command.ownerId)) === null)
    throw new Problem('unknown-owner', `There is no active user ${command.ownerId}.`, [
      { pointer: '/command/ownerId', code: 'unknown-owner', message: 'expected the id of an active user' },
    ]);
  if (command.kind === 'reschedule' && (parseInstant(command.due) ?? 0) <= (await deps.engine.now()))
    throw new Problem('past-due', 'The instant is past.', [
      { pointer: '/command/due', code: 'past-due', message: 'expected an instant that is still to come' },
    ]);
}

/** As the engine takes it. */
function commandOf(command: BulkCommandInput): BulkCommand {
  switch (command.kind) {
    case 'reschedule':
      return { kind: 'reschedule', due: parseInstant(command.due) ?? 0, ...stepOf(command.step) };
    case 'skip':
    case 'send-now':
      return { kind: command.kind, ...stepOf(command.step) };
    default:
      return command;
  }
}

const stepOf = (step: string | undefined): { readonly step?: string } => (step === undefined ? {} : { step });
