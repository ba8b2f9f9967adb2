import { createApiClient } from '../../../src/api/client.js';
import { publishDefinition } from '../../../src/api/contracts/definitions.js';
import { type Db, openDb } from '../../../src/db/client.js';
import { ownDatabase } from './own-database.js';
import { addKey, addPeople, userId } from './people.js';
import { type ApiProcess, startApi, type WorldInfo } from './world.js';

/** A database of its own with very many journeys in it, and an API before it: rows to look at, nobody acts on them. */
export interface Crowd {
  readonly url: string;
  readonly db: Db;
  stop(): Promise<void>;
}

const DEFINITION = `kind: journey
id: crowd
name: { en: Crowd, zh-CN: 人群 }
timezone: UTC
enter: { on: manual }
steps:
  - wait: 30 days
  - end: done
`;

export async function startCrowd(world: WorldInfo, count: number): Promise<Crowd> {
  const database = await ownDatabase(world);
  const db = openDb(database.url, 3);
  let api: ApiProcess | undefined;
  const stop = async () => {
    await api?.stop();
    await db.$disconnect();
    await database.drop();
  };
  try {
    await addPeople(db);
    api = await startApi({ ...world.apiEnvironment, DATABASE_URL: database.url }, world.folder);
    const client = createApiClient({ url: api.url, key: await addKey(db, await userId(db, 'ops', 'en')) });
    await client.call(publishDefinition, { body: { text: DEFINITION, file: 'crowd.yaml' } });
    await addCrowd(db, count, await userId(db, 'rep', 'en'));
    return { url: api.url, db, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addCrowd(db: Db, count: number, ownerId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO contacts (id, name, company, email, "emailKey", "ownerId", tags, "createdAt", "updatedAt")
    SELECT 'con_' || lpad(n::text, 26, '0'), 'Person ' || n, 'Company ' || n % 900, 'p' || n || '@customer.example',
           'p' || n || '@customer.example', ${ownerId}, '{}', now() - n * interval '1 minute', now()
    FROM generate_series(1, ${count}) AS n`;
  await db.$executeRaw`
    INSERT INTO journeys (id, "definitionId", "definitionVersion", "subjectType", "subjectId", "contactId", "ownerId", n,
                          "workflowId", status, phase, stage, "stageSince", "startedAt", "nextAt", interests, "enteredBy")
    SELECT 'jrn_' || lpad(n::text, 26, '0'), 'crowd', 1, 'contact', 'con_' || lpad(n::text, 26, '0'),
           'con_' || lpad(n::text, 26, '0'), ${ownerId}, 1, 'journey/crowd/' || n || '/1', 'open', 'active', 'main',
           now() - n * interval '1 minute', now() - n * interval '1 minute', now() + n * interval '1 hour', '{}', 'event'
    FROM generate_series(1, ${count}) AS n`;
  await db.$executeRaw`ANALYZE contacts, journeys`;
}

/** Gives a journey a very long story. */
export async function lengthenStory(db: Db, journeyId: string, lines: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO journal_entries ("journeyId", advance, at, "realAt", stage, track, step, action, decision, reason)
    SELECT ${journeyId}, 0, "startedAt" + i * interval '1 second', "startedAt" + i * interval '1 second', stage, 'main',
           'step-' || i, (ARRAY['wait', 'update', 'choose', 'score'])[1 + i % 4], 'done', NULL
    FROM journeys, generate_series(1, ${lines}) AS i WHERE id = ${journeyId}`;
}
