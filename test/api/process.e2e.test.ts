import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/dev/ports.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let database: TestDatabase;
let temporal: TestTemporal;
beforeAll(async () => {
  [database, temporal] = await Promise.all([createTestDatabase(), startTestTemporal()]);
});
afterAll(async () => {
  await temporal.stop();
  await database.drop();
});

async function startApi(): Promise<{ child: ChildProcess; url: string; exited: Promise<unknown[]> }> {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    API_PORT: String(await freePort()),
    PUBLIC_URL: 'http://127.0.0.1:4600',
    LINK_SECRET: 'only for the tests of the process',
    // Test mails of campaigns go out from here; none is sent.
    SMTP_URL: 'smtp://127.0.0.1:1',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/api/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const { ready, url } = JSON.parse(first.toString()) as { ready: boolean; url: string };
  expect(ready).toBe(true);
  return { child, url, exited };
}

describe('the API process', () => {
  it('says where it listens, on this machine only, is ready, and ends on SIGTERM', async () => {
    const { child, url, exited } = await startApi();
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const readiness = (await (await fetch(`${url}/readyz`)).json()) as { parts: { name: string }[] };
    expect(readiness).toMatchObject({ status: 'ready' });
    expect(readiness.parts.map((part) => part.name)).toEqual(['postgres', 'migrations', 'temporal']);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('ends when whoever started it is gone', async () => {
    const { child, exited } = await startApi();
    child.stdin?.end();
    expect(await exited).toEqual([0, null]);
  });
});
