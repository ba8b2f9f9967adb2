import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { Db, Tx } from './client.js';
import { Prisma } from './generated/client.js';

/*
 * Statements of our own that every decision asks. They go to the driver at once, on the connection that Prisma's transaction
 * has, and stay prepared on it: 0.04 ms of the worker's thread each, where Prisma's own way takes 0.3. In a transaction that was not
 * begun by `transaction` they go Prisma's way, with the same answers.
 */

/** The connection of a transaction; null: it is over; undefined: it has none yet. */
interface Lease {
  connection?: pg.PoolClient | null;
}

type Taken = (error: Error | undefined, connection: pg.PoolClient | undefined, release: () => void) => void;

const beginning = new AsyncLocalStorage<Lease>();
const leases = new WeakMap<object, Lease>();
const pools = new WeakMap<object, pg.Pool>();

/** A pool that tells the transaction which is just beginning what connection it got. */
export class LendingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(taken: Taken): void;
  override connect(taken?: Taken): Promise<pg.PoolClient> | undefined {
    if (taken !== undefined) {
      super.connect(taken);
      return;
    }
    const lease = beginning.getStore();
    const connecting = super.connect();
    return lease === undefined || lease.connection !== undefined
      ? connecting
      : connecting.then((connection) => lend(lease, connection));
  }
}

/** Once it is given back, as when a transaction has outlasted its time, no statement of that transaction may use it. */
function lend(lease: Lease, connection: pg.PoolClient): pg.PoolClient {
  const release = connection.release.bind(connection);
  lease.connection = connection;
  connection.release = (error) => {
    lease.connection = null;
    release(error);
  };
  return connection;
}

/** Of whose connections statements outside of transactions are asked. */
export function keepPool(db: Db, pool: pg.Pool): void {
  pools.set(db, pool);
}

/** For statements that want a connection for themselves, outside of Prisma's. */
export function poolOf(db: Db): pg.Pool {
  const pool = pools.get(db);
  if (pool === undefined) throw new Error('a database that was not opened by openDb');
  return pool;
}

/** A transaction whose statements by `query` and `execute` take the short way. */
export function transaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const lease: Lease = {};
  return beginning.run(lease, () =>
    db.$transaction(async (tx) => {
      leases.set(tx, lease);
      return await work(tx);
    }),
  );
}

/** The connection of a transaction of `briefly`. */
export interface Brief {
  readonly brief: true;
}

/** A transaction of a few statements by `query` and `execute` alone, which goes by nothing of Prisma's. */
export async function briefly<T>(db: Db, work: (tx: Brief) => Promise<T>): Promise<T> {
  const connection = await poolOf(db).connect();
  const tx: Brief = { brief: true };
  const lease: Lease = { connection };
  leases.set(tx, lease);
  try {
    await connection.query('BEGIN');
    const answer = await work(tx);
    await connection.query('COMMIT');
    connection.release();
    return answer;
  } catch (error) {
    // A connection on which that fails, too, is thrown away.
    const isUsable = await connection.query('ROLLBACK').then(
      () => true,
      () => false,
    );
    connection.release(!isUsable);
    throw error;
  } finally {
    lease.connection = null;
  }
}

const names = new Map<string, string>();

/** The name that a statement is prepared under; '': it is none of ours. As many as the code has texts, not as requests have values. */
export const nameOf = (text: string): string => names.get(text) ?? '';

function named(text: string): string {
  const name = names.get(text) ?? `prepared_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** As Prisma answers: a bigint is one. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, BigInt);

function connectionOf(tx: Tx | Db | Brief): pg.Pool | pg.PoolClient | undefined {
  const lease = leases.get(tx);
  if (lease === undefined) return pools.get(tx);
  if (lease.connection == null) throw new Error('a statement of a transaction that is over');
  return lease.connection;
}

function prismas(tx: Tx | Db | Brief): Tx | Db {
  if ('brief' in tx) throw new Error('a statement of a transaction that is over');
  return tx;
}

type List = readonly (string | number | null)[];
type Value = string | number | boolean | bigint | Date | Uint8Array | List | null | Prisma.Sql;
type Tagged<Answer> = (strings: TemplateStringsArray, ...values: readonly Value[]) => Promise<Answer>;

/** Asks for rows. Only for what is found by keys: how a filter is best looked for depends on what it asks for. JSON goes in as text. */
export const query =
  <Row extends object>(tx: Tx | Db | Brief): Tagged<Row[]> =>
  async (strings, ...values) => {
    const statement = Prisma.sql(strings, ...values);
    const { text } = statement;
    const connection = connectionOf(tx);
    const name = named(text);
    if (connection === undefined) return await prismas(tx).$queryRaw<Row[]>(statement);
    return (await connection.query<Row>({ name, text, values: statement.values, types })).rows;
  };

/** Writes; answers how many rows. As `query`. */
export const execute =
  (tx: Tx | Db | Brief): Tagged<number> =>
  async (strings, ...values) => {
    const statement = Prisma.sql(strings, ...values);
    const { text } = statement;
    const connection = connectionOf(tx);
    const name = named(text);
    if (connection === undefined) return await prismas(tx).$executeRaw(statement);
    return (await connection.query({ name, text, values: statement.values, types })).rowCount ?? 0;
  };
