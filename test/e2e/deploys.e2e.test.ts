import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../../src/domain/instant.js';
import { createDeployments, type Deployments } from '../../src/temporal/deployments.js';
import { historiesToReplay } from '../../src/temporal/histories.js';
import { bundleWorkflows } from '../../src/worker/bundle.js';
import { replay } from '../../src/worker/replay.js';
import { followthrough, type Said } from '../cli/support.js';
import { aJourney, aMail } from '../support/definitions.js';
import { writeOtherBundle } from '../support/hasty-bundle.js';
import { closedHistoriesOf, historiesOf } from '../support/histories.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { startWorkerProcess } from '../support/start-worker-process.js';
import { type Enrolled, eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const DEPLOYMENT = 'sales';
/** A day of business time in three real seconds. */
const RATE = DAY / 3000;
/** Real time; a wait of 20 days is a timer in a running run, one of 300 is slept through. */
const HIBERNATE_AFTER = 70_000;

const place = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** One of each state that a journey can be in while a build takes the place of another. Each sends two mails and ends. */
const STATES = {
  'short-timer': `  - wait: 12 days\n${aMail('one')}\n  - wait: 2 days\n${aMail('two')}\n  - end: done`,
  asleep: `  - wait: { for: { on: email.replied }, upTo: 300 days }\n${aMail('one')}\n  - wait: 2 days\n${aMail('two')}\n  - end: done`,
  'short-event': `  - wait: { for: { on: email.replied }, upTo: 20 days }\n${aMail('one')}\n  - wait: 2 days\n${aMail('two')}\n  - end: done`,
  task: `  - id: call\n    task: { kind: call, title: Call, due: 20 days, outcomes: [reached] }\n${aMail('one')}\n  - wait: 2 days\n${aMail('two')}\n  - end: done`,
  command: `${aMail('one')}\n  - wait: 2 days\n${aMail('two')}\n  - end: done`,
} as const;
type State = keyof typeof STATES;

describe('Law 16: a build of the worker in place of another', () => {
  let temporal: TestTemporal;
  let folder: string;
  let bundles: { readonly a: string; readonly b: string; readonly throwing: string };
  let system: TestSystem;
  let deployments: Deployments;
  const workers = new Map<string, ChildProcess>();
  const map = { virtualAnchor: Date.now(), realAnchor: Date.now(), rate: RATE };

  beforeAll(async () => {
    quietRuntime();
    temporal = await startTestTemporal();
    folder = await mkdtemp(join(tmpdir(), 'followthrough-test-deploys-'));
    bundles = { a: join(folder, 'a.js'), b: join(folder, 'b.js'), throwing: join(folder, 'throwing.js') };
    await writeFile(bundles.a, (await bundleWorkflows()).code);
    // The same workflow with another constant.
    await writeOtherBundle(bundles.b);
    await writeFile(bundles.throwing, (await bundleWorkflows(place('../support/throwing-workflow.ts'))).code);
  });

  beforeEach(async () => {
    system = await TestSystem.start(
      { ...temporal, skipping: false },
      { hibernateAfter: HIBERNATE_AFTER, clockMap: map },
    );
    deployments = createDeployments(system.client, deploymentOf(system), system.taskQueue);
    for (const [id, steps] of Object.entries(STATES)) await system.publish(aJourney(id, steps));
  });

  afterEach(async () => {
    for (const child of workers.values()) child.kill('SIGKILL');
    workers.clear();
    await system.stop();
  });

  afterAll(async () => {
    await temporal?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Each test has a deployment of its own on the one server. */
  const deploymentOf = ({ taskQueue }: TestSystem): string => `${DEPLOYMENT}-${taskQueue.slice(-12)}`;

  async function startBuild(buildId: string, bundle: string): Promise<void> {
    const child = await startWorkerProcess({
      killAt: 'none',
      databaseUrl: system.databaseUrl,
      smtpUrl: system.inbox.url,
      templates: system.templates,
      address: temporal.address,
      namespace: temporal.namespace,
      taskQueue: system.taskQueue,
      bundle,
      version: { deploymentName: deploymentOf(system), buildId },
      hibernateAfter: HIBERNATE_AFTER,
      sendDeadlineMs: 45_000,
      map,
    });
    workers.set(buildId, child);
    await eventually(
      () => deployments.builds(),
      (builds) => builds.some((build) => build.buildId === buildId && build.workers > 0),
    );
  }

  /** In order, as a service manager does it. */
  async function stopBuild(buildId: string): Promise<void> {
    const child = workers.get(buildId);
    if (child === undefined) throw new Error(`no worker of build ${buildId}`);
    workers.delete(buildId);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }

  /** The deploy command on the real server, in a checkout that is one build. */
  function deploy(args: string, checkout: { readonly build: string; readonly bundle: string }): Promise<Said> {
    return followthrough(['deploy', ...args.split(' ')], {
      withWorkerBuilds: (work) =>
        work({
          ...deployments,
          deployment: deploymentOf(system),
          ownBuild: async () => checkout.build,
          replay: () =>
            replay(
              { codePath: checkout.bundle },
              historiesToReplay(system.client, { taskQueue: system.taskQueue, open: 100, closed: 100 }),
            ),
        }),
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 4)),
    });
  }

  /** All but the one that a command is about. */
  async function begin(): Promise<Record<State, Enrolled>> {
    const enrolled = {} as Record<State, Enrolled>;
    for (const state of Object.keys(STATES) as State[])
      if (state !== 'command') enrolled[state] = await system.enrol(state, await system.contact());
    await eventually(
      () => Promise.all(Object.values(enrolled).map(({ journeyId }) => system.row(journeyId))),
      (rows) => rows.every((row) => row.advance > 0),
    );
    return enrolled;
  }

  /** The last one, whose first mail is under way, and a command that waits behind it, while something happens. */
  async function underWay(enrolled: Record<State, Enrolled>, happens: () => Promise<unknown>): Promise<void> {
    const address = `${randomUUID()}@customer.example`;
    const contactId = await system.contact({ email: address });
    const mail = holdMail(address);
    enrolled.command = await system.enrol('command', contactId);
    await mail.arrived;
    const ask = (kind: 'pause' | 'resume') =>
      system
        .engine()
        .command(
          enrolled.command.journeyId,
          { kind },
          { requestId: randomUUID(), actorId: 'usr_rep', reason: 'upgrade' },
        );
    const paused = ask('pause');
    await happens();
    mail.release();
    expect(await paused).toMatchObject({ ok: true });
    expect(await ask('resume')).toMatchObject({ ok: true });
  }

  /** Holds the answer to the next mail to somebody until told. */
  function holdMail(address: string): { readonly arrived: Promise<void>; release(): void } {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      system.inbox.before = async (to) => {
        if (to !== address) return;
        system.inbox.before = async () => {};
        resolve();
        await held;
      };
    });
    return { arrived, release };
  }

  /** What happens to them after the change: an answer, an outcome, and the rest by itself. */
  async function goOn(enrolled: Record<State, Enrolled>): Promise<void> {
    const engine = system.engine();
    for (const state of ['asleep', 'short-event'] as const) {
      const { contactId } = enrolled[state];
      await engine.receive({ type: 'email.replied', contactId, fields: {}, source: `test-${state}` });
    }
    const task = await system.db.task.findFirstOrThrow({ where: { journeyId: enrolled.task.journeyId } });
    await engine.completeTask({ taskId: task.id, outcome: 'reached', actorId: 'usr_rep' });
  }

  /** The builds that ran each of a journey's runs, from the first run to the last. */
  async function buildsOf({ workflowId }: Enrolled): Promise<string[]> {
    const runs = await historiesOf(system.client, workflowId);
    const ranOn = ({ events }: (typeof runs)[number]) => [
      ...new Set(
        events.flatMap((event) => event.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId ?? []),
      ),
    ];
    return runs.map((run) => ranOn(run).join('+')).filter((builds) => builds !== '');
  }

  async function expectAllWell(enrolled: Record<State, Enrolled>): Promise<void> {
    for (const journey of Object.values(enrolled)) {
      const ended = await eventually(
        () => system.row(journey.journeyId),
        (row) => row.status === 'ended',
        60_000,
      );
      expect(ended).toMatchObject({ outcome: 'done', attention: null });
      const runs = await closedHistoriesOf(system.client, journey.workflowId);
      const failures = runs.flatMap(({ events }) => events.filter((event) => event.workflowTaskFailedEventAttributes));
      expect(failures).toEqual([]);
      const mails = (await system.story(journey.journeyId)).filter((line) => /^(one|two) /.test(line));
      expect(mails).toEqual(['one email send', 'two email send']);
      const contact = await system.db.contact.findUniqueOrThrow({ where: { id: journey.contactId } });
      expect(system.inbox.mails.filter(({ to }) => to.includes(contact.email ?? ''))).toHaveLength(2);
    }
  }

  test('an upgrade and a rollback with journeys in every state fail and lose nothing, and the old build drains', async () => {
    const a = { build: 'A', bundle: bundles.a };
    const b = { build: 'B', bundle: bundles.b };
    await startBuild('A', bundles.a);
    await deployments.makeCurrent('A');
    await startBuild('B', bundles.b);

    const first = await begin();
    // The one asleep counts to none. What Temporal lists is a moment behind.
    const status = await eventually(
      () => deploy('status', b),
      ({ out }) => /^A +current +1 +[1-3] /m.test(out),
    );
    expect(status.out).toMatch(/^B +new +1 +0 +never/m);
    expect(await deploy('check', b)).toMatchObject({ exit: 0, err: '' });
    await underWay(first, async () =>
      expect(await deploy('promote B --unchecked', b)).toMatchObject({ exit: 0, err: '' }),
    );
    await goOn(first);
    expect(await deploy('drain A --wait', b)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('may be stopped'),
    });
    await stopBuild('A');
    await expectAllWell(first);
    // Asleep, it woke on the new build; in a short wait, it took one more step on the old.
    expect(await buildsOf(first.asleep)).toEqual(['A', 'B']);
    expect(await buildsOf(first['short-timer'])).toEqual(['A', 'B']);
    expect(await buildsOf(first['short-event'])).toEqual(['A', 'B']);
    expect(await buildsOf(first.task)).toEqual(['A', 'B']);

    await startBuild('A', bundles.a);
    const second = await begin();
    await underWay(second, async () =>
      expect(await deploy('rollback', a)).toMatchObject({
        exit: 0,
        out: expect.stringContaining('Build A is current'),
      }),
    );
    await goOn(second);
    expect(await deploy('drain B --wait', a)).toMatchObject({ exit: 0, err: '' });
    await stopBuild('B');
    await expectAllWell(second);
    expect(await buildsOf(second.asleep)).toEqual(['B', 'A']);
    expect(await buildsOf(second['short-timer'])).toEqual(['B', 'A']);
  }, 300_000);

  test('a build whose workflow does other things than the histories is not promoted', async () => {
    const careless = join(folder, 'careless.js');
    await writeFile(careless, (await bundleWorkflows(place('../replay/broken-workflows.ts'))).code);
    await startBuild('A', bundles.a);
    await deployments.makeCurrent('A');
    const journey = await system.enrol('asleep', await system.contact());
    await eventually(
      () => historiesOf(system.client, journey.workflowId),
      (runs) => runs.length === 2,
    );
    await startBuild('B', careless);
    const b = { build: 'B', bundle: careless };
    expect(await deploy('check', b)).toMatchObject({ exit: 1, out: expect.stringContaining(journey.workflowId) });
    expect(await deploy('promote', b)).toMatchObject({ exit: 1, err: expect.stringContaining('not-replayable') });
    expect((await deployments.builds()).find((build) => build.isCurrent)?.buildId).toBe('A');
  }, 180_000);

  test('a rollback brings back what a build that fails each task has taken up', async () => {
    await startBuild('A', bundles.a);
    await deployments.makeCurrent('A');
    await startBuild('B', bundles.throwing);
    const enrolled = await begin();
    const b = { build: 'B', bundle: bundles.throwing };
    expect(await deploy('promote B --unchecked', b)).toMatchObject({ exit: 0, err: '' });
    await goOn(enrolled);
    // It fails there, and stands.
    await eventually(
      () => historiesOf(system.client, enrolled.asleep.workflowId),
      (runs) => runs.at(-1)?.events.some((event) => event.workflowTaskFailedEventAttributes) === true,
    );
    expect(await deploy('rollback', b)).toMatchObject({ exit: 0, err: '' });
    for (const { journeyId } of Object.values(enrolled))
      await eventually(
        () => system.row(journeyId),
        (row) => row.status === 'ended' && row.outcome === 'done',
        60_000,
      );
    expect(system.inbox.mails).toHaveLength(2 * Object.keys(enrolled).length);
  }, 180_000);

  test('the journeys of a build that is gone go on with the current one when they are released', async () => {
    await startBuild('A', bundles.a);
    await deployments.makeCurrent('A');
    await startBuild('B', bundles.b);
    const journey = await system.enrol('short-timer', await system.contact());
    await eventually(
      () => deployments.journeysOn('A'),
      (journeys) => journeys === 1,
    );
    const b = { build: 'B', bundle: bundles.b };
    expect(await deploy('promote', b)).toMatchObject({ exit: 0, err: '' });
    await stopBuild('A');
    expect(await deploy('drain A --release --wait', b)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('1 journey released'),
    });
    const ended = await eventually(
      () => system.row(journey.journeyId),
      (row) => row.status === 'ended',
      60_000,
    );
    expect(ended).toMatchObject({ outcome: 'done' });
    expect(await buildsOf(journey)).toContain('A+B');
  }, 180_000);
});
