import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../src/config/env.js';
import { answers, freePort } from '../../src/dev/ports.js';

const run = promisify(execFile);
const POM = path.join(repositoryRoot, 'tools/temporal-test-server/pom.xml');
const FLAGS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * Makes the time-skipping test server ready and returns the path of a script that starts it. The jars come through
 * Maven by the pinned pom, once; a class-data archive makes the start quick enough for the SDK, which waits only
 * five seconds. Throws with what is missing when there is no Java or no Maven.
 */
export async function ensureTimeSkippingServer(cacheDir: string, say: (line: string) => void): Promise<string> {
  const java = await javaVersion();
  const mark = createHash('sha256')
    .update(await readFile(POM))
    .update(java)
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(cacheDir, 'temporal-test-server', mark);
  const script = path.join(folder, 'start.sh');
  if (await stat(script).catch(() => undefined)) return script;
  // Made beside its place and renamed, so that an interrupted run leaves nothing half.
  const half = `${folder}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  try {
    say('fetching the time-skipping test server (once, about 20 s)');
    await fetchJars(path.join(half, 'lib'));
    await rename(half, folder).catch(async (error: unknown) => {
      if (!(await stat(folder).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  await writeScript(folder, script, say);
  return script;
}

async function javaVersion(): Promise<string> {
  try {
    return (await run('java', ['-version'])).stderr;
  } catch {
    throw new Error(
      'Java is missing: the tests with skipped time need a JRE, 11 or newer (`apt-get install default-jre`)',
    );
  }
}

async function fetchJars(target: string): Promise<void> {
  const args = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${target}`];
  try {
    await run('mvn', args, { timeout: 600_000 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error('Maven is missing: it fetches the time-skipping test server (`apt-get install maven`)');
    }
    throw new Error(`Maven could not fetch the time-skipping test server: ${String(error).slice(0, 2_000)}`);
  }
}

async function writeScript(folder: string, script: string, say: (line: string) => void): Promise<void> {
  const lib = path.join(folder, 'lib');
  // A fixed order: the archive is valid for one class path only.
  const jars = (await readdir(lib)).filter((name) => name.endsWith('.jar')).sort();
  const classPath = jars.map((name) => path.join(lib, name)).join(':');
  const archive = path.join(folder, 'classes.jsa');
  await recordClasses(classPath, archive).catch((error: unknown) => say(`no class-data archive: ${String(error)}`));
  const command = `exec java ${FLAGS.join(' ')} -Xshare:auto -XX:SharedArchiveFile='${archive}' -cp '${classPath}'`;
  const half = `${script}.${process.pid}`;
  await writeFile(half, `#!/bin/sh\n${command} io.temporal.testserver.TestServer "$@"\n`, { mode: 0o755 });
  await rename(half, script);
}

/** One run of the server that ends normally writes the classes it loaded to an archive. */
async function recordClasses(classPath: string, archive: string): Promise<void> {
  const port = await freePort();
  const half = `${archive}.${process.pid}`;
  const args = [...FLAGS, `-XX:ArchiveClassesAtExit=${half}`, '-cp', classPath];
  const server = spawn('java', [...args, 'io.temporal.testserver.TestServer', String(port)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  for (let attempt = 0; attempt < 300 && !(await answers(port)); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.kill('SIGTERM');
  await ended;
  await rename(half, archive);
}
