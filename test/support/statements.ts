import pg from 'pg';

/** What was asked of Postgres. */
export interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What this process asks of Postgres while `work` runs, and what came of that; nothing else may ask meanwhile. */
export async function askedDuring<T>(work: () => Promise<T>): Promise<{ readonly asked: Asked[]; readonly result: T }> {
  const asked: Asked[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args;
    const config = typeof first === 'string' ? { text: first } : (first as Partial<Asked> | undefined);
    const values = config?.values ?? (Array.isArray(second) ? second : []);
    asked.push({ text: String(config?.text), values });
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    return { asked, result: await work() };
  } finally {
    pg.Client.prototype.query = query;
  }
}

/** The texts alone. */
export const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> =>
  (await askedDuring(work)).asked.map(({ text }) => text);
