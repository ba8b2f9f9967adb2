import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const none = () => {};
const quiet = { log: none, trace: none, debug: none, info: none, warn: none, error: none };

/** Writes the workflow code as it is, but for the limits of hasty-limits.ts, to a file. */
export const writeHastyBundle = (file: string): Promise<void> => writeBundleWith('hasty-limits.ts', '6 seconds', file);

/** The same of another build, with a limit that disturbs nothing. */
export const writeOtherBundle = (file: string): Promise<void> => writeBundleWith('other-limits.ts', '59 seconds', file);

async function writeBundleWith(limitsFile: string, mark: string, file: string): Promise<void> {
  const limits = path('../../src/workflows/limits.ts');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path('../../src/workflows/index.ts'),
    logger: quiet,
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, alias: { ...config.resolve?.alias, [limits]: path(limitsFile) } },
    }),
  });
  if (!code.includes(mark)) throw new Error('the bundle kept the limits of production');
  await writeFile(file, code);
}
