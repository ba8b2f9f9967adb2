import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** The workflow code as one file, built ahead (law 15). The bundler refuses Node's own modules. */
export function bundleWorkflows(
  entry = fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath: entry, logger: quiet });
}

const none = () => {};
const quiet = { log: none, trace: none, debug: none, info: none, warn: none, error: none };
