import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/*
 * The page is built where it is needed, not committed. A stamp beside the build says of which sources it was made; it is
 * written last, so a build that broke off is made again.
 */

/** Where the API finds the built page of a checkout. */
export const pageFolderIn = (root: string): string => path.join(root, 'dist/page');

const stampFile = (root: string): string => path.join(pageFolderIn(root), '.stamp');

/** What a build depends on: the page's sources, the build's settings and the versions of what it is made of. */
export async function pageStamp(root: string): Promise<string> {
  const entries = await readdir(path.join(root, 'src/web'), { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...sources, 'vite.config.ts', 'package-lock.json']) {
    hash.update(`${file.split(path.sep).join('/')}\0`).update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Builds the page of a checkout, unless the build that is there was made of the same sources. Returns whether it did;
 * throws with Vite's own words when it cannot.
 */
export async function buildPage(root: string, signal?: AbortSignal): Promise<boolean> {
  const stamp = await pageStamp(root);
  const known = await readFile(stampFile(root), 'utf8').catch(() => '');
  if (known === stamp) return false;
  await runVite(root, signal);
  await writeFile(stampFile(root), stamp);
  return true;
}

/** In a process of its own: the memory that a build takes is given back. */
function runVite(root: string, signal: AbortSignal | undefined): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', path.join(root, 'vite.config.ts'), '--logLevel', 'warn'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => said.push(text));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the page could not be built (vite build):\n${said.join('')}`)),
    );
  });
}
