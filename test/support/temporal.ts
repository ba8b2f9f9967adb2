import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { startGuard } from '../../src/dev/guard.js';
import { startTemporalServer } from '../../src/dev/temporal-server.js';
import { expectNoPersonalData } from './personal-data.js';
import { quietRuntime } from './quiet-runtime.js';

export interface TestTemporal {
  readonly address: string;
  readonly namespace: string;
  readonly pid: number;
  /** Looks first through all that it was told, and throws at the end if it was told anything of somebody's (law 7). */
  stop(): Promise<void>;
}

/**
 * A real Temporal dev server of this test file's own, on random ports and a temporary folder. Real time.
 * searchAttributes are registered at its start, as in { FtStage: 'Keyword' }. `port`: of a server that is gone.
 * `mayHold`: a test puts personal data into it, to see that it is found.
 */
export async function startTestTemporal({
  mayHold = false,
  ...options
}: {
  readonly searchAttributes?: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly mayHold?: boolean;
} = {}): Promise<TestTemporal> {
  const folder = await mkdtemp(path.join(tmpdir(), 'followthrough-test-temporal-'));
  const namespace = 'followthrough-test';
  const server = await startTemporalServer({
    cli: inject('temporalCli'),
    dataDir: folder,
    namespace,
    port: 0,
    uiPort: 0,
    ...options,
  });
  // A run that is killed leaves no server behind.
  const guard = startGuard();
  guard.add(server.pid);
  return {
    address: server.address,
    namespace,
    pid: server.pid,
    stop: async () => {
      try {
        if (!mayHold) await expectNoPersonalData({ address: server.address, namespace });
      } finally {
        guard.release();
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/**
 * A time-skipping environment. Use one for each scenario: the execution timeout of a closed workflow stays armed
 * there, and awaiting a result may move its clock by years.
 */
export function createTimeSkipping(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const script = inject('timeSkippingServer');
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: script } },
  });
}
