import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS, type OperationId } from '../../src/api/contracts/all.js';
import type { BulkKind } from '../../src/api/contracts/bulks.js';
import { allows, POLICY } from '../../src/api/policy.js';
import { newId } from '../../src/db/new-id.js';
import { aContact, aDefinition, aJourney, problemOf, startTestApi, type TestApi } from './support.js';

const DUE = '2030-01-04T09:00:00Z';

/** Each command that a journey takes: its operation, and what it needs beside a reason. */
const COMMANDS = {
  pause: ['pauseJourney', {}],
  resume: ['resumeJourney', { missed: 'now' }],
  exit: ['exitJourney', { outcome: 'left' }],
  retry: ['retryJourney', {}],
  skip: ['skipJourney', { step: 'hello' }],
  reschedule: ['rescheduleJourney', { due: DUE }],
  'send-now': ['sendJourneyNow', {}],
  move: ['moveJourney', { stage: 'main' }],
  goal: ['reachJourneyGoal', {}],
  reassign: ['reassignJourney', { ownerId: 'rep' }],
  'change-version': ['changeJourneyVersion', { version: 1 }],
} as const satisfies { readonly [kind in BulkKind | 'change-version']: readonly [OperationId, object] };

type Kind = keyof typeof COMMANDS;
const KINDS = Object.keys(COMMANDS) as Kind[];
/** A change of version comes to many by a publish only. */
const BULK_KINDS = KINDS.filter((kind) => kind !== 'change-version');

let api: TestApi;
/** Journeys of the rep, and of somebody else: one that is open, one that has ended. */
let mine: string;
let foreign: string;
let foreignEnded: string;
let foreignContact: string;
const unknown = newId('journey');

beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
  const { rep, manager } = api.users;
  mine = await aJourney(api.db, await aContact(api.db, { ownerId: rep }), { ownerId: rep });
  foreignContact = await aContact(api.db, { ownerId: manager, name: 'Grace Hopper' });
  foreign = await aJourney(api.db, foreignContact, { ownerId: manager });
  const ended = { ownerId: manager, status: 'ended', phase: 'ended' };
  foreignEnded = await aJourney(api.db, await aContact(api.db, { ownerId: manager }), ended);
});
afterAll(() => api.stop());

const bodyOf = (kind: Kind): object => {
  const [, body] = COMMANDS[kind];
  return 'ownerId' in body ? { ownerId: api.users.rep } : body;
};

const give = (kind: Kind, journey: string) =>
  api.ask('rep', 'POST', CONTRACTS[COMMANDS[kind][0]].path.replace(':id', journey), {
    reason: 'I want it',
    ...bodyOf(kind),
  });

const giveMany = (kind: Kind, filter: object, expect: number) =>
  api.ask('rep', 'POST', '/v1/bulks', { command: { kind, ...bodyOf(kind) }, filter, reason: 'I want them', expect });

const mayGive = (kind: Kind) => allows(POLICY[COMMANDS[kind][0]], 'rep');

/** All that a command would leave behind. */
const traces = async () => ({
  sent: api.sent.length,
  commands: await api.db.command.count(),
  bulks: await api.db.bulk.count(),
  audit: await api.db.audit.count(),
  events: await api.db.event.count(),
  journeys: await api.db.journey.findMany({ where: { id: { in: [foreign, foreignEnded] } }, orderBy: { id: 'asc' } }),
  contact: await api.db.contact.findUniqueOrThrow({ where: { id: foreignContact } }),
});

/** What is answered, but for what is of the request itself. */
const answerOf = (response: Parameters<typeof problemOf>[0], journey: string) => {
  const { requestId: _, ...problem } = JSON.parse(response.body.replaceAll(journey, 'jrn')) as { requestId?: string };
  return { status: response.statusCode, problem };
};

it('the commands of this test are all that a journey takes', () => {
  const operations = (Object.keys(CONTRACTS) as OperationId[]).filter((operation) => {
    const { method, path } = CONTRACTS[operation];
    return method === 'POST' && path.startsWith('/v1/journeys/:id/');
  });
  expect(KINDS.map((kind) => COMMANDS[kind][0]).toSorted()).toEqual(operations.toSorted());
});

describe('a command of a rep', () => {
  it.each(KINDS)('to %s another’s journey is answered as for one that never was, and leaves nothing', async (kind) => {
    const before = await traces();
    const asUnknown = answerOf(await give(kind, unknown), unknown);
    expect(asUnknown).toMatchObject(mayGive(kind) ? { status: 404, problem: { code: 'not-found' } } : { status: 403 });
    for (const journey of [foreign, foreignEnded]) {
      const response = await give(kind, journey);
      expect(answerOf(response, journey)).toEqual(asUnknown);
      expect(response.body).not.toMatch(/Grace|nurture/i);
    }
    expect(await traces()).toEqual(before);
  });

  it('that has the id of a request about an own journey is answered so, too', async () => {
    const requestId = randomUUID();
    const url = (journey: string) => `/v1/journeys/${journey}/pause`;
    expect((await api.ask('rep', 'POST', url(mine), { reason: 'a fair', requestId })).statusCode).toBe(200);
    const response = await api.ask('rep', 'POST', url(foreign), { reason: 'a fair', requestId });
    expect(problemOf(response)).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('a bulk of a rep', () => {
  it.each(BULK_KINDS)('to %s reaches own journeys only, and counts another’s as unknown', async (kind) => {
    const before = await traces();
    const none = [{ ids: [foreign] }, { ids: [unknown] }, { contact: foreignContact }, { owner: api.users.manager }];
    const refused = mayGive(kind) ? { status: 409, code: 'bulk-changed' } : { status: 403, code: 'forbidden' };
    for (const filter of none)
      expect(problemOf(await giveMany(kind, filter, 1)), JSON.stringify(filter)).toMatchObject(refused);
    expect(await traces()).toEqual(before);

    const made = await giveMany(kind, { ids: [mine, foreign, foreignEnded, unknown] }, 1);
    if (!mayGive(kind)) return expect(problemOf(made)).toMatchObject(refused);
    expect(made.json()).toMatchObject({ kind, total: 1 });
    const items = await api.db.bulkItem.findMany({ where: { bulkId: made.json<{ id: string }>().id } });
    expect(items.map(({ journeyId }) => journeyId)).toEqual([mine]);
  });

  it('is looked at before with another’s journeys among the unknown ones', async () => {
    const preview = async (ids: string[]) =>
      (await api.ask('rep', 'POST', '/v1/bulks/preview', { filter: { ids } })).json();
    expect(await preview([foreign])).toEqual(await preview([unknown]));
    expect(await preview([foreignEnded])).toEqual(await preview([unknown]));
    expect(await preview([mine, foreign, unknown])).toMatchObject({ count: 1, unknown: 2 });
  });

  it('that is another’s is stopped by nobody who doesn’t see it', async () => {
    const order = { command: { kind: 'pause' }, filter: { ids: [foreign] }, reason: 'the fair is over', expect: 1 };
    const { id } = (await api.ask('manager', 'POST', '/v1/bulks', order)).json<{ id: string }>();
    const stopped = await api.ask('rep', 'POST', `/v1/bulks/${id}/abort`, { reason: 'no' });
    expect(problemOf(stopped)).toMatchObject({ status: 404, code: 'not-found' });
    expect(await api.db.bulk.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'running', abortedBy: null });
  });
});
