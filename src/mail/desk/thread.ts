import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AnswerTo, Question } from './questions.js';

// Not import.meta.resolve: the test runner's module loader doesn't have it.
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href.replace(/\.cjs$/, '.mjs');
const ENTRY = new URL('./thread-main.ts', import.meta.url).href;
/** A thread doesn't take over how its process reads TypeScript. */
const START = `import(${JSON.stringify(TSX)}).then(({ register }) => { register(); return import(${JSON.stringify(ENTRY)}); })`;

/** A whole library of shipped size is read in some 0.1 s; a template that takes so long would hold up every mail. */
const LIMIT_MS = 3_000;
const MOST_WAITING = 50;
const MOST_MEMORY_MB = 256;

export interface TemplateThread {
  /** `too-slow`: it took longer than it may, or too many wait. Nothing of it goes on. */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q> | 'too-slow'>;
  stop(): Promise<void>;
}

/**
 * A thread for templates as somebody writes them, made when it is first needed. One question at a time; a thread that takes
 * too long, or too much memory, is ended, and the next question gets a new one.
 */
export function createTemplateThread({ limitMs = LIMIT_MS }: { readonly limitMs?: number } = {}): TemplateThread {
  let thread: Promise<Worker> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function ready(): Promise<Worker> {
    thread ??= start().catch((error: unknown) => {
      thread = null;
      throw error;
    });
    return await thread;
  }

  async function end(worker: Worker): Promise<void> {
    thread = null;
    await worker.terminate();
  }

  async function askNow<Q extends Question>(question: Q): Promise<AnswerTo<Q> | 'too-slow'> {
    const worker = await ready();
    const answered = await new Promise<AnswerTo<Q> | 'too-slow' | Error>((resolve) => {
      const timer = setTimeout(() => done('too-slow'), limitMs);
      const onMessage = (message: AnswerTo<Q>) => done(message);
      const onError = (error: Error) => done(isOutOfMemory(error) ? 'too-slow' : error);
      function done(with_: AnswerTo<Q> | 'too-slow' | Error): void {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError);
        resolve(with_);
      }
      worker.on('message', onMessage).on('error', onError);
      worker.postMessage(question);
    });
    if (answered !== 'too-slow' && !(answered instanceof Error)) return answered;
    await end(worker);
    if (answered instanceof Error) throw answered;
    return answered;
  }

  return {
    async ask(question) {
      if (waiting >= MOST_WAITING) return 'too-slow';
      waiting += 1;
      const turn = last
        .then(() => askNow(question))
        .finally(() => {
          waiting -= 1;
        });
      last = turn.catch(() => undefined);
      return await turn;
    },
    async stop() {
      const running = await thread?.catch(() => null);
      if (running != null) await end(running);
    },
  };
}

const isOutOfMemory = (error: Error): boolean => (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';

function start(): Promise<Worker> {
  const worker = new Worker(START, {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  // It keeps no process alive that has nothing else to do.
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once('message', () => {
      worker.off('error', reject);
      // What goes wrong between two questions is found by the next.
      worker.on('error', () => undefined);
      resolve(worker);
    });
    worker.once('error', reject);
  });
}
