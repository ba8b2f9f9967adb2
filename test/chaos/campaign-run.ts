import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { CampaignAct } from '../../src/api/campaign-ports.js';
import { repositoryRoot } from '../../src/config/env.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { createEngine } from '../../src/db/engine.js';
import { createPrograms } from '../../src/db/programs.js';
import type { RecipientStanding } from '../../src/domain/campaign/recipient.js';
import { type CampaignSum, holds } from '../../src/domain/campaign/sum.js';
import { campaignWorkflowId } from '../../src/domain/campaign/wake.js';
import { NO_POLICY } from '../../src/domain/policy.js';
import { createCampaignMailIds } from '../../src/mail/campaign-mail-ids.js';
import { createTemporalJourneys } from '../../src/temporal/journeys.js';
import { buildWorkflows } from '../../src/worker/bundle.js';
import { CampaignTester } from '../support/campaigns.js';
import { makeMailbox } from '../support/mail-campaigns.js';
import { aDeployment } from '../support/walk.js';
import type { CampaignRecords } from './campaign-check.js';
import { makePeople, mayChangeTheirMind, personOf } from './campaign-people.js';
import { insist, readLines, type TakenMail } from './people.js';
import { WIRE } from './points.js';
import { startProcess } from './processes.js';
import type { Stroke } from './silences.js';
import { tellingsOf } from './tellings.js';
import { Workers } from './workers.js';
import { NAMESPACE, type World } from './world.js';

/*
 * A campaign of one mail as people make it, drafted, approved by another and frozen by its workflow, sent by workers of
 * production while these, Temporal and Postgres are killed, some of its audience say no, and it is paused and slowed once.
 */

export interface CampaignChaos {
  readonly recipients: number;
  readonly workers: number;
  readonly kills: number;
  readonly postgres: number;
  readonly temporal: number;
  /** Of the campaign; 0: none. */
  readonly perMinute: number;
  /** What isn't over by then is broken off. */
  readonly minutes: number;
}

const CAMPAIGN = 'chaos';
const TASK_QUEUE = 'chaos';
const HOLD_OUT = 5;
const MAIL_HOST = 'mail.example.com';
const LINK_SECRET = 'only for campaigns under chaos, long enough';
/** So much of its audience gets a mail at least; what is done to it is spread over these. */
const REACHED_SHARE = 0.85;
/** Shares of these after which it is paused, and slowed. */
const PAUSED_AFTER = 0.4;
const SLOWED_AFTER = 0.65;
const REST_MS = 5_000;
const SLOW_MS = 8_000;
const SLOW_PER_MINUTE = 3_000;
/** What lanes had taken of the rate before may still go. */
const SLOW_SLACK = 600;
const SAYS_NO_EVERY_MS = 500;
/** So many kills are at a point of a conversation with the mail server, the others at any moment. */
const AT_POINT_EVERY = 4;
const POINT_PATIENCE_MS = 4_000;
/** How often a worker is killed that has the campaign in hand, rather than any. */
const AIMED_SHARE = 0.7;

const textOf = (perMinute: number): string => `kind: campaign
id: ${CAMPAIGN}
name: Chaos
audience: { if: { contact.status: customer } }
send: { email: { template: care/season, from: marketing, purpose: marketing, topic: greetings } }
holdOut: ${HOLD_OUT}
variables: { company: Followthrough Demo Co., companyAddress: "12 Harbour Street, Springfield" }
${perMinute === 0 ? '' : `rate: { perMinute: ${perMinute} }\n`}`;

/** What was seen of a campaign under chaos. */
export interface CampaignFigures {
  readonly records: CampaignRecords;
  readonly sum: CampaignSum;
  /** Instants at which mails were taken, of those who were not put off. */
  readonly takenAt: readonly number[];
  readonly strokes: readonly Stroke[];
  readonly killedAt: ReadonlyMap<string, number>;
  /** Workers that ended by themselves, since a service was away. */
  readonly ended: number;
  /** How long workers took until they worked, ms. */
  readonly starts: readonly number[];
  /** How long the services were away, from each kill until they answered again, ms. */
  readonly away: { readonly [service in 'postgres' | 'temporal']: readonly number[] };
  readonly looks: number;
  readonly faults: readonly string[];
  /** How often it was paused for cause, and resumed by a person. */
  readonly pausedForCause: number;
  readonly slow: { readonly ms: number; readonly taken: number };
  readonly history: { readonly runs: number; readonly events: number };
  readonly seconds: number;
}

