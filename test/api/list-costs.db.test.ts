import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationId } from '../../src/api/contracts/all.js';
import { type BigDesk, fillBigDesk } from '../support/big-desk.js';
import { askersOf, costOfList, LISTS } from '../support/list-costs.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startTestApi, type TestApi } from './support.js';

/** Large enough that a list which looks at all there is shows, and is filled in seconds. */
const ROWS = 30_000;
/** A page, what is joined to it, and some that a filter leaves out. */
const MOST_LOOKED_AT = 3_000;

/** What is counted of a stretch of time, not read in pages. */
const COUNTS: readonly OperationId[] = ['planReturnVisits', 'listForms'];

describe('the first page of every list', () => {
  let database: TestDatabase;
  let api: TestApi;
  let client: pg.Client;
  let desk: BigDesk;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startTestApi({}, database);
    desk = await fillBigDesk(api.db, database.url, { rep: api.users.rep, rows: ROWS });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  }, 120_000);

  afterAll(async () => {
    await client?.end();
    await api?.stop();
  });

  test.each([...LISTS, ...COUNTS])('%s looks at about what it shows, however much there is', async (operation) => {
    for (const role of askersOf(operation)) {
      const { lookedAt, wholly, slowest } = await costOfList(api, client, operation, role, desk);
      expect({ role, looksAtLittle: lookedAt <= MOST_LOOKED_AT, wholly }, `${lookedAt} rows: ${slowest}`).toEqual({
        role,
        looksAtLittle: true,
        wholly: [],
      });
    }
  });
});
