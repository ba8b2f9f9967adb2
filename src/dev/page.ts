import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip as gzipCallback } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gzip = promisify(gzipCallback);

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
  // Beside its place, then moved: who serves the old one, or builds at the same time, meets no half build.
  const draft = `${pageFolderIn(root)}.${process.pid}`;
  try {
    await runVite(root, draft, signal);
    await compressFiles(path.join(draft, 'assets'));
    await writeFile(path.join(draft, path.basename(stampFile(root))), stamp);
    await rm(pageFolderIn(root), { recursive: true, force: true });
    await rename(draft, pageFolderIn(root));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return true;
}

/** Good and still quick: the next steps save two per cent and take ten times as long. */
const BROTLI_QUALITY = 9;

/** Writes each file once more, compressed: the server picks the form that a browser takes. */
async function compressFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const bytes = await readFile(path.join(folder, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    await writeFile(path.join(folder, `${name}.br`), await brotli(bytes, { params }));
    await writeFile(path.join(folder, `${name}.gz`), await gzip(bytes, { level: 9 }));
  }
}

/** In a process of its own: the memory that a build takes is given back. */
function runVite(root: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const settings = ['--config', path.join(root, 'vite.config.ts'), '--outDir', folder, '--emptyOutDir'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', ...settings, '--logLevel', 'warn'], {
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