export class CampaignRun {
  private readonly db: Db;
  private readonly client: Client;
  private readonly campaigns: CampaignTester;
  private readonly engine;
  private readonly workers: Workers;
  private readonly until: number;
  private taken = 0;
  private looks = 0;
  private pausedForCause = 0;
  private isOver = false;
  private readonly faults: string[] = [];
  private readonly strokes: Stroke[] = [];
  private readonly rests: { from: number; to: number }[] = [];
  private readonly acknowledged = new Map<string, number>();
  private slow = { ms: 0, taken: 0 };
  private readonly away = { postgres: [] as number[], temporal: [] as number[] };

  constructor(
    private readonly world: World,
    private readonly asked: CampaignChaos,
    private readonly random: () => number,
    private readonly say: (line: string) => void,
  ) {
    this.until = Date.now() + asked.minutes * 60_000;
    this.db = openDb(world.databaseUrl, 5);
    this.client = new Client({ connection: Connection.lazy({ address: world.address }), namespace: NAMESPACE });
    const clock = createClock(() => REAL_TIME, Date.now);
    const deployment = aDeployment();
    const { db } = this;
    const behind = {
      ...{ db, clock, deployment, templates: 'templates', tellings: tellingsOf(db, async () => {}) },
      journeys: createTemporalJourneys(this.client, TASK_QUEUE),
    };
    const approval = { ...NO_POLICY.campaigns, approvalAbove: asked.recipients - 1 };
    this.campaigns = new CampaignTester(behind, undefined, approval);
    this.engine = createEngine({
      ...{ db, deployment, clock, programs: createPrograms(db), tell: async () => {}, send: behind.journeys.command },
    });
    const variables = {
      ...{ FOLLOWTHROUGH_PARENT: String(process.pid), FOLLOWTHROUGH_DATA: `${world.folder}/data`, LOG_LEVEL: 'error' },
      ...{ DATABASE_URL: world.databaseUrl, SMTP_URL: world.smtpUrl, TEMPORAL_ADDRESS: world.address },
      ...{ TEMPORAL_NAMESPACE: NAMESPACE, TASK_QUEUE, PUBLIC_URL: `https://${MAIL_HOST}`, LINK_SECRET },
    };
    this.workers = new Workers(
      world.folder,
      () => startProcess(world.programs.of['campaign-worker'], [], { variables }),
      async () => {},
    );
    world.onMail = ({ at }) => {
      if (at === 'taken') this.taken += 1;
    };
  }

  async run(): Promise<CampaignFigures> {
    await this.begin();
    const began = Date.now();
    const living = [this.whileItLasts(2_000, () => this.lookAfterIt()), this.sayingNo()];
    await Promise.all([this.strike(), this.peopleAct()]);
    await this.untilSo('the end', async () => (await this.campaigns.get(CAMPAIGN)).state === 'done');
    const seconds = (Date.now() - began) / 1000;
    this.isOver = true;
    await Promise.all(living);
    const records = await this.records();
    const { sum } = await this.campaigns.get(CAMPAIGN);
    if (sum === null) throw new Error('a campaign that is done has no sum');
    const mails = readLines<TakenMail>(this.world.mails);
    writeFileSync(
      path.join(this.world.folder, 'strokes.json'),
      JSON.stringify({ strokes: this.strokes, rests: this.rests }),
    );
    const { faults, strokes, looks, pausedForCause, slow, workers } = this;
    return {
      ...{ records, sum, faults, strokes, looks, pausedForCause, slow, seconds },
      takenAt: mails.filter(({ to }) => !to.endsWith('@grey.example')).map(({ at }) => at),
      killedAt: workers.died,
      ...{ ended: workers.ended, starts: workers.starts, away: this.away },
      history: await this.history(),
    };
  }

  async stop(): Promise<void> {
    this.isOver = true;
    this.workers.stop();
    await this.db.$disconnect().catch(() => {});
    await this.client.connection.close();
  }

  private async begin(): Promise<void> {
    const { db, asked, campaigns } = this;
    await makeMailbox(db);
    await makePeople(db, asked.recipients, new Date());
    await db.$executeRawUnsafe('VACUUM ANALYZE');
    // Each worker would build it for itself.
    await buildWorkflows(repositoryRoot);
    for (let n = 0; n < asked.workers; n++) this.workers.start();
    await this.untilSo('the workers', async () => this.workers.idle.length === asked.workers);
    const { revision } = await campaigns.draft(textOf(asked.perMinute));
    const awaiting = await campaigns.act(CAMPAIGN, { type: 'schedule', revision });
    if (awaiting.state !== 'awaiting-approval') throw new Error(`it is ${awaiting.state}`);
    await campaigns.act(CAMPAIGN, { type: 'approve', revision }, 'usr_approver');
  }

