import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { applyMigrations, diffSchemas, readSchema } from '../../src/db/migrate.js';
import { createEmptyTestDatabase, type TestDatabase } from '../support/postgres.js';

/** Everything the schema settles about a database: columns, indexes, constraints; in order, without `_prisma_migrations`. */
async function describeDatabase(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const columns = await client.query<{ line: string }>(`
      SELECT concat_ws(' ', table_name, column_name, data_type, datetime_precision, numeric_precision, numeric_scale, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`);
    const indexes = await client.query<{ line: string }>(
      // Of a table in partitions, which the schema doesn't know, the index is on "only" itself.
      "SELECT replace(indexdef, ' ON ONLY ', ' ON ') AS line FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1",
    );
    const constraints = await client.query<{ line: string }>(`
      SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1`);
    return [...columns.rows, ...indexes.rows, ...constraints.rows].map((row) => row.line);
  } finally {
    await client.end();
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

describe('the migrations', () => {
  const databases: TestDatabase[] = [];
  const empty = async () => {
    const database = await createEmptyTestDatabase();
    databases.push(database);
    return database.url;
  };
  let migrated: string[];

  beforeAll(async () => {
    const url = await empty();
    await applyMigrations(url);
    migrated = await describeDatabase(url);
  });

  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  async function made(schema: string): Promise<string[]> {
    const url = await empty();
    await execute(url, await diffSchemas(url, null, schema));
    return await describeDatabase(url);
  }

  test('make the very database that the schema describes', async () => {
    expect(migrated.length).toBeGreaterThan(300);
    expect(migrated).toEqual(await made(readSchema().text));
  });

  test('differ from a schema that has one column more', async () => {
    const schema = readSchema().text.replace('model Team {', 'model Team {\n  planted String?');
    expect(migrated).not.toEqual(await made(schema));
  });

  test('differ from a schema that lets two runs of a journey be open', async () => {
    const schema = readSchema().text.replace(/^.*journeys_one_open_run.*$/m, '');
    expect(migrated).not.toEqual(await made(schema));
  });

  test('are kept as `prisma migrate deploy` keeps them, and are applied once', async () => {
    const url = await empty();
    const first = await applyMigrations(url);
    expect(first.applied.length).toBeGreaterThan(0);
    expect(await applyMigrations(url)).toEqual({ applied: [] });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1',
    );
    await client.end();
    expect(rows).toEqual(
      first.applied.map((name) => ({
        migration_name: name,
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        finished: true,
      })),
    );
  });

  // The test runner loads the engine's file once for each project that migrates a database, into one process.
  test('are applied whole while a second copy of the engine is loaded', async () => {
    const urls = [await empty(), await empty(), await empty()];
    const results = await Promise.all(
      urls.map(async (url) => {
        vi.resetModules();
        const copy = await import('../../src/db/migrate.js');
        return copy.applyMigrations(url);
      }),
    );
    for (const { applied } of results) expect(applied.length).toBeGreaterThan(0);
    for (const url of urls) expect(await describeDatabase(url)).toEqual(migrated);
  });
});
