import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the generated client depends on: the schema, the settings and the generator's version. */
export function stampOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']) {
    hash.update(readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex');
}

/**
 * Generates the Prisma client of a checkout, unless the one that is there was made from the same schema.
 * Returns whether it did; throws with Prisma's own words when it cannot.
 */
export function generateClient(root: string, environment: Readonly<Record<string, string | undefined>>): boolean {
  const stamp = stampOf(root);
  const stampFile = path.join(root, 'src/db/generated/.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  const made = spawnSync(process.execPath, [path.join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...environment,
      // `generate` only checks that a schema engine is there, and would download one: any program will do.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (made.status !== 0) throw new Error(`prisma generate failed:\n${made.stdout}\n${made.stderr}`);
  writeFileSync(stampFile, stamp);
  return true;
}
