import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.js';
import { keepPool, LendingPool, nameOf } from './statement.js';

export type Db = PrismaClient;
/** A connection inside a transaction. */
export type Tx = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

/** The adapter takes every instant that Postgres writes for one of UTC, so that is what each session must write. */
function inUtc(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c TimeZone=UTC`.trim());
  return url.toString();
}

/** A connection that was idle for seconds is still worth its proof of the password and what it has prepared. */
const LASTING = { statement_timeout: 60_000, idleTimeoutMillis: 120_000 };

/** Opens a pool. `poolSize` connections at most; statements give up after a minute, so nothing waits for ever on a lock. */
export function openDb(databaseUrl: string, poolSize = 10): Db {
  const pool = new LendingPool({ connectionString: inUtc(databaseUrl), max: poolSize, ...LASTING });
  // A connection that breaks while nobody uses it is replaced; who uses it hears of it by their statement. Unheard, the
  // error would end the process.
  pool.on('error', () => {});
  pool.on('connect', (connection) => void connection.on('error', () => {}));
  const adapter = new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator: ({ sql }) => nameOf(sql) });
  const db = new PrismaClient({ adapter, transactionOptions: { maxWait: 20_000, timeout: 30_000 } });
  keepPool(db, pool);
  return db;
}
