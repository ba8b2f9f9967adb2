import type { Engine } from '../../src/api/ports.js';
import { openDb } from '../../src/db/client.js';
import { type ClockMap, createClock, REAL_TIME } from '../../src/db/clock.js';
import { createEngine } from '../../src/db/engine.js';
import { newId } from '../../src/db/new-id.js';
import { claimOutbox, finishOutbox, releaseOutbox } from '../../src/db/outbox.js';
import { createPrograms } from '../../src/db/programs.js';
import { inParallel } from '../../src/domain/in-parallel.js';
import { createTemporalJourneys } from '../../src/temporal/journeys.js';
import { relay } from '../../src/temporal/relay.js';
import { aDeployment } from '../../test/support/walk.js';
import type { World } from './world.js';

/** The engine as the API has it. */
export function engineOf({ db, databaseUrl, client, taskQueue }: World, map: ClockMap = REAL_TIME): Engine {
  const journeys = createTemporalJourneys(client, taskQueue);
  const tellings: Parameters<typeof relay>[0] = {
    claim: (options) => claimOutbox(db, Date.now(), options),
    finish: (rows) => finishOutbox(db, rows, Date.now()),
    release: (ids, code) => releaseOutbox(db, ids, code),
  };
  return createEngine({
    db,
    programs: createPrograms(openDb(databaseUrl, 1)),
    deployment: aDeployment({ catchUp: 300_000 * map.rate }),
    clock: createClock(() => map, Date.now),
    tell: async (ids) => void (await relay(tellings, journeys, ids)),
    send: journeys.command,
  });
}

/** Publishes a definition, and makes the rep whom everybody belongs to. */
export async function publish({ db }: World, id: string, text: string): Promise<void> {
  const at = new Date();
  await db.user.createMany({
    data: [{ id: 'usr_rep', email: 'rep@sender.example', name: 'Rita Rep', role: 'rep', createdAt: at }],
    skipDuplicates: true,
  });
  await db.definition.create({ data: { id, kind: 'journey', current: 1 } });
  await db.definitionVersion.create({
    data: {
      ...{ definitionId: id, version: 1, text, textHash: '', enterOn: [] },
      ...{ publishedAt: new Date(0), publishedBy: 'bench' },
    },
  });
}

/** Receiving domains take turns at the connections: people of one domain alone would measure that. */
const DOMAINS = 50;

/** Contacts who belong to the rep; each one's id is in its address. */
export async function addContacts({ db }: World, n: number): Promise<string[]> {
  const at = new Date();
  const ids = Array.from({ length: n }, () => newId('contact'));
  await db.contact.createMany({
    data: ids.map((id, n) => {
      const email = `${id}@customer-${n % DOMAINS}.example`;
      return { id, name: 'Ada', email, emailKey: email, ownerId: 'usr_rep', tags: [], createdAt: at, updatedAt: at };
    }),
  });
  return ids;
}

/** Starts a journey of each, so many at once. */
export async function enrol(engine: Engine, definitionId: string, contactIds: readonly string[], atOnce = 16) {
  await inParallel(contactIds, atOnce, async (contactId) => {
    const started = await engine.start({ definitionId, contactId, actorId: 'usr_rep' });
    if (!started.ok) throw new Error(`not started: ${started.error.code}`);
  });
}
