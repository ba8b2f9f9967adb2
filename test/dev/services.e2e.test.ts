import { Connection } from '@temporalio/client';
import pg from 'pg';
import { expect, it } from 'vitest';
import { createEmptyTestDatabase, createTestDatabase } from '../support/postgres.js';
import { createTimeSkipping, startTestTemporal } from '../support/temporal.js';

const tables = async (url: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows = await client.query("select tablename from pg_tables where schemaname = 'public'");
    return rows.rowCount ?? 0;
  } finally {
    await client.end();
  }
};

it('gives each test file a migrated database of its own', async () => {
  const [one, two, empty] = await Promise.all([createTestDatabase(), createTestDatabase(), createEmptyTestDatabase()]);
  expect(one.name).not.toBe(two.name);
  expect(one.name).toContain('test');
  expect(await tables(one.url)).toBeGreaterThan(10);
  expect(await tables(empty.url)).toBe(0);
  await Promise.all([one.drop(), two.drop(), empty.drop()]);
  await expect(tables(one.url)).rejects.toThrow(/does not exist/);
});

it('starts a Temporal server that answers, and ends it', async () => {
  const server = await startTestTemporal();
  const connection = await Connection.connect({ address: server.address });
  const info = await connection.workflowService.getSystemInfo({});
  expect(info.serverVersion).toMatch(/^1\.3[1-9]/);
  await connection.close();
  await server.stop();
  await expect(Connection.connect({ address: server.address, connectTimeout: '1s' })).rejects.toThrow();
});

it('skips a year in a moment', async () => {
  const environment = await createTimeSkipping();
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('365 days');
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(365 * 86_400_000);
  } finally {
    await environment.teardown();
  }
});
