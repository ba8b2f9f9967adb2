import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = path.join(root, 'src/db/generated');
const stampFile = path.join(output, '.stamp');

/** What the generated client depends on: the schema, the settings and the generator's version. */
export function stampOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']) {
    hash.update(readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex');
}

/** Generates the Prisma client, unless the one that is there was made from the same schema. Returns whether it did. */
export function generateClient(): boolean {
  const stamp = stampOf(root);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  const prisma = path.join(root, 'node_modules/prisma');
  const command = createRequire(import.meta.url).resolve(path.join(prisma, 'build/index.js'));
  const made = spawnSync(process.execPath, [command, 'generate', '--no-hints'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(generateClient() ? 'Prisma client generated\n' : 'Prisma client is up to date\n');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
