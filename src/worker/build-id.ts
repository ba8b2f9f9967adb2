import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Which code decides and sends. Templates, calendars and definitions are data: changing them makes no new build. */
export const WORKER_CODE: readonly string[] = [
  'src/activities',
  'src/channels',
  'src/config',
  'src/db',
  'src/domain',
  'src/mail',
  'src/temporal',
  'src/webhooks',
  'src/worker',
  'src/workflows',
  'prisma/schema.prisma',
  'package-lock.json',
];

/** The same for the same code, on whatever machine: workers of one release are one version to Temporal. */
export async function buildIdOf(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesOf(root)) {
    const text = await readFile(path.join(root, file), 'utf8');
    hash.update(`${file}\0${text.replaceAll('\r\n', '\n')}\0`);
  }
  return hash.digest('hex').slice(0, 12);
}

async function filesOf(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const place of WORKER_CODE) {
    if (path.extname(place) !== '') found.push(place);
    else
      for (const entry of await readdir(path.join(root, place), { recursive: true, withFileTypes: true })) {
        const file = path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
        // The client is generated from the schema, which counts itself.
        if (entry.isFile() && file.endsWith('.ts') && !file.startsWith('src/db/generated/')) found.push(file);
      }
  }
  return found.sort();
}
