import { randomUUID } from 'node:crypto';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { repositoryRoot } from '../../src/config/env.js';
import { accountFields, columnsOf, contactFields, dealFields, ownerFields } from '../../src/db/journey/records.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { inParallel } from '../../src/domain/in-parallel.js';
import { DAY, HOUR } from '../../src/domain/instant.js';
import type { Fields } from '../../src/domain/journey/facts.js';
import type { Deployment } from '../../src/domain/journey/place.js';
import { NO_POLICY } from '../../src/domain/policy.js';
import { relay } from '../../src/temporal/relay.js';
import { book } from '../domain/calendar/shipped.js';
import { type Enrolled, eventually, TestSystem } from '../support/system.js';
import { createTimeSkipping } from '../support/temporal.js';
import { aDeployment } from '../support/walk.js';
import { type Drawn, type Happening, OTHER } from './drawn.js';
import type { Shipped, ShippedCase } from './shipped.js';

/** Business time between the rounds, in hours; then the journeys are left to themselves. */
const PAUSES = [4, 19, 52, 30, 97, 75];
const REST = 25 * DAY;
/** Journeys that are begun, told or read at a time. */
const AT_ONCE = 3;

/** The records of a journey's subject, as they were when it began. */
export interface Subject {
  readonly contact: Fields;
  readonly deal: Fields | null;
  readonly account: Fields | null;
  readonly owner: Fields | null;
}

/** What became of a journey: its journal, and all that it was told with the instants it was told at. */
export interface LiveStory {
  /** Of a shipped definition: its scenario. */
  readonly name?: string;
  readonly drawn: Drawn;
  readonly subject: Subject;
  readonly lines: readonly LiveLine[];
  readonly events: readonly {
    readonly at: number;
    readonly type: string;
    readonly fields: { [name: string]: unknown };
  }[];
  readonly until: number;
  readonly advances: number;
}

export interface LiveLine {
  readonly at: number;
  readonly stage: string | null;
  readonly track: string | null;
  readonly step: string | null;
  readonly action: string;
  readonly decision: string;
  readonly reason: string | null;
  readonly until: number | null;
}

interface Going extends Enrolled {
  readonly drawn: Drawn;
  readonly subject: Subject;
}

/** The deployment of both sides of the comparison: the shipped calendars. */
export const deployment: Deployment = aDeployment({
  calendars: book.calendars,
  calendarByCountry: book.byCountry,
  // Tight enough that drawn journeys meet them.
  policy: {
    ...NO_POLICY,
    caps: [
      { most: 1, perMs: DAY },
      { most: 2, perMs: 7 * DAY },
    ],
  },
});

/** Lives many journeys through on one server with skipped time: real Temporal, Postgres, SMTP and worker. */
export class LiveRun {
  private constructor(
    private readonly env: TestWorkflowEnvironment,
    readonly system: TestSystem,
  ) {}

  static async start(): Promise<LiveRun> {
    const env = await createTimeSkipping();
    const target = { address: env.address, namespace: env.namespace ?? 'default', skipping: true };
    const system = await TestSystem.start(target, {
      policy: deployment.policy,
      hibernateAfter: 400 * DAY,
      worker: { maxConcurrentActivityTaskExecutions: 5 },
    });
    await cp(path.join(repositoryRoot, 'templates'), system.templates, { recursive: true });
    await system.db.mailbox.create({ data: { id: 'care', name: 'Care', address: 'care@sender.example' } });
    await system.db.user.create({
      data: {
        id: 'usr_seller',
        email: 'seller@sender.example',
        name: 'Sam Seller',
        role: 'rep',
        createdAt: new Date(0),
      },
    });
    await system.db.team.create({
      data: { id: 'sales', name: 'Sales', members: { create: { userId: 'usr_seller' } } },
    });
    const run = new LiveRun(env, system);
    await run.look();
    await system.publish(
      `{ kind: journey, id: ${OTHER}, name: Care, enter: { on: manual, again: always }, steps: [{ wait: 300 days }] }`,
    );
    await system.work({ deployment });
    return run;
  }

