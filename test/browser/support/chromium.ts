import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { loadConfig, repositoryRoot } from '../../../src/config/env.js';

const run = promisify(execFile);

/** What the Chromium package unpacks to, and how it is started on this machine. */
export interface Chromium {
  readonly executable: string;
  /** Libraries that came with it; null: the machine has its own. */
  readonly libraries: string | null;
  readonly fontsConf: string;
}

/** The weights that the page uses; the package has nine, of ten megabytes each. */
const CHINESE_WEIGHTS = ['400Regular', '500Medium', '600SemiBold', '700Bold'];

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/**
 * The Chromium of the npm package, unpacked into the cache folder once. Nothing of the machine is used but, where it
 * has them, its libraries.
 */
export async function provideChromium(cacheDir = loadConfig(process.env).cacheDir): Promise<Chromium> {
  const require = createRequire(import.meta.url);
  const { version } = require('../../../node_modules/@sparticuz/chromium/package.json') as { version: string };
  const folder = path.join(cacheDir, `chromium-${version}`);
  const executable = path.join(folder, 'chromium');
  if (!(await exists(executable))) await unpack(folder);
  const fontsConf = await writeFonts(folder);
  const bundled = path.join(folder, 'al2023', 'lib');
  return { executable, fontsConf, libraries: (await starts(executable)) ? null : bundled };
}

/** Starts a browser. `libraries` in `options` asks for the bundled libraries whatever the machine has. */
export async function launchBrowser(found?: Chromium): Promise<Browser> {
  const { executable, libraries, fontsConf } = found ?? (await provideChromium());
  const env = {
    ...Object.fromEntries(
      Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    FONTCONFIG_FILE: fontsConf,
    ...(libraries === null ? {} : { LD_LIBRARY_PATH: libraries }),
  };
  return await chromium.launch({ executablePath: executable, args: ARGUMENTS, env, headless: true });
}

/** Unpacks beside its place and renames: two at once, or a kill in the midst, leave no half folder. */
async function unpack(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  // The package unpacks to the folder for temporary files, and its libraries only where it thinks to be in a cloud
  // function; so it gets an environment of its own.
  const script = "const { default: c } = await import('@sparticuz/chromium'); await c.executablePath();";
  await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: repositoryRoot,
    env: { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
  });
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(path.join(folder, 'chromium')))) throw error;
  });
}

/** Only these fonts: what is drawn is then the same on every machine. */
async function writeFonts(folder: string): Promise<string> {
  const noto = path.join(repositoryRoot, 'node_modules/@expo-google-fonts/noto-sans-sc');
  const dirs = [path.join(folder, 'fonts', 'fonts'), ...CHINESE_WEIGHTS.map((weight) => path.join(noto, weight))];
  for (const dir of dirs) if (!(await exists(dir))) throw new Error(`no fonts in ${dir}; expected them there`);
  const sans = ['sans-serif', 'system-ui', 'ui-sans-serif'].map(
    (family) =>
      `  <alias><family>${family}</family><prefer><family>Open Sans</family><family>Noto Sans SC</family></prefer></alias>`,
  );
  const text = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...dirs.map((dir) => `  <dir>${dir}</dir>`),
    `  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>`,
    ...sans,
    '</fontconfig>',
    '',
  ].join('\n');
  // One file for each checkout: two of them may share the cache.
  const name = `fonts-${Buffer.from(repositoryRoot).toString('base64url').slice(-24)}.conf`;
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

/** Whether the machine has the libraries that it needs. */
async function starts(executable: string): Promise<boolean> {
  try {
    await run(executable, ['--version']);
    return true;
  } catch {
    return false;
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The families that the fonts' configuration offers, by the files in its folders; for the test of the harness. */
export async function fontFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).filter((file) => /\.ttf$/.test(file));
}
