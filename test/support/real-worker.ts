import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../../src/worker/main.ts', import.meta.url));

/** What a worker works with: a TestSystem, or a bench's world. */
export interface WorkerSurroundings {
  readonly databaseUrl: string;
  readonly target: { readonly address: string; readonly namespace: string };
  readonly taskQueue: string;
  readonly inbox: { readonly url: string };
}

/** The worker's own process with all its loops, to be killed. Ends with the process that started it. */
export async function startRealWorker(
  system: WorkerSurroundings,
  environment: { readonly [name: string]: string } = {},
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      FOLLOWTHROUGH_PARENT: String(process.pid),
      DATABASE_URL: system.databaseUrl,
      TEMPORAL_ADDRESS: system.target.address,
      TEMPORAL_NAMESPACE: system.target.namespace,
      TASK_QUEUE: system.taskQueue,
      SMTP_URL: system.inbox.url,
      PUBLIC_URL: 'http://127.0.0.1:4600',
      LINK_SECRET: 'only for the tests of a real worker',
      LOG_LEVEL: 'error',
      ...environment,
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the worker ended with ${code} before it worked: ${said}`);
  });
  await Promise.race([once(child.stdout, 'data'), died]);
  died.catch(() => {});
  return child;
}
