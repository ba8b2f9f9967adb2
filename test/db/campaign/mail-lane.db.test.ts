import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LaneBounds } from '../../../src/activities/campaign-ports.js';
import { claimBlock } from '../../../src/db/campaign/blocks.js';
import { writeMoves } from '../../../src/db/campaign/ledger.js';
import { takeOfRate } from '../../../src/db/campaign/pace.js';
import { type Db, openDb } from '../../../src/db/client.js';
import { createClock, REAL_TIME } from '../../../src/db/clock.js';
import { NO_POLICY } from '../../../src/domain/policy.js';
import { campaignMailIdsAt } from '../../support/campaign-mail-ids.js';
import { type Inbox, startInbox } from '../../support/inbox.js';
import { beginCampaign, makeContacts, makeMailbox } from '../../support/mail-campaigns.js';
import { composeMailLane, type MailLaneParts } from '../../support/mail-lane.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { aDeployment } from '../../support/walk.js';

/* The sender of one-step campaigns with real rows and a real SMTP server. */

const NOW = Date.parse('2027-03-02T09:00:00Z');
const AT = new Date(NOW);
const PEOPLE = 40;
const WEEKLY = { ...NO_POLICY, caps: [{ most: 1, perMs: 7 * 86_400_000 }] };

let database: TestDatabase;
let db: Db;
let inbox: Inbox;
let templates: string;
const closing: (() => void)[] = [];

beforeAll(async () => {
  inbox = await startInbox();
  templates = mkdtempSync(path.join(tmpdir(), 'followthrough-templates-'));
  mkdirSync(path.join(templates, 'a'));
  const source =
    '---\nsubject: For {{contact.firstName}}\npurpose: marketing\n---\n<p>{{contact.firstName}}, {{links.unsubscribe}}</p>';
  writeFileSync(path.join(templates, 'a/b.en.hbs'), source);
});
afterAll(async () => {
  await inbox.stop();
  rmSync(templates, { recursive: true });
});
beforeEach(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 10);
  await makeMailbox(db);
  await makeContacts(db, PEOPLE, AT, 7);
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  inbox.mails.length = 0;
  inbox.named = inbox.before = inbox.after = async () => {};
  await db.$disconnect();
  await database.drop();
});

const campaign = (over: Partial<Parameters<typeof beginCampaign>[1]> = {}) =>
  beginCampaign(db, { id: 'spring', recipients: PEOPLE, at: AT, template: 'a/b', block: 16, ...over });

function laneOf(over: Partial<MailLaneParts> = {}) {
  const definitions = openDb(database.url, 1);
  const { lane, mailer } = composeMailLane({
    ...{ db, definitions, smtpUrl: inbox.url, templates, deployment: aDeployment(), atOnce: 6 },
    clock: createClock(() => ({ ...REAL_TIME, virtualAnchor: NOW, realAnchor: Date.now() }), Date.now),
    ...over,
  });
  closing.push(() => {
    mailer.close();
    void definitions.$disconnect();
  });
  return lane;
}

const bounds = (over: Partial<LaneBounds> = {}): LaneBounds => ({
  ...{ until: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY, heartbeat: () => {} },
  ...{ signal: new AbortController().signal, ...over },
});

const standings = async (id = 'spring') =>
  Object.fromEntries(
    (
      await db.$queryRaw<{ key: string; count: number }[]>`
        SELECT concat_ws(' ', state, outcome, reason) AS key, count(*)::int AS count FROM campaign_recipients
        WHERE "campaignId" = ${id} GROUP BY 1`
    ).map(({ key, count }) => [key, count]),
  );
const openBlocks = () => db.campaignBlock.count({ where: { doneAt: null } });

test('a campaign reaches each of its recipients once, with a row that says so and an id that names it', async () => {
  await campaign();
  const lane = laneOf();
  await Promise.all([lane.run('spring', bounds()), lane.run('spring', bounds())]);
  expect(await standings()).toEqual({ accepted: PEOPLE });
  expect(new Set(inbox.mails.flatMap(({ to }) => to)).size).toBe(PEOPLE);
  expect(inbox.mails).toHaveLength(PEOPLE);
  const places = inbox.mails.map(({ messageId }) => campaignMailIdsAt('mail.example.com').read(messageId));
  expect(new Set(places.map((place) => place?.n)).size).toBe(PEOPLE);
  expect(await openBlocks()).toBe(0);
  expect(await db.contact.count({ where: { lastContactAt: null } })).toBe(0);
});

test('one whose template fails is left out with its reason, the rest get their mail', async () => {
  await campaign();
  await db.contact.update({ where: { id: 'con_7' }, data: { firstName: null } });
  await laneOf().run('spring', bounds());
  expect(await standings()).toEqual({ accepted: PEOPLE - 1, 'waiting skipped missing-variable': 1 });
});

test('a pause holds back whatever has not been handed over, and a resume goes on with the rest', async () => {
  await campaign();
  const lane = laneOf();
  inbox.before = async () => {
    if (inbox.mails.length >= 9) await db.campaign.update({ where: { id: 'spring' }, data: { state: 'paused' } });
  };
  await lane.run('spring', bounds());
  const held = await standings();
  // Those whose last dot was under way: at most as many as went at once.
  expect(inbox.mails.length).toBeLessThanOrEqual(9 + 6 + 1);
  expect(held).toEqual({ accepted: inbox.mails.length, waiting: PEOPLE - inbox.mails.length });
  await lane.run('spring', bounds());
  expect(await standings()).toEqual(held);

  inbox.before = async () => {};
  await db.campaign.update({ where: { id: 'spring' }, data: { state: 'sending' } });
  await lane.run('spring', bounds());
  expect(await standings()).toEqual({ accepted: PEOPLE });
  expect(new Set(inbox.mails.flatMap(({ to }) => to)).size).toBe(PEOPLE);
});