  /** Runs all journeys beside each other and answers what became of them. */
  async live(journeys: readonly Drawn[]): Promise<LiveStory[]> {
    const going = await inParallel(journeys, AT_ONCE, (drawn) => this.enrol(drawn));
    await this.rest();
    for (const [round, hours] of PAUSES.entries()) {
      await this.pass(hours * HOUR);
      await inParallel(going, AT_ONCE, (journey) => this.happen(journey, journey.drawn.happenings[round]));
      await this.rest();
    }
    await this.pass(REST);
    const until = this.system.now();
    return await inParallel(going, AT_ONCE, (journey) => this.storyOf(journey, until));
  }

  /** Lives the scenarios of the shipped definitions through, beside each other. */
  async liveShipped({ files, cases }: Shipped): Promise<LiveStory[]> {
    await this.prepare(files);
    await this.pass(untilMonday(this.system.now()));
    const going = await inParallel(cases, AT_ONCE, async (each) => ({ each, ...(await this.enrolShipped(each)) }));
    await this.rest();
    let passed = 0;
    for (const day of daysOf(cases)) {
      await this.pass((day - passed) * DAY);
      passed = day;
      // One after the other: an outcome may be of a task that the event before it brought.
      for (let nth = 0; ; nth++) {
        const due = going.flatMap((one) => {
          const happening = one.each.happenings.filter(({ after }) => dayOf(after) === day)[nth];
          return happening === undefined ? [] : [{ one, happening }];
        });
        if (due.length === 0) break;
        await inParallel(due, AT_ONCE, ({ one, happening }) => this.happenShipped(one, happening));
        await this.rest();
      }
    }
    const last = Math.max(...cases.map(({ lasts }) => dayOf(lasts)));
    await this.pass(Math.max(1, last - passed) * DAY);
    const until = this.system.now();
    return await inParallel(going, AT_ONCE, async (one) => ({
      ...(await this.storyOf(one, until)),
      name: one.each.name,
    }));
  }

  async stop(): Promise<void> {
    await this.system.stop();
    await this.env.teardown();
  }

  private async enrol(drawn: Drawn): Promise<Going> {
    const { system } = this;
    const { db } = system;
    await system.publish(drawn.definition);
    const now = new Date(system.now());
    const contactId = await system.contact({ ...addressOf(drawn.contact), ...drawn.contact, createdAt: now });
    await db.deal.create({
      data: {
        id: `dea_${contactId}`,
        name: 'Deal',
        contactId,
        stage: 'new',
        createdAt: now,
        updatedAt: now,
        expectedCloseAt: new Date(now.getTime() + 9 * DAY),
      },
    });
    for (const topic of drawn.consents)
      await db.consent.create({ data: { id: randomUUID(), contactId, topic, granted: true, source: 'test', at: now } });
    for (const topic of drawn.optOuts) await db.optOut.create({ data: { contactId, topic, source: 'test', at: now } });
    const subject = await this.subjectOf(contactId);
    const { id } = JSON.parse(drawn.definition) as { id: string };
    return { ...(await system.enrol(id, contactId)), drawn, subject };
  }

  /** Publishes without entrances, so that the events of one scenario begin no other journey; and makes the teams. */
  private async prepare(files: Shipped['files']): Promise<void> {
    const { db } = this.system;
    for (const { text, definition } of files) {
      const { id, kind } = definition;
      await db.definition.create({ data: { id, kind, current: 1 } });
      await db.definitionVersion.create({
        data: {
          definitionId: id,
          version: 1,
          text,
          textHash: '',
          enterOn: [],
          publishedAt: new Date(0),
          publishedBy: 'test',
        },
      });
      for (const [, team = ''] of text.matchAll(/team: ?([a-z-]+)/g))
        await db.team.upsert({
          where: { id: team },
          create: { id: team, name: team, members: { create: { userId: 'usr_seller' } } },
          update: {},
        });
      for (const [, mailbox = ''] of text.matchAll(/from: ([a-z-]+)/g))
        if (mailbox !== 'owner')
          await db.mailbox.upsert({
            where: { id: mailbox },
            create: { id: mailbox, name: mailbox, address: `${mailbox}@sender.example` },
            update: {},
          });
    }
  }

