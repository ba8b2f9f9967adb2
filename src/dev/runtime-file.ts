import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { commandOf } from './processes.js';

const runtime = z.object({
  pid: z.number().int(),
  startedAt: z.number(),
  apiUrl: z.string(),
  databaseUrl: z.string(),
  smtpUrl: z.string(),
  /** null where mail goes to a server of the environment's. */
  mailUrl: z.string().nullable(),
  temporalAddress: z.string(),
  temporalNamespace: z.string(),
  taskQueue: z.string(),
  temporalUiUrl: z.string().nullable(),
  publicUrl: z.string(),
});

/** What the running embedded system says of itself to the command line. It holds a password: only its owner reads it. */
export type RuntimeInfo = z.output<typeof runtime>;

const fileIn = (dataDir: string) => path.join(dataDir, 'runtime.json');

export async function writeRuntime(dataDir: string, info: RuntimeInfo): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${fileIn(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, fileIn(dataDir));
}

export const removeRuntime = (dataDir: string) => rm(fileIn(dataDir), { force: true });

/** The system that runs on this data folder now; undefined when there is none, or it died. */
export async function runningSystem(dataDir: string): Promise<RuntimeInfo | undefined> {
  try {
    const info = runtime.parse(JSON.parse(await readFile(fileIn(dataDir), 'utf8')));
    const command = await commandOf(info.pid);
    // Where the system doesn't tell command lines, an open port would be asked in vain too: believe the file's absence.
    return command !== undefined && /dev[\\/]main/.test(command) ? info : undefined;
  } catch {
    return undefined;
  }
}
