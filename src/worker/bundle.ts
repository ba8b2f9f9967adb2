import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { buildIdOf } from './build-id.js';

/*
 * The workflow code as one file, built ahead (law 15). The file's name has the id of the code it was made of, so a stale
 * bundle is never run: it is made again.
 */

/** The workflow code of the sources. The bundler refuses Node's own modules. */
export function bundleWorkflows(
  entry = fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath: entry, logger: quiet });
}

export interface BuiltWorkflows {
  readonly buildId: string;
  readonly codePath: string;
}

const folderIn = (root: string): string => path.join(root, 'dist/worker');
const codePathOf = (root: string, buildId: string): string => path.join(folderIn(root), `workflows-${buildId}.js`);

/** The bundle that was built ahead for the code as it is now; null: there is none, or of other code. */
export async function builtWorkflows(root: string): Promise<BuiltWorkflows | null> {
  const buildId = await buildIdOf(root);
  const codePath = codePathOf(root, buildId);
  try {
    await access(codePath);
    return { buildId, codePath };
  } catch {
    return null;
  }
}

/** Builds the bundle unless it is there. Returns it, and whether it was made now. */
export async function buildWorkflows(root: string): Promise<BuiltWorkflows & { readonly made: boolean }> {
  const known = await builtWorkflows(root);
  if (known !== null) return { ...known, made: false };
  const buildId = await buildIdOf(root);
  const codePath = codePathOf(root, buildId);
  const { code } = await bundleWorkflows(path.join(root, 'src/workflows/index.ts'));
  await mkdir(folderIn(root), { recursive: true });
  // Beside its place, then moved: a worker that starts meanwhile meets no half file. One that runs has read its own.
  const draft = `${codePath}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, codePath);
  for (const name of await readdir(folderIn(root)))
    if (name !== path.basename(codePath)) await rm(path.join(folderIn(root), name), { force: true });
  return { buildId, codePath, made: true };
}

const none = () => {};
const quiet = { log: none, trace: none, debug: none, info: none, warn: none, error: none };
