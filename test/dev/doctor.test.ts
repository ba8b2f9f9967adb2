import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoctorSettings } from '../../src/dev/checkup.js';
import { runDoctor } from '../../src/dev/doctor.js';
import { checkNode, checkRoom } from '../../src/dev/doctor-machine.js';
import { checkMail, checkPorts, checkPostgres } from '../../src/dev/doctor-services.js';

let folder: string;
let servers: Server[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'followthrough-test-doctor-'));
  chmodSync(folder, 0o755);
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const settings = (more: Partial<DoctorSettings> = {}): DoctorSettings => ({
  dataDir: path.join(folder, 'data'),
  cacheDir: path.join(folder, 'cache'),
  database: { url: null },
  temporal: { address: '127.0.0.1:1', namespace: 'default', tls: null, apiKey: null, cliPath: null },
  smtp: { url: null },
  api: { port: 0 },
  ...more,
});

async function listening(greeting: string): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).end(greeting));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the doctor', () => {
  it('gives each fault a cause and a fix of one line each, and changes nothing', { timeout: 30_000 }, async () => {
    const found = await runDoctor(
      settings({ database: { url: 'postgres://u:hunter2@127.0.0.1:1/d' }, smtp: { url: 'smtp://127.0.0.1:1' } }),
    );
    const faults = found.filter((checkup) => checkup.state === 'faulty');
    expect(faults.map((checkup) => checkup.name)).toEqual(['Postgres', 'Temporal', 'SMTP']);
    for (const { detail, fix } of faults) {
      expect(`${detail}${fix}`).not.toMatch(/\n|hunter2/);
      expect(fix).toMatch(/DATABASE_URL|TEMPORAL_ADDRESS|SMTP_URL/);
    }
    expect(found.map((checkup) => checkup.name)).toEqual([
      'Node',
      'Disk',
      'Ports',
      'Postgres',
      'Temporal',
      'SMTP',
      'Java',
      'Maven',
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is content with what can be started here', async () => {
    const given = settings();
    expect(await checkPostgres(given, undefined)).toMatchObject({
      state: 'well',
      detail: expect.stringMatching(/embedded one can start/),
    });
    expect(await checkMail(given, undefined)).toMatchObject({ state: 'well' });
    expect(await checkRoom(given.dataDir)).toMatchObject({ detail: expect.stringMatching(/GB free/) });
  });

  it('asks the mail server named for its greeting', async () => {
    const good = await listening('220 mail.test ready\r\n');
    expect(await checkMail(settings({ smtp: { url: `smtp://127.0.0.1:${good}` } }), undefined)).toMatchObject({
      state: 'well',
    });
    const bad = await listening('HTTP/1.1 400 Bad Request\r\n');
    const found = await checkMail(settings({ smtp: { url: `smtp://127.0.0.1:${bad}` } }), undefined);
    expect(found).toMatchObject({ state: 'faulty', detail: expect.stringMatching(/answered HTTP.*expected 220/) });
  });

  it('names a taken port, which is no fault', async () => {
    const port = await listening('');
    expect(await checkPorts(settings({ api: { port } }), undefined)).toMatchObject({
      state: 'doubtful',
      detail: expect.stringContaining(String(port)),
    });
  });

  it.each([
    ['20.18.3', 'faulty'],
    ['20.19.0', 'well'],
    ['24.1.0', 'well'],
    ['18.20.0', 'faulty'],
  ])('takes Node %s for %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });
});
