import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import path from 'node:path';
import { createServer } from 'vite';
import { type ApiClient, ApiProblem } from '../../../src/api/client.js';
import type { Contract } from '../../../src/api/contracts/contract.js';
import { repositoryRoot } from '../../../src/config/env.js';
import { applyMigrations } from '../../../src/db/migrate.js';
import { freePort } from '../../../src/dev/ports.js';
import { LOOK_FOLDER, LOOK_STATE, type LookState } from './look-state.js';
import { seed } from './seed.js';
import { startWorld } from './world.js';

/*
 * The process behind look.ts: a seeded world, and Vite before its API so that the page is always what the sources say.
 * Ends on a signal.
 */

const say = (line: string) => process.stdout.write(`${line}\n`);

await mkdir(LOOK_FOLDER, { recursive: true });
const world = await startWorld(say);
say(`world at ${world.apiUrl}, seeding`);
/** A look is wanted while the API is being changed too: a fault of its own is told, and the rest of the world made. */
function lenient(api: ApiClient): ApiClient {
  const call = async (contract: Contract, input: never) => {
    try {
      return await (api.call as (contract: Contract, input: never) => Promise<unknown>)(contract, input);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.problem.code !== 'internal') throw error;
      say(`${contract.operationId} failed: ${error.message}`);
      return { data: [] };
    }
  };
  return { ...api, call: call as unknown as ApiClient['call'] };
}

let ending = false;
const end = async (): Promise<void> => {
  if (ending) return;
  ending = true;
  await rm(LOOK_STATE, { force: true });
  await world.stop();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());

const began = Date.now();
const landmarks = await seed({ ...world, api: lenient(world.api) }, say).catch(async (error: unknown) => {
  await world.stop();
  throw error;
});
say(`seeded in ${((Date.now() - began) / 1000).toFixed(1)} s`);
const port = await freePort();
const target = world.apiUrl;
const vite = await createServer({
  configFile: path.join(repositoryRoot, 'vite.config.ts'),
  cacheDir: path.join(LOOK_FOLDER, 'vite-cache'),
  clearScreen: false,
  server: {
    host: '127.0.0.1',
    port,
    strictPort: true,
    // Nobody edits what is open in a look; the next one loads anew.
    hmr: false,
    proxy: Object.fromEntries(
      ['/v1', '/mail-frame', '/healthz', '/readyz'].map((prefix) => [
        prefix,
        {
          target,
          changeOrigin: true,
          // The API takes changes from its own address only.
          configure: (proxy) =>
            proxy.on('proxyReq', (request) => {
              if (request.hasHeader('origin')) request.setHeader('origin', target);
            }),
        },
      ]),
    ),
  },
});
await vite.listen();

let state: LookState;
const tell = async (apiStartedAt: number): Promise<void> => {
  state = {
    pid: process.pid,
    pageUrl: `http://127.0.0.1:${port}`,
    apiUrl: world.apiUrl,
    controlUrl,
    databaseUrl: world.databaseUrl,
    mailUrl: world.mailUrl,
    apiStartedAt,
    landmarks,
  };
  await writeFile(LOOK_STATE, JSON.stringify(state, null, 2));
};

const controlPort = await freePort();
const controlUrl = `http://127.0.0.1:${controlPort}`;
let restarting: Promise<void> | undefined;
createHttpServer((_request, response) => {
  restarting ??= applyMigrations(world.databaseUrl)
    .then(() => world.restartApi())
    .then(() => tell(Date.now()))
    .finally(() => {
      restarting = undefined;
    });
  restarting.then(
    () => response.end('ok'),
    (error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    },
  );
}).listen(controlPort, '127.0.0.1');
await tell(Date.now());
say('ready');
