import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Move } from '../../src/activities/campaign-mail-ports.js';
import type { Lane, LaneBounds } from '../../src/activities/campaign-ports.js';
import { WISHES } from '../../src/db/campaign/asked.js';
import { claimBlock } from '../../src/db/campaign/blocks.js';
import type { DatedMove } from '../../src/db/campaign/ledger.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { type Inbox, startInbox } from './inbox.js';
import { type BegunCampaign, beginCampaign, makeContacts, makeMailbox } from './mail-campaigns.js';
import { composeMailLane, type MailLaneParts } from './mail-lane.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';
import { aDeployment } from './walk.js';

export const NOW = Date.parse('2027-03-02T09:00:00Z');
export const AT = new Date(NOW);
export const PEOPLE = 40;

/** Some people, a mailbox, a mail server, and campaigns to them that have just begun. */
export class CampaignWorld {
  private readonly closing: (() => unknown)[] = [];
  private readonly began = Date.now();
  private moved = 0;
  private later = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly db: Db,
    readonly inbox: Inbox,
    /** Their folder. */
    readonly templates: string,
  ) {}

  static async start(people = PEOPLE): Promise<CampaignWorld> {
    const [database, inbox] = await Promise.all([createTestDatabase(), startInbox()]);
    const db = openDb(database.url, 10);
    const templates = mkdtempSync(path.join(tmpdir(), 'followthrough-templates-'));
    mkdirSync(path.join(templates, 'a'));
    const source =
      '---\nsubject: For {{contact.firstName}}\npurpose: marketing\n---\n<p>{{contact.firstName}}, {{links.unsubscribe}}</p>';
    writeFileSync(path.join(templates, 'a/b.en.hbs'), source);
    await makeMailbox(db);
    await makeContacts(db, people, AT, 7);
    return new CampaignWorld(database, db, inbox, templates);
  }

  async stop(): Promise<void> {
    for (const close of this.closing.splice(0)) await close();
    await this.inbox.stop();
    await this.db.$disconnect();
    await this.database.drop();
    rmSync(this.templates, { recursive: true });
  }

  /** Business time began at NOW and goes on as real time does, but where a test moves it. */
  readonly clock = createClock(
    () => ({ ...REAL_TIME, virtualAnchor: NOW + this.moved, realAnchor: this.began }),
    () => Date.now() + this.later,
  );

  /** So much business time passes, and no real time. */
  pass(ms: number): void {
    this.moved += ms;
  }

  /** So much time passes at once, real time too. */
  late(ms: number): void {
    this.later += ms;
  }

  campaign(over: Partial<BegunCampaign> = {}): Promise<void> {
    return beginCampaign(this.db, {
      ...{ id: 'spring', recipients: PEOPLE, at: AT, template: 'a/b', block: 16, ...over },
    });
  }

  /** A lane as a process of its own would have it. */
  lane(over: Partial<MailLaneParts> = {}): Lane {
    const definitions = openDb(this.database.url, 1);
    const rows = openDb(this.database.url, 4);
    const { lane, mailer } = composeMailLane({
      ...{ db: rows, definitions, smtpUrl: this.inbox.url, templates: this.templates },
      ...{ deployment: aDeployment(), atOnce: 6 },
      clock: this.clock,
      ...over,
    });
    this.closing.push(() => {
      mailer.close();
      return Promise.all([definitions.$disconnect(), rows.$disconnect()]);
    });
    return lane;
  }

  /** What a lane would write to hand these over, in a block that is in its hands. */
  async handing(campaignId: string, ns: readonly number[], fence: string): Promise<DatedMove[]> {
    const block = await claimBlock(this.db, campaignId, fence, this.clock.now(0));
    if (block === null) throw new Error('a block was expected');
    const rows = await this.db.$queryRaw<{ n: number; contactId: string; wishes: string }[]>`
      SELECT r.n, c.id AS "contactId", ${WISHES} AS wishes FROM campaign_recipients r
      JOIN contacts c ON c.id = r."contactId" WHERE r."campaignId" = ${campaignId} AND r.n = ANY(${[...ns]}::int[]) ORDER BY r.n`;
    return rows.map(({ n, contactId, wishes }) => ({
      ...{ block: block.block, fence, n, from: 'waiting', to: 'handed-over' as const, at: this.clock.now(0).virtual },
      ...NOTHING,
      asked: { contactId, wishes, others: null },
    }));
  }

  /** A marketing message of a journey, claimed: it counts under caps, and against its mailbox's quotas at that time. */
  async journeysMail(contactId: string, n: number, at: Date, mailboxId: string | null = null): Promise<void> {
    const id = `jrn_${contactId}_${n}`;
    const run = { definitionId: 'j', definitionVersion: 1, subjectType: 'contact', subjectId: contactId, n };
    const now = { status: 'ended', phase: 'ended', startedAt: at, enteredBy: 'test', interests: [] };
    await this.db.journey.create({ data: { id, ...run, ...now, workflowId: id, contactId } });
    await this.db.message.create({
      data: {
        ...{ id: `msg_${contactId}_${n}`, journeyId: id, contactId, stepId: 'a', occurrence: 1, channel: 'email' },
        ...{ purpose: 'marketing', template: 'a/b', messageId: `<${id}@x>`, intendedAt: at, state: 'claimed' },
        ...{ claimedAt: at, mailboxId, countsAt: mailboxId === null ? null : at },
      },
    });
  }

  async standings(id = 'spring'): Promise<{ [standing: string]: number }> {
    const rows = await this.db.$queryRaw<{ key: string; count: number }[]>`
      SELECT concat_ws(' ', state, outcome, reason) AS key, count(*)::int AS count FROM campaign_recipients
      WHERE "campaignId" = ${id} GROUP BY 1`;
    return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
  }
}

const NOTHING: Pick<Move, 'outcome' | 'reason' | 'dueAt'> = { outcome: null, reason: null, dueAt: null };

export const bounds = (over: Partial<LaneBounds> = {}): LaneBounds => ({
  ...{ until: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY, heartbeat: () => {} },
  ...{ signal: new AbortController().signal, ...over },
});