  /** Kills one after the other, spread over the campaign. */
  private async strike(): Promise<void> {
    const { kills, postgres, temporal } = this.asked;
    const many = (n: number, what: 'worker' | 'postgres' | 'temporal') => Array.from({ length: n }, () => what);
    const strokes = [...many(kills, 'worker'), ...many(postgres, 'postgres'), ...many(temporal, 'temporal')]
      .map((what) => ({ what, order: this.random() }))
      .sort((a, b) => a.order - b.order);
    let killed = 0;
    for (const [index, { what }] of strokes.entries()) {
      await this.reached((index + 1) / (strokes.length + 1));
      await sleep(this.random() * 300);
      if (what === 'worker') await this.killOne(killed++);
      else {
        const at = Date.now();
        this.strokes.push({ what, at });
        await this.world.restart(what, 'kill');
        this.away[what].push(Date.now() - at);
      }
      await this.look();
    }
  }

  private async killOne(nth: number): Promise<void> {
    const before = this.workers.deaths.length;
    // One that has ended by itself meanwhile was not killed.
    while (this.workers.deaths.length === before) {
      const pid = await this.aWorker();
      if (nth % AT_POINT_EVERY === AT_POINT_EVERY - 1) await this.killAtPoint(pid, nth);
      else this.workers.kill(pid);
      await this.untilSo('an end', async () => !this.workers.isAlive(pid));
    }
    this.strokes.push({ what: 'worker', at: this.workers.deaths.at(-1)?.at ?? Date.now() });
  }

  /** One that doesn't pass its point in time is killed where it is. */
  private async killAtPoint(pid: number, nth: number): Promise<void> {
    const point = WIRE[Math.floor(nth / AT_POINT_EVERY) % WIRE.length] ?? 'beforeDot';
    this.workers.arm(pid, point, 1 + Math.floor(this.random() * 20));
    const end = Date.now() + POINT_PATIENCE_MS;
    while (this.workers.isAlive(pid) && Date.now() < end) await sleep(20);
    this.workers.kill(pid);
  }

  private async aWorker(): Promise<number> {
    const aimed = this.random() < AIMED_SHARE ? await this.holders() : [];
    await this.untilSo('a worker', async () => this.workers.idle.length > 0);
    const { idle } = this.workers;
    const wanted = idle.filter((pid) => aimed.includes(pid));
    const from = wanted.length > 0 ? wanted : idle;
    return from[Math.floor(this.random() * from.length)] as number;
  }

  /** Workers that have a lane of the campaign in hand, as far as Temporal knows. */
  private async holders(): Promise<number[]> {
    const run = this.client.workflow.getHandle(campaignWorkflowId(CAMPAIGN));
    const { raw } = await this.client.withDeadline(Date.now() + 500, () => run.describe()).catch(() => ({ raw: null }));
    const inHand = raw?.pendingActivities ?? [];
    return inHand.map(({ lastWorkerIdentity }) => Number.parseInt(lastWorkerIdentity ?? '', 10));
  }

  /** It is paused and resumed, and slowed for a while. */
  private async peopleAct(): Promise<void> {
    await this.reached(PAUSED_AFTER);
    await this.act({ type: 'pause', reason: 'by-hand' });
    const from = Date.now();
    await sleep(REST_MS);
    const to = Date.now();
    await this.act({ type: 'resume' });
    this.rests.push({ from, to });
    await this.reached(SLOWED_AFTER);
    const { perMinute } = this.asked;
    await this.act({ type: 'set-rate', perMinute: SLOW_PER_MINUTE });
    const before = { at: Date.now(), taken: this.taken };
    await sleep(SLOW_MS);
    this.slow = { ms: Date.now() - before.at, taken: this.taken - before.taken };
    if (this.slow.taken > (this.slow.ms * SLOW_PER_MINUTE) / 60_000 + SLOW_SLACK)
      this.faults.push(`${this.slow.taken} mails in ${this.slow.ms} ms at ${SLOW_PER_MINUTE} a minute`);
    await this.act({ type: 'set-rate', perMinute: perMinute === 0 ? null : perMinute });
  }

  /** Asked again under the same request id until it is answered, as an API's client does. */
  private async act(act: CampaignAct): Promise<void> {
    const order = { requestId: randomUUID(), actorId: 'usr_maker', reason: 'chaos' };
    const answer = await insist(() => this.campaigns.desk.act(CAMPAIGN, act, order));
    if (!answer.ok) this.faults.push(`${act.type} was refused: ${answer.error.code}`);
  }

