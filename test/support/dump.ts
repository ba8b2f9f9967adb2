import type { Db } from '../../src/db/client.js';

/** The whole database as text, by table: whatever there is, also what a later migration adds. Bytes as far as they are text. */
export async function dumpDatabase(db: Db): Promise<ReadonlyMap<string, string>> {
  const columns = await db.$queryRaw<{ table: string; column: string; type: string }[]>`
    SELECT table_name AS "table", column_name AS "column", data_type AS type
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1, ordinal_position`;
  const dump = new Map<string, string>();
  for (const table of new Set(columns.map((column) => column.table))) {
    const values = columns
      .filter((column) => column.table === table)
      .map(({ column, type }) => (type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`));
    const rows = await db.$queryRawUnsafe<{ line: string }[]>(
      `SELECT concat_ws(E'\\t', ${values.join(', ')}) AS line FROM "${table}"`,
    );
    dump.set(table, rows.map(({ line }) => line).join('\n'));
  }
  return dump;
}

/** Which of these words stand where: `messages: ada@example.com`. */
export const wordsIn = (dump: ReadonlyMap<string, string>, words: readonly string[]): string[] =>
  [...dump].flatMap(([table, text]) =>
    words.filter((word) => text.toLowerCase().includes(word.toLowerCase())).map((word) => `${table}: ${word}`),
  );

/** The tables with a column of this name. */
export async function tablesWith(db: Db, column: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ table: string }[]>`
    SELECT table_name AS "table" FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = ${column} ORDER BY 1`;
  return rows.map(({ table }) => table);
}
