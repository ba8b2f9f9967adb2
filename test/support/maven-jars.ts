import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What `java -version` says; throws with what is missing if there is none. */
export async function javaVersion(): Promise<string> {
  try {
    return (await run('java', ['-version'])).stderr;
  } catch {
    throw new Error('Java is missing: the tests with services need a JRE, 11 or newer (`apt-get install default-jre`)');
  }
}

/**
 * The folder that holds a program's jars in `lib`, by a pinned pom; they come through Maven, once. It has another name
 * for another pom or Java.
 */
export async function ensureJars(
  { cacheDir, name, pom, title }: { cacheDir: string; name: string; pom: string; title: string },
  say: (line: string) => void,
): Promise<string> {
  const mark = createHash('sha256')
    .update(await readFile(pom))
    .update(await javaVersion())
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(cacheDir, name, mark);
  if (await stat(folder).catch(() => undefined)) return folder;
  // Made beside its place and renamed, so that an interrupted run leaves nothing half.
  const half = `${folder}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  try {
    say(`fetching ${title} (once, about 20 s)`);
    await fetchJars(pom, path.join(half, 'lib'), title);
    await rename(half, folder).catch(async (error: unknown) => {
      if (!(await stat(folder).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return folder;
}

async function fetchJars(pom: string, target: string, title: string): Promise<void> {
  const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${target}`];
  try {
    await run('mvn', args, { timeout: 600_000 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(`Maven is missing: it fetches ${title} (\`apt-get install maven\`)`);
    }
    throw new Error(`Maven could not fetch ${title}: ${String(error).slice(0, 2_000)}`);
  }
}