  /** Some of the audience unsubscribe, whether their mail is still to come or not. */
  private async sayingNo(): Promise<void> {
    await this.whileItLasts(SAYS_NO_EVERY_MS, async () => {
      const n = 25 * Math.floor((this.random() * this.asked.recipients) / 25) + 7;
      const { contactId, email } = personOf(n);
      if (!mayChangeTheirMind(n) || n > this.asked.recipients || email === null) return;
      const event = { type: 'contact.unsubscribed', contactId, fields: {}, source: 'chaos', externalId: contactId };
      await insist(() => this.engine.receive(event));
      if (!this.acknowledged.has(contactId)) this.acknowledged.set(contactId, Date.now());
    });
  }

  /** Looks whether the sum holds, and does what a person does who finds it paused for cause. */
  private async lookAfterIt(): Promise<void> {
    const state = await this.look();
    if (state === null || state.state !== 'paused' || state.reason === 'by-hand') return;
    this.say(`paused: ${state.reason}`);
    this.pausedForCause += 1;
    await this.act({ type: 'resume' });
  }

  /** Whatever has just been killed, the parts are the audience. Null: nobody can be asked. */
  private async look() {
    const known = await this.campaigns.get(CAMPAIGN).catch(() => null);
    if (known === null || known.sum === null) return known;
    this.looks += 1;
    if (!holds(known.sum) || known.audience !== this.asked.recipients)
      this.faults.push(`the sum does not hold: ${known.audience} ${JSON.stringify(known.sum)}`);
    return known;
  }

  private reached(share: number): Promise<void> {
    const mails = Math.floor(this.asked.recipients * REACHED_SHARE * share);
    return this.untilSo(`${mails} mails`, async () => this.taken >= mails);
  }

  private async untilSo(what: string, isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo().catch(() => false))) {
      if (Date.now() > this.until)
        throw new Error(`${what} did not come in time; ${this.taken} mails so far; ${await this.standing()}`);
      await sleep(50);
    }
  }

  /** For who looks for the cause. */
  private async standing(): Promise<string> {
    const run = this.client.workflow.getHandle(campaignWorkflowId(CAMPAIGN));
    const [campaign, open, told, workflow] = await Promise.all([
      this.campaigns.get(CAMPAIGN).catch(() => null),
      this.db.campaignBlock.findMany({ where: { doneAt: null } }).catch(() => null),
      this.db.outbox.findMany({ where: { kind: 'campaign' } }).catch(() => null),
      run.describe().catch(() => null),
    ]);
    const { status, raw, runId, historyLength } = workflow ?? {};
    const seen = {
      ...{ at: new Date(), state: campaign?.state, sum: campaign?.sum, open, told, workers: this.workers.idle },
      ...{ strokes: this.strokes, workflow: { status, runId, historyLength } },
      ...{ activities: raw?.pendingActivities, task: raw?.pendingWorkflowTask },
    };
    return JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  }

  private async whileItLasts(pauseMs: number, work: () => Promise<unknown>): Promise<void> {
    while (!this.isOver) {
      await work().catch(() => {});
      await sleep(pauseMs);
    }
  }

  private async records(): Promise<CampaignRecords> {
    const rows = await this.db.$queryRaw<
      (RecipientStanding & { n: number; contactId: string; handedAt: Date | null })[]
    >`
      SELECT n, "contactId", state, outcome, reason, "handedAt" FROM campaign_recipients WHERE "campaignId" = ${CAMPAIGN}`;
    const { acknowledged, rests } = this;
    return {
      ...{ campaignId: CAMPAIGN, holdOut: HOLD_OUT, acknowledged, rests },
      rows: rows.map(({ contactId, handedAt, ...row }) => ({
        ...{ ...row, person: personOf(Number(contactId.slice('con_'.length))) },
        handedAt: handedAt?.getTime() ?? null,
      })),
      mails: readLines<TakenMail>(this.world.mails),
      placeOf: createCampaignMailIds({ host: MAIL_HOST, secret: LINK_SECRET }).read,
    };
  }

  /** Of all its runs, one after the other. */
  private async history(): Promise<CampaignFigures['history']> {
    const workflowId = campaignWorkflowId(CAMPAIGN);
    const listed = async () => {
      const runs = [];
      for await (const run of this.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run);
      return runs;
    };
    await this.untilSo('the end of its workflow', async () =>
      (await listed()).every(({ status }) => status.name !== 'RUNNING'),
    );
    let events = 0;
    const runs = await listed();
    for (const { runId } of runs) {
      const { events: of } = await this.client.workflow.getHandle(workflowId, runId).fetchHistory();
      events += of?.length ?? 0;
    }
    return { runs: runs.length, events };
  }
}
