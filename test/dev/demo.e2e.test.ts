import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ApiClient, createApiClient } from '../../src/api/client.js';
import { listContacts } from '../../src/api/contracts/contacts.js';
import { listJourneys } from '../../src/api/contracts/journeys.js';
import { listMailboxes } from '../../src/api/contracts/mailboxes.js';
import { listMessages } from '../../src/api/contracts/messages.js';
import { stats } from '../../src/api/contracts/system.js';
import { listTasks } from '../../src/api/contracts/tasks.js';
import { repositoryRoot } from '../../src/config/env.js';
import { DEMO_START } from '../../src/dev/demo-clock.js';
import { COMPANIES } from '../../src/dev/sample/companies.js';
import { DAY } from '../../src/domain/instant.js';

const PEOPLE = COMPANIES.reduce((sum, company) => sum + company.people.length, 0);
let folder: string;
const data = () => path.join(folder, 'data');

interface Demo {
  readonly child: ChildProcess;
  readonly api: ApiClient;
  readonly exited: Promise<number | null>;
}

async function start(...more: string[]): Promise<Demo> {
  const args = ['--import', 'tsx', 'src/dev/main.ts', '--data', data(), ...more];
  const env = {
    ...process.env,
    API_PORT: '0',
    WORKER_METRICS_PORT: '0',
    FOLLOWTHROUGH_TEMPORAL_CLI: inject('temporalCli'),
  };
  const child = spawn(process.execPath, args, { cwd: repositoryRoot, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while (!text.includes('Followthrough runs')) {
    if (child.exitCode !== null) throw new Error(`the start ended:\n${text}`);
    await sleep(100);
  }
  const { apiUrl } = JSON.parse(readFileSync(path.join(data(), 'runtime.json'), 'utf8')) as { apiUrl: string };
  const key = readFileSync(path.join(data(), 'api-key'), 'utf8').trim();
  return { child, exited, api: createApiClient({ url: apiUrl, key }) };
}

async function until(holds: () => Promise<boolean>, ms: number, what: string): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms / 1000} s: ${what}`);
    await sleep(300);
  }
}

async function all<T>(rows: AsyncGenerator<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const now = async ({ api }: Demo) => Date.parse((await api.call(stats)).at);
const messages = ({ api }: Demo) => all(api.each(listMessages));

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'followthrough-test-demo-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the demo', () => {
  it('moves by itself, goes on after a kill with nothing doubled, and is mixed with nothing', async () => {
    const demo = await start();
    expect((await now(demo)) - DEMO_START).toBeLessThan(DAY);
    await until(async () => (await messages(demo)).some((mail) => mail.state === 'accepted'), 20_000, 'a mail');
    await until(
      async () => (await messages(demo)).some((mail) => mail.repliedAt !== null),
      90_000,
      'an answer of a customer',
    );
    const tasks = () => all(demo.api.each(listTasks));
    await until(async () => (await tasks()).some((task) => task.status === 'done'), 90_000, 'a task done by a rep');

    const before = { at: await now(demo), mails: await messages(demo), people: await all(demo.api.each(listContacts)) };
    expect(before.people.length).toBeGreaterThanOrEqual(PEOPLE);
    expect((await demo.api.call(listMailboxes)).data.map(({ id }) => id)).toContain('marketing');
    demo.child.kill('SIGKILL');
    await demo.exited;

    const again = await start();
    // The clock's last known place is seconds old at most, and it stood while nothing ran.
    expect(Math.abs((await now(again)) - before.at)).toBeLessThan(DAY);
    const people = await all(again.api.each(listContacts));
    expect(new Set(people.map((person) => person.email)).size).toBe(people.length);
    const journeys = await all(again.api.each(listJourneys));
    expect(new Set(journeys.map((journey) => journey.contactId)).size).toBe(journeys.length);
    await until(
      async () => (await messages(again)).filter((mail) => mail.state === 'accepted').length > before.mails.length,
      60_000,
      'mails after the second start',
    );
    const steps = (await messages(again)).map((mail) => `${mail.journeyId}/${mail.step}/${mail.occurrence}`);
    expect(new Set(steps).size).toBe(steps.length);
    again.child.kill('SIGINT');
    expect(await again.exited).toBe(0);

    await expect(start('--real')).rejects.toThrow(/was begun as the demo.*--clean/);
    const real = await start('--real', '--clean');
    expect(Math.abs((await now(real)) - Date.now())).toBeLessThan(60_000);
    expect(await all(real.api.each(listContacts))).toEqual([]);
    real.child.kill('SIGINT');
    expect(await real.exited).toBe(0);
  }, 400_000);
});
