import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client.js';

export type Db = PrismaClient;
/** A connection inside a transaction. */
export type Tx = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

const MARK = '/* prepared */';

/**
 * Begins a statement that every decision asks: it is parsed and planned once a connection. Only for what is found by keys:
 * how a filter is best looked for depends on what it asks for.
 */
export const PREPARED = Prisma.raw(MARK);

const names = new Map<string, string>();

/** The name of a statement that stays prepared; '': it doesn't. As many as the code has texts, not as requests have values. */
function nameOf({ sql }: { readonly sql: string }): string {
  if (!sql.startsWith(MARK)) return '';
  const name = names.get(sql) ?? `prepared_${names.size + 1}`;
  names.set(sql, name);
  return name;
}

/** The adapter takes every instant that Postgres writes for one of UTC, so that is what each session must write. */
function inUtc(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c TimeZone=UTC`.trim());
  return url.toString();
}

/** Opens a pool. `poolSize` connections at most; statements give up after a minute, so nothing waits for ever on a lock. */
export function openDb(databaseUrl: string, poolSize = 10): Db {
  const adapter = new PrismaPg(
    { connectionString: inUtc(databaseUrl), max: poolSize, statement_timeout: 60_000 },
    { statementNameGenerator: nameOf },
  );
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 20_000, timeout: 30_000 } });
}
