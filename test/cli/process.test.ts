import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/followthrough', import.meta.url));

// Each test starts the program, which on a busy machine takes its seconds.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'followthrough-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** The program itself, in a folder of its own, with no system running. */
const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const clean = { PATH: process.env['PATH'], FOLLOWTHROUGH_DATA: join(folder, 'data'), ...env };
    const child = execFile(process.execPath, [BIN, ...args], { cwd: folder, env: clean }, (_, out, err) =>
      resolve({ exit: child.exitCode ?? -1, out, err }),
    );
  });

const GOOD = 'kind: journey\nid: nurture\nname: Nurture\nsteps:\n  - wait: 2 days\n';

describe('the program', () => {
  it('lints with the project around it: line, column, severity, code and message, exit 1 on an error', async () => {
    await writeFile(
      join(folder, 'bad.yaml'),
      `${GOOD}  - wait: 2 dayz\n  - id: hi\n    email: { template: no/such, from: owner, purpose: service }\n`,
    );
    const { exit, out } = await run(['lint', 'bad.yaml']);
    expect(exit).toBe(1);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^bad\.yaml:6:\d+ {2}error {2}bad-duration {2}\S/);
    expect(lines[1]).toMatch(/^bad\.yaml:8:\d+ {2}error {2}unknown-template {2}\S/);
    expect(lines).toHaveLength(2);
  });

  it('simulates ten thousand people, and the totals say what Monday will ask of whom', async () => {
    const zones = ['Europe/Berlin', 'Asia/Shanghai', 'America/New_York', 'UTC'];
    const rows = Array.from({ length: 10_000 }, (_, n) => `con_${n},p${n}@example.com,Ada,${zones[n % 4]},true`);
    await writeFile(join(folder, 'many.csv'), `id,email,firstName,timezone,consent\n${rows.join('\n')}\n`);
    await writeFile(
      join(folder, 'call.yaml'),
      `kind: journey
id: call-all
name: Call all
timezone: contact
window: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00", spread: 6 hours }
steps:
  - { id: hello, email: { template: lead/hello, from: owner, purpose: service } }
  - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached] }, onOutcome: { reached: [] } }
`,
    );
    // A Saturday: everything comes on Monday, between nine and three on each contact's clock.
    const when = ['--start', '2027-01-02T12:00:00Z', '--days', '7', '--json'];
    const { exit, out } = await run(['simulate', 'call.yaml', '--contact', 'many.csv', ...when]);
    expect(exit).toBe(0);
    const totals = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { day: string; step: string; what: string; owner: string; count: number });
    const sum = (what: string) =>
      totals.filter((row) => row.what === what).reduce((count, row) => count + row.count, 0);
    expect([sum('call'), sum('send')]).toEqual([10_000, 10_000]);
    const monday = totals.filter(({ day, step }) => day === '2027-01-04' && step === 'call');
    expect(monday).toMatchObject([{ what: 'call', owner: 'Alex Owner', count: 10_000 }]);
  });

  it('prints nothing on standard output for a file without findings', async () => {
    await writeFile(join(folder, 'good.yaml'), GOOD);
    expect(await run(['lint', 'good.yaml'])).toEqual({ exit: 0, out: '', err: 'good.yaml: nothing to object to\n' });
    expect(await run(['lint', 'good.yaml', '--json'])).toMatchObject({ exit: 0, out: '' });
  });

  it('lints again when a file changes, until it is interrupted', async () => {
    const file = join(folder, 'watched.yaml');
    await writeFile(file, `${GOOD}  - wait: 2 dayz\n`);
    const child = spawn(process.execPath, [BIN, 'lint', 'watched.yaml', '--watch'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], FOLLOWTHROUGH_DATA: join(folder, 'data') },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    await vi.waitFor(() => expect(err).toContain('watching'), { timeout: 30_000 });
    expect(out).toMatch(/^watched\.yaml:6:\d+ {2}error {2}bad-duration/);
    await writeFile(file, GOOD);
    await vi.waitFor(() => expect(err).toContain('nothing to object to'), { timeout: 30_000 });
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
  });

  it('names files in SARIF relative to where it runs', async () => {
    await mkdir(join(folder, 'my files'), { recursive: true });
    await writeFile(join(folder, 'my files', 'bad.yaml'), `${GOOD}  - wait: 2 dayz\n`);
    for (const named of ['my files/bad.yaml', join(folder, 'my files', 'bad.yaml')])
      expect((await run(['lint', named, '--sarif'])).out).toContain('"uri": "my%20files/bad.yaml"');
  });

  it('knows fields and events of other files', async () => {
    await writeFile(join(folder, 'own.yaml'), `${GOOD}exit: { if: { contact.budget: { gt: 5 } } }\n`);
    await writeFile(join(folder, 'my-fields.yaml'), '- { on: contact, name: budget, type: number }\n');
    expect((await run(['lint', 'own.yaml'])).out).toContain('unknown-path');
    expect(await run(['lint', 'own.yaml', '--fields', 'my-fields.yaml'])).toMatchObject({ exit: 0, out: '' });
  });

  it.each([
    [['lint', 'nowhere.yaml'], 'nowhere.yaml could not be read: there is no such file.'],
    [['lint', 'good.yaml', '--templates', 'nowhere'], '--templates nowhere could not be read'],
    [['lint', 'good.yaml', '--calendars', 'nowhere'], '--calendars nowhere could not be read'],
    [['lint', 'good.yaml', '--fields', 'nowhere'], 'nowhere could not be read'],
  ])('says what is wrong with %j and exits 2', async (args, words) => {
    const { exit, err, out } = await run(args);
    expect(err).toContain(words);
    expect(err.trimEnd().split('\n')).toHaveLength(2);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
  });

  it('says how to start when nothing runs', async () => {
    const { exit, err } = await run(['journeys']);
    expect(exit).toBe(1);
    expect(err).toContain('No system runs here');
    expect(err).toContain('npm start');
  });

  it('says so when nothing answers at the address', async () => {
    const { exit, err } = await run(['journeys'], { FOLLOWTHROUGH_URL: 'http://127.0.0.1:9', FOLLOWTHROUGH_KEY: 'k' });
    expect(exit).toBe(1);
    expect(err).toContain('http://127.0.0.1:9 does not answer');
    expect(err).not.toContain('    at ');
  });

  it('names faulty settings', async () => {
    const { exit, err } = await run(['journeys'], { FOLLOWTHROUGH_URL: 'nonsense' });
    expect(exit).toBe(2);
    expect(err).toContain('FOLLOWTHROUGH_URL');
  });

  it('shows a guessed map of a list without touching any database', async () => {
    await writeFile(join(folder, 'fair.csv'), 'E-Mail,姓名\nada@example.com,王小明\n');
    const { exit, out, err } = await run(['import', 'csv', 'fair.csv']);
    expect({ exit, err }).toMatchObject({ exit: 0, err: expect.stringContaining('Nothing was imported') });
    expect(out).toMatch(/"E-Mail": email/);
  });
});
