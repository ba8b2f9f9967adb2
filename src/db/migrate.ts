import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSchemaEngine } from './schema-engine.js';

const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma', import.meta.url));
const FILTERS = { externalTables: [], externalEnums: [] };

export function readSchema(folder = PRISMA_FOLDER): { path: string; text: string } {
  const path = join(folder, 'schema.prisma');
  return { path, text: readFileSync(path, 'utf8') };
}

function readMigrations(folder: string) {
  const baseDir = join(folder, 'migrations');
  const names = readdirSync(baseDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const lock = join(baseDir, 'migration_lock.toml');
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: readFileSync(join(baseDir, name, 'migration.sql'), 'utf8') },
        },
      })),
  };
}

/**
 * Brings a database up to the newest migration with Prisma's own engine, which keeps `_prisma_migrations` as
 * `prisma migrate deploy` does. Returns the names of what it applied.
 */
export async function applyMigrations(databaseUrl: string, folder = PRISMA_FOLDER): Promise<{ applied: string[] }> {
  const result = await withSchemaEngine(databaseUrl, readSchema(folder), (engine) =>
    engine.applyMigrations({ migrationsList: readMigrations(folder), filters: FILTERS }),
  );
  return { applied: result.appliedMigrationNames };
}

/** The SQL that leads from one schema to another; from null, from nothing. Touches no table. */
export async function diffSchemas(databaseUrl: string, from: string | null, to: string): Promise<string> {
  const model = (content: string) => ({ tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] });
  const result = await withSchemaEngine(databaseUrl, { path: readSchema().path, text: to }, (engine) =>
    engine.diff({
      from: from === null ? { tag: 'empty' } : model(from),
      to: model(to),
      script: true,
      exitCode: null,
      filters: FILTERS,
    }),
  );
  return result.stdout ?? '';
}
