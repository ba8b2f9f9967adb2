import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker, type WorkerOptions, type WorkflowBundleOption } from '@temporalio/worker';
import { type ActivityDeps, createActivities } from '../../src/activities/index.js';
import type { Engine, RecordKeeper } from '../../src/api/ports.js';
import { type Db, openDb } from '../../src/db/client.js';
import { type ClockMap, createClock, REAL_TIME } from '../../src/db/clock.js';
import { createEngine } from '../../src/db/engine.js';
import { newId } from '../../src/db/new-id.js';
import { claimOutbox, finishOutbox, releaseOutbox } from '../../src/db/outbox.js';
import { createPrograms } from '../../src/db/programs.js';
import { createRecordKeeper } from '../../src/db/verify/record-keeper.js';
import { journeyIn } from '../../src/domain/definition/campaign-journey.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import type { Policy } from '../../src/domain/policy.js';
import { createTemporalJourneys, type TemporalJourneys } from '../../src/temporal/journeys.js';
import { relay, type TellingStore } from '../../src/temporal/relay.js';
import { createRunViewer } from '../../src/temporal/runs.js';
import { bundleWorkflows } from '../../src/worker/bundle.js';
import { createWorker, type WorkerVersion } from '../../src/worker/create-worker.js';
import { composeDeps } from './deps.js';
import { type Inbox, startInbox } from './inbox.js';
import { createTestDatabase } from './postgres.js';
import { quietRuntime } from './quiet-runtime.js';
import { aDeployment } from './walk.js';

/** Where Temporal is, and whose clock holds: `skipping` takes Temporal's own time alone (law 5). */
export interface TestTarget {
  readonly address: string;
  readonly namespace: string;
  readonly skipping: boolean;
}

export interface TestSystemOptions {
  readonly policy?: Policy;
  readonly hibernateAfter?: number;
  readonly clockMap?: ClockMap;
  /** Whether the namespace has our search attributes; absent: it hasn't. */
  readonly searchAttributes?: () => boolean;
  readonly worker?: Partial<WorkerOptions>;
  /** Another bundle of the workflow code, for example one whose activities time out soon. */
  readonly bundle?: () => Promise<WorkflowBundleOption>;
}

const TEMPLATE =
  '---\nsubject: Hello {{contact.name}}\npurpose: marketing\n---\n<p>Dear {{contact.name}}, this is {{variables.topic}}.</p><p><a href="{{links.unsubscribe}}">Unsubscribe</a></p>\n';

export interface Enrolled {
  readonly journeyId: string;
  readonly workflowId: string;
  readonly contactId: string;
}

/** Everything that runs a journey, for real: database, Temporal, SMTP inbox, worker. Only the API is left out. */
export class TestSystem {
  readonly taskQueue = `test-${randomUUID()}`;
  private stopWork: () => Promise<void> = async () => {};
  private constructor(
    readonly db: Db,
    readonly databaseUrl: string,
    readonly inbox: Inbox,
    readonly client: Client,
    readonly templates: string,
    readonly target: TestTarget,
    private readonly options: TestSystemOptions,
    private map: ClockMap,
    private readonly cleanUp: (() => Promise<unknown>)[],
    /** As in the worker, a connection of its own: a definition is loaded in the midst of transactions. */
    private readonly definitions: Db,
  ) {}

  static async start(target: TestTarget, options: TestSystemOptions = {}): Promise<TestSystem> {
    const database = await createTestDatabase();
    const db = openDb(database.url, 10);
    const definitions = openDb(database.url, 1);
    const inbox = await startInbox();
    // Lazy: a test of the activity alone has no server.
    const connection = Connection.lazy({ address: target.address });
    const client = new Client({ connection, namespace: target.namespace });
    const templates = await mkdtemp(join(tmpdir(), 'followthrough-test-templates-'));
    await mkdir(join(templates, 'test'), { recursive: true });
    await writeFile(join(templates, 'test', 'hello.en.hbs'), TEMPLATE);
    const cleanUp = [
      () => connection.close(),
      () => inbox.stop(),
      () => db.$disconnect(),
      () => definitions.$disconnect(),
      () => database.drop(),
      () => rm(templates, { recursive: true, force: true }),
    ];
    return new TestSystem(
      db,
      database.url,
      inbox,
      client,
      templates,
      target,
      options,
      options.clockMap ?? REAL_TIME,
      cleanUp,
      definitions,
    );
  }

  /** Business time. A test that stops and starts the system again sets the map that the start made. */
  readonly clock = createClock(
    () => this.map,
    () => (this.target.skipping ? 0 : Date.now()),
  );

  reAnchor(map: ClockMap): void {
    this.map = map;
  }

  /** As the worker makes it: five minutes of real time are caught up. */
  get deployment() {
    const { policy } = this.options;
    return aDeployment({ catchUp: 5 * 60_000 * this.map.rate, ...(policy === undefined ? {} : { policy }) });
  }

  get journeys(): TemporalJourneys {
    return createTemporalJourneys(this.client, this.taskQueue);
  }

  get tellings(): TellingStore {
    return {
      claim: (options) => claimOutbox(this.db, this.now(), options),
      finish: (rows) => finishOutbox(this.db, rows, this.now()),
      release: (ids, code) => releaseOutbox(this.db, ids, code),
    };
  }

  /** The time by which the world outside acts: real, or in skipping tests what Temporal's server says. */
  now: () => number = Date.now;