  private async enrolShipped({ definition, records }: ShippedCase): Promise<Going> {
    const { db } = this.system;
    const now = new Date(this.system.now());
    const { id: _i, consent, unsubscribed, suppressed: _s, ...given } = records.contact ?? {};
    const { columns, custom } = columnsOf('contact', given as Fields);
    const accountId = records.account === undefined ? null : await this.record('account', records.account, {});
    const own = `${randomUUID()}@customer.example`;
    const address = typeof columns['email'] === 'string' ? { email: own, emailKey: own } : {};
    const row = { ...columns, ...address, custom, accountId, createdAt: now };
    const contactId = await this.system.contact(row);
    if (records.deal !== undefined) await this.record('deal', records.deal, { id: `dea_${contactId}`, contactId });
    const consents = topicsOf(consent);
    const optOuts = topicsOf(unsubscribed);
    for (const topic of consents)
      await db.consent.create({ data: { id: randomUUID(), contactId, topic, granted: true, source: 'test', at: now } });
    for (const topic of optOuts) await db.optOut.create({ data: { contactId, topic, source: 'test', at: now } });
    const subject = await this.subjectOf(contactId);
    const drawn: Drawn = { definition, contact: {}, consents, optOuts, happenings: [] };
    const { definition: parsed } = parseDefinition({ file: 'shipped', text: definition });
    return { ...(await this.system.enrol(parsed?.id ?? '', contactId)), drawn, subject };
  }

  private async record(
    kind: 'account' | 'deal',
    given: { readonly [field: string]: unknown },
    more: { readonly id?: string; readonly contactId?: string },
  ): Promise<string> {
    const now = new Date(this.system.now());
    const { id: _, ...fields } = given;
    const { columns, custom } = columnsOf(kind, fields as Fields);
    const data = { id: randomUUID(), name: kind, createdAt: now, updatedAt: now, ...columns, custom, ...more };
    const { db } = this.system;
    const row =
      kind === 'account' ? db.account.create({ data: data as never }) : db.deal.create({ data: data as never });
    return (await row).id;
  }

  private async happenShipped(
    { journeyId, contactId, subject }: Going,
    { type, fields }: ShippedCase['happenings'][number],
  ): Promise<void> {
    const engine = this.system.engine();
    if (type === 'task.completed') {
      const { step, outcome, answers } = fields as { step: string; outcome: string; answers?: Fields };
      const where = { journeyId, status: 'open', stepId: step };
      const task = await this.system.db.task.findFirst({ where });
      // The days are others than in the scenario, so it may not be there; then nobody can say how it went.
      if (task === null) return;
      const form = answers === undefined ? {} : { answers };
      const told = await engine.completeTask({ taskId: task.id, outcome, actorId: 'usr_rep', ...form });
      if (!told.ok) throw new Error(`${step} ${outcome}: ${told.error.detail}`);
    } else if (type === 'journey.paused' || type === 'journey.resumed') {
      const kind = type === 'journey.paused' ? 'pause' : 'resume';
      await engine.command(journeyId, { kind }, { requestId: randomUUID(), actorId: 'usr_rep', reason: 'test' });
    } else {
      const deal = subject.deal === null ? {} : { dealId: `dea_${contactId}` };
      await engine.receive({ type, contactId, ...deal, fields: fields as Fields, source: 'test' });
    }
  }

  private async subjectOf(contactId: string): Promise<Subject> {
    const row = await this.system.db.contact.findUniqueOrThrow({
      where: { id: contactId },
      include: { account: true, owner: { include: { teams: true } }, deals: true },
    });
    const [deal] = row.deals;
    return {
      contact: contactFields(row),
      account: row.account === null ? null : accountFields(row.account),
      deal: deal === undefined ? null : dealFields(deal),
      owner: row.owner === null ? null : ownerFields(row.owner),
    };
  }

