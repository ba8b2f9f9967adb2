import type pg from 'pg';
import type { Unanswered } from '../../api/segment-ports.js';
import type { Db } from '../client.js';
import type { Prisma } from '../generated/client.js';
import { poolOf } from '../statement.js';
import { Turns } from './turns.js';

/*
 * Questions that may take long, of many rows: asked by one statement on a connection of its own, which is given up when
 * nobody waits for the answer any more. Postgres then ends the statement by itself.
 */

export interface Patience {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Aborts the wait for an answer: Postgres looks so often whether who asked is still there. */
const LOOKS_EVERY_MS = 200;

/**
 * What such questions are planned with: hashes of a million contacts stay in memory, and nothing is compiled, which takes
 * longer than the answer.
 */
export const ASKING_SETTINGS = [
  `SET LOCAL work_mem = '64MB'`,
  'SET LOCAL jit = off',
  // What is asked is mostly in memory, or on a disk that seeks nothing: an index that has all is read rather than the table.
  'SET LOCAL random_page_cost = 1.1',
  `SET LOCAL client_connection_check_interval = ${LOOKS_EVERY_MS}`,
] as const;

/** So many are asked at once by a process: its other connections are left to everybody else. */
const MOST_AT_ONCE = 2;

const turns = new WeakMap<pg.Pool, Turns>();

/** The places in which such questions take turns. */
export function turnsOf(pool: pg.Pool): Turns {
  const known = turns.get(pool) ?? new Turns(MOST_AT_ONCE);
  turns.set(pool, known);
  return known;
}

/** Rows of a statement that only reads, or why there are none. */
export async function askPatiently<Row extends object>(
  db: Db,
  statement: Prisma.Sql,
  patience: Patience,
): Promise<readonly Row[] | Unanswered> {
  const pool = poolOf(db);
  const giveBack = await turnsOf(pool).take(patience.timeoutMs, patience.signal);
  if (typeof giveBack === 'string') return giveBack;
  try {
    return await ask(pool, statement, patience);
  } finally {
    giveBack();
  }
}

async function ask<Row extends object>(
  pool: pg.Pool,
  statement: Prisma.Sql,
  { timeoutMs, signal }: Patience,
): Promise<readonly Row[] | Unanswered> {
  const connection = await pool.connect();
  let isGivenUp = false;
  const giveUp = (): void => {
    isGivenUp = true;
    // With a statement under way this cuts the line, and the pool makes a new one.
    connection.release(true);
  };
  if (signal?.aborted) {
    connection.release();
    return 'gone';
  }
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await connection.query(
      ['BEGIN READ ONLY', ...ASKING_SETTINGS, `SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`].join('; '),
    );
    const { rows } = await connection.query<Row>({ text: statement.text, values: statement.values as unknown[] });
    await connection.query('COMMIT');
    return rows;
  } catch (error) {
    if (isGivenUp) return 'gone';
    await connection.query('ROLLBACK').catch(() => undefined);
    if (isTooLong(error)) return 'too-long';
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
    if (!isGivenUp) connection.release();
  }
}

const QUERY_CANCELED = '57014';
const isTooLong = (error: unknown): boolean => (error as pg.DatabaseError).code === QUERY_CANCELED;