  /** The engine as the API has it. `tells` false: it dies between its commits and the relay. `send`: by another connection. */
  engine(options: { readonly tells?: boolean; readonly send?: TemporalJourneys['command'] } = {}): Engine {
    const now = () => ({ virtual: this.now(), real: this.now() });
    const clock = this.target.skipping ? { ...this.clock, now } : this.clock;
    return createEngine({
      db: this.db,
      programs: createPrograms(this.definitions),
      deployment: this.deployment,
      clock,
      tell: async (ids) => {
        if (options.tells !== false) await relay(this.tellings, this.journeys, ids);
      },
      send: options.send ?? this.journeys.command,
    });
  }

  /** The records beside Temporal, as the API has them. */
  records(): RecordKeeper {
    return createRecordKeeper({
      db: this.db,
      programs: createPrograms(this.definitions),
      deployment: this.deployment,
      clock: this.clock,
      runs: createRunViewer(this.client, this.taskQueue),
      tell: async (ids) => void (await relay(this.tellings, this.journeys, ids)),
      realNow: this.now,
      lookAgainMs: 1000,
    });
  }

  /** What the worker gives its activities. */
  activityDeps(): ReturnType<typeof composeDeps> {
    const deps = composeDeps({
      db: this.db,
      definitions: this.definitions,
      smtpUrl: this.inbox.url,
      templates: this.templates,
      clock: this.clock,
      deployment: this.deployment,
      ...(this.options.searchAttributes === undefined ? {} : { searchAttributes: this.options.searchAttributes }),
      ...(this.options.hibernateAfter === undefined ? {} : { hibernateAfter: this.options.hibernateAfter }),
    });
    this.cleanUp.unshift(async () => deps.close());
    return deps;
  }

  /** Starts a worker, beside those that work; `changes` stand in for parts of what its activities get. */
  async work(changes: Partial<ActivityDeps> = {}, version: WorkerVersion | null = null): Promise<Worker> {
    quietRuntime();
    const connection = await NativeConnection.connect({ address: this.target.address });
    const worker = await createWorker({
      connection,
      namespace: this.target.namespace,
      taskQueue: this.taskQueue,
      workflowBundle: await (this.options.bundle ?? theBundle)(),
      activities: createActivities({ ...this.activityDeps(), ...changes }),
      version,
      ...(this.options.worker === undefined ? {} : { options: this.options.worker }),
    });
    const running = worker.run();
    const stopOthers = this.stopWork;
    this.stopWork = async () => {
      await stopOthers();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await connection.close();
      this.stopWork = async () => {};
    };
    return worker;
  }

  /** Stops the worker, if one works, and waits for what it had in hand. */
  async rest(): Promise<void> {
    await this.stopWork();
  }

  /** Publishes a journey or a campaign as it is, as version 1 or the next. */
  async publish(text: string): Promise<void> {
    const { definition, findings } = parseDefinition({ file: 'test.yaml', text });
    const journey = definition === null ? null : journeyIn(definition);
    if (definition === null || journey === null)
      throw new Error(findings.map((finding) => `${finding.line}: ${finding.message}`).join('\n'));
    const { id, kind } = definition;
    const known = await this.db.definition.findUnique({ where: { id } });
    const version = (known?.current ?? 0) + 1;
    await this.db.definition.upsert({
      where: { id },
      create: { id, kind, current: version },
      update: { current: version },
    });
    await this.db.definitionVersion.create({
      data: {
        definitionId: id,
        version,
        text,
        textHash: '',
        enterOn: [...journey.enter.on],
        publishedAt: new Date(0),
        publishedBy: 'test',
      },
    });
  }

  /** A contact with an owner, and what a test adds. */
  async contact(changes: { readonly [field: string]: unknown } = {}): Promise<string> {
    const now = new Date();
    // Several tests' contacts may be made at once: an upsert of two at once would fail for the later one.
    await this.db.user.createMany({
      data: [{ id: 'usr_rep', email: 'rep@sender.example', name: 'Rita Rep', role: 'rep', createdAt: now }],
      skipDuplicates: true,
    });
    const id = newId('contact');
    const email = typeof changes['email'] === 'string' ? changes['email'] : `${id.slice(-8)}@customer.example`;
    await this.db.contact.create({
      data: {
        id,
        name: 'Ada Lovelace',
        email,
        emailKey: email.toLowerCase(),
        ownerId: 'usr_rep',
        tags: [],
        createdAt: now,
        updatedAt: now,
        ...changes,
      },
    });
    return id;
  }

  /** Starts a journey of a contact as a person would; answers its row's id and its workflow's. */
  async enrol(definitionId: string, contactId: string, engine = this.engine()): Promise<Enrolled> {
    const started = await engine.start({ definitionId, contactId, actorId: 'usr_rep' });
    if (!started.ok) throw new Error(`not started: ${started.error.code}`);
    const { journeyId } = started.value;
    const { workflowId } = await this.row(journeyId);
    return { journeyId, workflowId, contactId };
  }

  row(journeyId: string) {
    return this.db.journey.findUniqueOrThrow({ where: { id: journeyId } });
  }

  /** The journal as short lines: `hello email send`. */
  async story(journeyId: string): Promise<string[]> {
    const entries = await this.db.journalEntry.findMany({ where: { journeyId }, orderBy: { id: 'asc' } });
    return entries.map(({ step, action, decision, reason }) =>
      [step, action, decision, reason].filter((part) => part !== null).join(' '),
    );
  }

  async stop(): Promise<void> {
    await this.rest();
    for (const step of this.cleanUp) await step();
  }
}

let bundle: ReturnType<typeof bundleWorkflows> | null = null;
/** The bundle, built once for a test process. */
export function theBundle(): ReturnType<typeof bundleWorkflows> {
  bundle ??= bundleWorkflows();
  return bundle;
}

/** Waits until something holds; throws with what it last saw. */
export async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean, ms = 20_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end)
      throw new Error(
        `never came true; last seen: ${JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v)).slice(0, 2000)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
