import { DefaultLogger, Runtime } from '@temporalio/worker';

let installed = false;

/** Tests provoke what a worker warns of; only its errors are for a reader. Once for a process, before any worker. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
    shutdownSignals: [],
  });
}
