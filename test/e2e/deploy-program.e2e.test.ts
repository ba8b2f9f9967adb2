import { type ChildProcess, execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildIdOf } from '../../src/worker/build-id.js';
import { aJourney } from '../support/definitions.js';
import { startRealWorker } from '../support/real-worker.js';
import { type Enrolled, eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OLD = 'the-old-one';
/** Shorter than the threshold of hibernation: the run stays on its build until the answer. */
const ANSWER = '  - wait: { for: { on: email.replied }, upTo: 1 days }';

interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

describe('Law 16: an upgrade and a rollback as docs/operations.md tells an operator to type them', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  /** What the section "Upgrading" says to type. */
  let upgrading: string;
  /** Of this checkout: the new one. */
  let own: string;
  const workers = new Map<string, ChildProcess>();

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(aJourney('answers', `${ANSWER}\n${ANSWER}\n  - end: done`));
    const docs = await readFile(`${ROOT}/docs/operations.md`, 'utf8');
    upgrading = docs.slice(docs.indexOf('\n## Upgrading'));
    own = await buildIdOf(ROOT);
  });

  afterAll(async () => {
    for (const child of workers.values()) child.kill('SIGKILL');
    await system?.stop();
    await temporal?.stop();
  });

  /** What workers and operator share, as .env names it. */
  const environment = () => ({
    FOLLOWTHROUGH_MODE: 'external',
    DATABASE_URL: system.databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TASK_QUEUE: system.taskQueue,
    SMTP_URL: system.inbox.url,
    PUBLIC_URL: 'http://127.0.0.1:4600',
    LINK_SECRET: 'only for the tests of a deploy by hand',
  });

  /** Types a line that the section has, in the checkout, with the names of the builds put in. */
  function type(line: string): Promise<Ended> {
    expect(upgrading).toContain(line);
    // In running text the program's name goes without saying.
    const whole = line.startsWith('deploy ') ? `bin/followthrough ${line}` : line;
    const typed = whole.replace('<old>', OLD).replace('<new>', own);
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment() };
    return new Promise((resolve) => {
      const child = execFile('bash', ['-c', typed], { cwd: ROOT, env }, (_, out, err) =>
        resolve({ exit: child.exitCode ?? -1, out, err }),
      );
    });
  }

  async function startBuild(buildId: string): Promise<void> {
    expect(upgrading).toContain('node --import tsx src/worker/main.ts');
    const named = buildId === own ? {} : { WORKER_BUILD_ID: buildId };
    workers.set(buildId, await startRealWorker(system, { ...environment(), ...named }));
  }

  async function stopBuild(buildId: string): Promise<void> {
    const child = workers.get(buildId);
    if (child === undefined) throw new Error(`no worker of build ${buildId}`);
    workers.delete(buildId);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }

  /** The customer answers, and the journey takes its next step. */
  async function answer({ journeyId, contactId }: Enrolled): Promise<void> {
    const { advance } = await system.row(journeyId);
    await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: randomUUID() });
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance > advance,
    );
  }

  const statusOf = (build: string, line: string) =>
    eventually(
      () => type('bin/followthrough deploy status'),
      ({ out }) => new RegExp(`^${build} +${line}`, 'm').test(out),
    );

  test('status, promote, drain and rollback do it, and a journey in flight goes through both', async () => {
    await startBuild(OLD);
    await statusOf(OLD, 'current +1 +0');
    const journey = await system.enrol('answers', await system.contact());
    await statusOf(OLD, 'current +1 +1');

    expect(await type('npm run migrate')).toMatchObject({ exit: 0 });
    await startBuild(own);
    const { out } = await statusOf(own, 'new +1 +0 +never');
    expect(out).toContain(`This checkout is build ${own}.`);
    expect(await type('bin/followthrough deploy promote')).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`Build ${own} is current`),
    });
    const drain = 'bin/followthrough deploy drain <old> --wait';
    const drained = type(drain);
    await answer(journey);
    expect(await drained).toMatchObject({ exit: 0, out: expect.stringContaining('its workers may be stopped') });
    await stopBuild(OLD);

    await startBuild(OLD);
    // The stopped worker is counted for a minute more.
    await statusOf(OLD, 'drain\\w+ +[12] +0');
    expect(await type('bin/followthrough deploy rollback')).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`Build ${OLD} is current`),
    });
    const back = type('deploy drain <new> --wait');
    await answer(journey);
    expect(await back).toMatchObject({ exit: 0 });
    await stopBuild(own);
    expect(await system.row(journey.journeyId)).toMatchObject({ status: 'ended', outcome: 'done', attention: null });
  }, 300_000);
});
