import { spawn } from 'node:child_process';
import { readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../../src/config/env.js';
import { answers, freePort } from '../../src/dev/ports.js';
import { ensureJars } from './maven-jars.js';

const POM = path.join(repositoryRoot, 'tools/temporal-test-server/pom.xml');
const FLAGS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * Makes the time-skipping test server ready and returns the path of a script that starts it. The jars come through
 * Maven by the pinned pom, once; a class-data archive makes the start quick enough for the SDK, which waits only
 * five seconds. Throws with what is missing when there is no Java or no Maven.
 */
export async function ensureTimeSkippingServer(cacheDir: string, say: (line: string) => void): Promise<string> {
  const server = { cacheDir, name: 'temporal-test-server', pom: POM, title: 'the time-skipping test server' };
  const folder = await ensureJars(server, say);
  const script = path.join(folder, 'start.sh');
  if (!(await stat(script).catch(() => undefined))) await writeScript(folder, script, say);
  return script;
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
