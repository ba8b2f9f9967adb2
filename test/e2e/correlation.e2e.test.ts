import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeKey } from '../../src/api/auth/secrets.js';
import { createApiClient } from '../../src/api/client.js';
import { createContact } from '../../src/api/contracts/contacts.js';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { repositoryRoot } from '../../src/config/env.js';
import { newId } from '../../src/db/new-id.js';
import { freePort } from '../../src/dev/ports.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const journeys = z.object({ data: z.array(z.object({ id: z.string() })) });

const WELCOME = `kind: journey
id: welcome
name: Welcome
enter: { on: form.submitted }
steps:
  - id: hello
    email: { template: lead/hello, from: owner, purpose: service }
  - wait: { for: { on: email.replied }, upTo: 30 days }
  - end: done
`;

type Name = 'api' | 'worker';

/** API and worker are processes of their own, each with its log on standard error. */
describe('one id', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let key: string;
  let url: string;
  let metricsUrl: string;
  const logs: Record<Name, string> = { api: '', worker: '' };
  const children: ChildProcess[] = [];

  async function start(name: Name, env: Record<string, string>): Promise<string> {
    const child = spawn(process.execPath, ['--import', 'tsx', `src/${name}/main.ts`], {
      cwd: repositoryRoot,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.push(child);
    child.stderr.on('data', (chunk) => (logs[name] += String(chunk)));
    const died = once(child, 'exit').then(() => {
      throw new Error(`${name} ended before it was ready: ${logs[name].slice(-2_000)}`);
    });
    const [first] = (await Promise.race([once(child.stdout, 'data'), died])) as [Buffer];
    died.catch(() => undefined);
    return first.toString();
  }

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    const metricsPort = await freePort();
    metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const env = {
      DATABASE_URL: system.databaseUrl,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      TASK_QUEUE: system.taskQueue,
      SMTP_URL: system.inbox.url,
      API_PORT: String(await freePort()),
      WORKER_METRICS_PORT: String(metricsPort),
      PUBLIC_URL: 'http://127.0.0.1:4600',
      LINK_SECRET: 'only for the test of correlation ids, long enough',
    };
    const [ready] = await Promise.all([start('api', env), start('worker', env)]);
    url = (JSON.parse(ready) as { url: string }).url;
    const at = { createdAt: new Date() };
    await system.db.user.create({
      data: { id: 'usr_ops', email: 'ops@sender.example', name: 'Olga Ops', role: 'ops', ...at },
    });
    const id = newId('key');
    const { text, hash } = makeKey(id);
    await system.db.apiKey.create({ data: { id, hash, name: 'ops', userId: 'usr_ops', ...at } });
    key = text;
  });

  afterAll(async () => {
    for (const child of children) {
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    }
    await system?.stop();
    await temporal?.stop();
  });

  const ask = (method: string, address: string, requestId: string, body?: unknown) =>
    fetch(`${url}${address}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'x-request-id': requestId,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const linesOf = (name: Name, id: string) =>
    logs[name]
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as { correlationId?: string; [field: string]: unknown })
      .filter((line) => line.correlationId === id);

  /** A line is written a moment after the answer. */
  const told = (name: Name, id: string) =>
    eventually(
      async () => linesOf(name, id),
      (lines) => lines.length > 0,
    );

  test('leads from a request through its rows to what the worker did of it, for an event and for a command', async () => {
    const api = createApiClient({ url, key });
    await api.call(publishDefinition, { body: { text: WELCOME } });
    const { contact } = await api.call(createContact, {
      body: { name: 'Grace Hopper', email: 'grace@customer.example' },
    });

    const answer = await ask('POST', '/v1/events', 'trace-of-the-lead', {
      type: 'form.submitted',
      contactId: contact.id,
    });
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
    expect(answer.headers.get('x-request-id')).toBe('trace-of-the-lead');
    expect(await told('worker', 'trace-of-the-lead')).toMatchObject([{ cause: 'start' }]);
    expect(await told('api', 'trace-of-the-lead')).toMatchObject([{ operation: 'postEvents' }]);

    const { data } = journeys.parse(
      await (await ask('GET', `/v1/journeys?contact=${contact.id}`, 'only-a-look')).json(),
    );
    const journeyId = data[0]?.id ?? '';
    const paused = await ask('POST', `/v1/journeys/${journeyId}/pause`, 'trace-of-the-pause', { reason: 'on holiday' });
    expect(paused.status).toBe(200);
    expect(await told('api', 'trace-of-the-pause')).toMatchObject([{ operation: 'pauseJourney' }]);
    expect(await told('worker', 'trace-of-the-pause')).toMatchObject([{ journeyId, cause: 'command' }]);
    expect(linesOf('api', 'only-a-look')).toEqual([]);

    const event = await system.db.event.findFirstOrThrow({ where: { type: 'form.submitted' } });
    expect(event.correlationId).toBe('trace-of-the-lead');
    expect(await system.db.command.findFirstOrThrow()).toMatchObject({ correlationId: 'trace-of-the-pause' });
    for (const log of Object.values(logs)) expect(log).not.toMatch(/Grace|customer\.example|holiday/);
  });

  test('is made up where none is given, or what is given is not an id', async () => {
    const own = await fetch(`${url}/healthz`);
    expect(own.headers.get('x-request-id')).toMatch(/^req_/);
    const odd = await ask('GET', '/healthz', 'Grace Hopper <grace@customer.example>');
    expect(odd.headers.get('x-request-id')).toMatch(/^req_/);
  });

  test('goes with the figures of the worker, which count what the gate answered', async () => {
    const text = await (await fetch(metricsUrl)).text();
    expect(text).toMatch(/^followthrough_gate_answers_total\{.*\} 1$/m);
  });
});
