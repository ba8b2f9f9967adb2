import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReplayReport } from '../domain/worker-builds.js';

/*
 * A worker without a version takes up every run, of whatever build it was begun with. So before another build than the
 * last one works, what is open is replayed on it (law 16): a run that can't be is told now, where it would only stand
 * still later.
 */

const fileIn = (dataDir: string): string => path.join(dataDir, 'worker-build');

const SHOWN = 5;

/** Throws, with what to do, if something open can't be replayed. The same build as the last time needs no replay. */
export async function guardUpgrade({
  dataDir,
  buildId,
  replay,
}: {
  readonly dataDir: string;
  readonly buildId: string;
  readonly replay: () => Promise<ReplayReport>;
}): Promise<void> {
  const last = await readFile(fileIn(dataDir), 'utf8').catch(() => null);
  if (last === buildId) return;
  const { replayed, failed } = await replay();
  if (failed.length === 0) return;
  const shown = failed.slice(0, SHOWN).map(({ workflowId, why }) => `  ${workflowId}: ${why}`);
  throw new Error(
    [
      `${failed.length} of ${replayed} open runs can't be replayed on the workflow code of this build (${buildId}); they would stand still on it:`,
      ...shown,
      ...(failed.length > SHOWN ? [`  and ${failed.length - SHOWN} more`] : []),
      `Nothing was changed. Start the code that ran before${last === null ? '' : ` (build ${last})`}, or correct src/workflows (CONTRIBUTING.md, "Changing the workflow").`,
    ].join('\n'),
  );
}

/** Remembers that a build works on these data. */
export async function keepBuild(dataDir: string, buildId: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(fileIn(dataDir), buildId);
}
