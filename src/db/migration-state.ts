import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Db } from './client.js';

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The names of migrations of this build that the database doesn't have yet, or has not finished. */
export async function missingMigrations(db: Db, folder = MIGRATIONS): Promise<string[]> {
  const wanted = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const exists = await db.$queryRaw<
    { found: boolean }[]
  >`select to_regclass('_prisma_migrations') is not null as found`;
  const done = exists[0]?.found
    ? await db.$queryRaw<
        { name: string }[]
      >`select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`
    : [];
  const applied = new Set(done.map((row) => row.name));
  return wanted
    .map((entry) => entry.name)
    .filter((name) => !applied.has(name))
    .sort();
}
