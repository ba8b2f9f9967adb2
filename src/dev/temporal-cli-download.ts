import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Narrator } from './narrator.js';

const run = promisify(execFile);
const RELEASES = 'https://github.com/temporalio/cli/releases/download';
/** Where nothing can be reached the start falls through to the build; that must not take long. */
const FIRST_ANSWER_MS = 6_000;
const WHOLE_DOWNLOAD_MS = 600_000;

/** The name of the official archive for a machine, as the project's releases name them. */
export function archiveName(version: string, platform: NodeJS.Platform, arch: string): string {
  const os = platform === 'win32' ? 'windows' : platform;
  const cpu = arch === 'x64' ? 'amd64' : arch;
  if (!['linux', 'darwin', 'windows'].includes(os) || !['amd64', 'arm64'].includes(cpu)) {
    throw new Error(`there is no official download for ${platform} on ${arch}`);
  }
  return `temporal_cli_${version}_${os}_${cpu}.tar.gz`;
}

/** The sha256 sum that a release's checksums.txt gives for a file. Throws when it names the file not at all. */
export function publishedSum(checksums: string, file: string): string {
  for (const line of checksums.split('\n')) {
    const [sum, name] = line.trim().split(/\s+\*?/);
    if (name === file && sum !== undefined && /^[0-9a-f]{64}$/.test(sum)) return sum;
  }
  throw new Error(`the release's checksums.txt does not name ${file}`);
}

/**
 * Downloads the official program to a path, checked against the sum published beside it in the same release.
 * (The sum guards against a broken or cut download. It is fetched from the same place, not pinned here.)
 */
export async function downloadCli(
  version: string,
  target: string,
  search: Narrator,
  releases = RELEASES,
): Promise<void> {
  const file = archiveName(version, process.platform, process.arch);
  const base = `${releases}/v${version}`;
  const sums = await get(`${base}/checksums.txt`, FIRST_ANSWER_MS, search.signal);
  const wanted = publishedSum(sums.toString('utf8'), file);
  search.say(`downloading ${file}`);
  const archive = await get(`${base}/${file}`, WHOLE_DOWNLOAD_MS, search.signal);
  const got = createHash('sha256').update(archive).digest('hex');
  if (got !== wanted) throw new Error(`${file} has sum ${got.slice(0, 12)}…, expected ${wanted.slice(0, 12)}…`);
  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(path.join(path.dirname(target), 'download-'));
  try {
    await writeFile(path.join(folder, file), archive);
    await run('tar', ['-xzf', file], { cwd: folder });
    const program = path.join(folder, path.basename(target));
    await chmod(program, 0o755);
    await rename(program, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function get(url: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(url, { signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
    throw new Error(`${new URL(url).host} ${cause ?? (error instanceof Error ? error.message : String(error))}`);
  }
}