  private async happen({ journeyId, contactId }: Going, happening: Happening | undefined): Promise<void> {
    const engine = this.system.engine();
    const who = { requestId: randomUUID(), actorId: 'usr_rep', reason: 'test' };
    switch (happening?.type) {
      case undefined:
      case 'nothing':
        return;
      case 'event': {
        const dealId = `dea_${contactId}`;
        await engine.receive({ type: happening.event, contactId, dealId, fields: happening.fields, source: 'test' });
        return;
      }
      case 'outcome': {
        const tasks = await this.system.db.task.findMany({
          where: { journeyId, status: 'open', origin: 'journey' },
          orderBy: { createdAt: 'asc' },
        });
        const task = tasks[happening.pick % Math.max(1, tasks.length)];
        if (task === undefined) return;
        const outcome = task.outcomes[happening.pick % task.outcomes.length] ?? '';
        await engine.completeTask({ taskId: task.id, outcome, actorId: 'usr_rep' });
        return;
      }
      case 'pause':
      case 'resume':
        await engine.command(journeyId, { kind: happening.type }, who);
        return;
    }
  }

  private async storyOf({ journeyId, contactId, drawn, subject }: Going, until: number): Promise<LiveStory> {
    const { db } = this.system;
    const entries = await db.journalEntry.findMany({ where: { journeyId }, orderBy: { id: 'asc' } });
    const rows = await db.event.findMany({
      where: { contactId, source: { not: { startsWith: 'journey:' } } },
      orderBy: { seq: 'asc' },
    });
    const lines = entries.map((entry) => ({
      at: entry.at.getTime(),
      stage: entry.stage,
      track: entry.track,
      step: entry.step,
      action: entry.action,
      decision: entry.decision,
      reason: entry.reason,
      until: entry.until?.getTime() ?? null,
    }));
    const told = rows.map((row) => ({
      at: row.at.getTime(),
      type: row.type,
      fields: row.fields as { [name: string]: unknown },
    }));
    const commands = lines
      .filter(({ action }) => action === 'pause' || action === 'resume')
      .map(({ at, action }) => ({ at, type: `journey.${action}d`, fields: {} }));
    const events = [...told, ...commands].sort((a, b) => a.at - b.at);
    const { advance } = await this.system.row(journeyId);
    return { drawn, subject, lines, events, until, advances: advance };
  }

  /** Lets time pass, with all that falls due in it. */
  private async pass(ms: number): Promise<void> {
    await this.env.sleep(ms);
    await this.look();
    await this.rest();
  }

  private async look(): Promise<void> {
    const server = await this.env.currentTimeMs();
    const seen = Date.now();
    this.system.now = () => server + (Date.now() - seen);
  }

  /** Waits until every journey has heard what it was told and done what is due. */
  private async rest(): Promise<void> {
    const { db, tellings, journeys } = this.system;
    await eventually(
      async () => {
        // As the worker does every second, for what journeys say to each other.
        await relay(tellings, journeys);
        const now = new Date(this.system.now());
        const due = await db.journey.count({ where: { status: 'open', phase: { not: 'held' }, nextAt: { lte: now } } });
        const poked = await db.journey.count({ where: { status: 'open', poked: true } });
        const begun = await db.journey.count({ where: { status: 'open', advance: 0 } });
        const frozen = await db.advance.count({ where: { realDoneAt: null } });
        return due + poked + begun + frozen;
      },
      (busy) => busy === 0,
      120_000,
    );
  }
}

const dayOf = (after: number): number => Math.ceil(after / DAY);

/** Days after the start on which anything happens to anybody. */
const daysOf = (cases: readonly ShippedCase[]): number[] =>
  [...new Set(cases.flatMap(({ happenings }) => happenings.map(({ after }) => dayOf(after))))].sort((a, b) => a - b);

const WEEK = 7 * DAY;
/** Until a Monday, nine o'clock in London, when most offices of the scenarios are open. */
const untilMonday = (now: number): number => WEEK - ((((now - Date.UTC(2027, 0, 4, 9)) % WEEK) + WEEK) % WEEK);

const topicsOf = (value: unknown): string[] => (value === true ? ['*'] : Array.isArray(value) ? value.map(String) : []);

/** Everybody's own address; one that is none has no key, so that two contacts may have it. */
function addressOf({ email }: { readonly [key: string]: unknown }): { email?: string; emailKey: string | null } {
  const own = `${randomUUID()}@customer.example`;
  return email === undefined ? { email: own, emailKey: own } : { emailKey: null };
}