test('whom a lost lane had handed over is in doubt and gets nothing again, and what it still says is not believed', async () => {
  await campaign({ recipients: 16 });
  const now = { virtual: NOW, real: Date.now() };
  const lost = await claimBlock(db, 'spring', 'lost', now);
  if (lost === null) throw new Error('a block was expected');
  const move = { ...{ block: lost.block, fence: 'lost', outcome: null, reason: null, dueAt: null }, at: NOW };
  const hand = (n: number) => ({ ...move, n, from: 'waiting', to: 'handed-over' }) as const;
  expect(await writeMoves(db, 'spring', ['*'], [hand(3), hand(5)])).toEqual(['written', 'written']);
  expect(await claimBlock(db, 'spring', 'early', now)).toBeNull();

  await db.campaignBlock.updateMany({ data: { realLeaseUntil: new Date(now.real - 1) } });
  await laneOf().run('spring', bounds());
  expect(await standings()).toEqual({ accepted: 14, 'handed-over uncertain no-answer': 2 });
  expect(inbox.mails).toHaveLength(14);
  expect(await writeMoves(db, 'spring', ['*'], [hand(4), { ...hand(3), from: 'handed-over', to: 'accepted' }])).toEqual(
    ['lost', 'lost'],
  );
});

test('who says no while the mails are made gets none', async () => {
  await campaign({ recipients: 3 });
  inbox.named = async (to) => {
    if (to.startsWith('ada1@')) {
      await db.optOut.create({ data: { contactId: 'con_2', topic: '*', at: AT, source: 'link' } });
      await db.contact.update({ where: { id: 'con_3' }, data: { doNotContact: true } });
    }
  };
  await laneOf({ atOnce: 1 }).run('spring', bounds());
  expect(await standings()).toEqual({
    ...{ accepted: 1, 'waiting skipped unsubscribed': 1, 'waiting skipped do-not-contact': 1 },
  });
});

test('what a server says of one recipient stands with that one: put off, refused, or not to be written to again', async () => {
  await campaign({ recipients: 4 });
  const refuse = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });
  inbox.named = async (to) => {
    if (to.startsWith('ada1@')) throw refuse(451, '4.7.1 greylisted, try again in 300 seconds');
    if (to.startsWith('ada2@')) throw refuse(550, '5.1.1 no such user');
  };
  inbox.before = async (to) => {
    if (to.startsWith('ada3@')) throw refuse(554, '5.7.1 not that');
  };
  await laneOf().run('spring', bounds());
  expect(await standings()).toEqual({
    accepted: 1,
    'waiting deferred greylisted': 1,
    'waiting refused 5.1.1': 1,
    'handed-over refused 5.7.1': 1,
  });
  expect(await db.suppression.count()).toBe(1);
  const put = await db.campaignRecipient.findFirstOrThrow({ where: { outcome: 'deferred' } });
  expect(put.dueAt.getTime()).toBeGreaterThanOrEqual(NOW + 300_000);
  expect((await db.campaignBlock.findFirstOrThrow()).nextAt).toEqual(put.dueAt);
});

test('a server that takes nothing any more pauses the campaign, once it is clear that it is not the recipients', async () => {
  await campaign();
  const causes: string[] = [];
  const lane = laneOf({
    smtpUrl: 'smtp://127.0.0.1:1?tls=off',
    pauseForCause: async (id, reason) => {
      causes.push(`${id} ${reason}`);
      return true;
    },
  });
  await lane.run('spring', bounds());
  expect(causes).toEqual(['spring provider-failing']);
  const { waiting = 0, 'waiting deferred unreachable': deferred = 0 } = await standings();
  expect([waiting + deferred, waiting > 0]).toEqual([PEOPLE, true]);
});

test('of two campaigns to the same people the one that goes first gets the place that the cap leaves', async () => {
  await campaign({ id: 'low', priority: 3 });
  await campaign({ id: 'high', priority: 7, dueAt: new Date(NOW + 60_000) });
  const lane = laneOf({ deployment: aDeployment({ policy: WEEKLY }) });
  await lane.run('low', bounds());
  expect(await standings('low')).toEqual({ 'waiting deferred frequency-cap': PEOPLE });
  await db.campaignBlock.updateMany({ where: { campaignId: 'high' }, data: { nextAt: AT } });
  await db.campaignRecipient.updateMany({ where: { campaignId: 'high' }, data: { dueAt: AT } });
  await lane.run('high', bounds());
  expect(await standings('high')).toEqual({ accepted: PEOPLE });
});

test('a rate leaves as many as it says, also after a pause, and a new one holds at once', async () => {
  await campaign({ perMinute: 600 });
  const take = async (real: number) => (await takeOfRate(db, 'spring', 50, { virtual: NOW, real })).taken;
  expect([await take(0), await take(500), await take(1_000)]).toEqual([10, 0, 10]);
  expect([await take(600_000), await take(600_001)]).toEqual([10, 0]);
  await db.campaign.update({ where: { id: 'spring' }, data: { perMinute: null } });
  expect(await take(600_002)).toBe(50);
});
