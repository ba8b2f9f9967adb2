import pg from 'pg';

/** Counts what this process asks of Postgres while `work` runs; nothing else may ask meanwhile. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    asked.push(typeof first === 'string' ? first : String((first as { text?: unknown } | undefined)?.text));
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return asked;
}
