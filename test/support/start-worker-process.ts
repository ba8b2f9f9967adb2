import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WorkerProcessOptions } from './worker-process.js';

const WORKER = fileURLToPath(new URL('./worker-process.ts', import.meta.url));

/** Starts a worker as a process of its own, and waits until it works. Throws if it ends before. */
export async function startWorkerProcess(options: WorkerProcessOptions): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the worker ended with ${code} before it worked`);
  });
  await Promise.race([once(child.stdout, 'data'), died]);
  died.catch(() => {});
  return child;
}
