import { lstat, mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clusterFolder, serverUser } from './postgres-files.js';

/** Written only into a folder that was empty: it alone says that what lies there is ours to remove. */
const MARKER = '.followthrough-data';

/** All that a start makes in its data folder. Nothing else is ever removed from it. */
const OURS: ReadonlySet<string> = new Set([
  'api-key',
  'api.log',
  'kind.json',
  'link-secret',
  'mailbox-secret',
  'mail',
  'pids.json',
  'player.log',
  'postgres',
  'postgres.log',
  'postgres.new',
  'postgres.password',
  'runtime.json',
  'temporal.db',
  'temporal.db-shm',
  'temporal.db-wal',
  'temporal.log',
  'worker.log',
]);

/**
 * Makes a data folder, or takes one that an earlier start made. Throws when the folder holds anything else:
 * a start writes there, and --clean removes. Must run before any other part touches the folder.
 */
export async function claimDataFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const names = await readdir(dataDir);
  if (names.includes(MARKER)) return;
  if (names.length > 0) throw foreign(dataDir);
  await writeFile(
    path.join(dataDir, MARKER),
    'Data of the embedded Followthrough. `npm start -- --clean` removes it.\n',
  );
}

/** Forgets all data of a data folder: removes what a start makes there, and the folder if nothing else is left. */
export async function removeData(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((): string[] => []);
  if (names.length === 0) return;
  if (!names.includes(MARKER) || !(await lstat(path.join(dataDir, MARKER))).isFile()) throw foreign(dataDir);
  const { folder } = await clusterFolder(dataDir, await serverUser());
  if (path.dirname(folder) !== path.resolve(dataDir)) await rm(folder, { recursive: true, force: true });
  for (const name of names) if (OURS.has(name)) await rm(path.join(dataDir, name), { recursive: true, force: true });
  // Last, so that an interrupted removal can be taken up again.
  if ((await readdir(dataDir)).every((name) => name === MARKER)) {
    await rm(path.join(dataDir, MARKER));
    await rmdir(dataDir);
  }
}

const foreign = (dataDir: string) =>
  new Error(
    `${dataDir} is not a data folder of Followthrough: it holds other files and no ${MARKER}. ` +
      'Nothing was changed there. Name an empty or a new folder with --data',
  );
