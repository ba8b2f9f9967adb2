import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimBlock } from '../../../src/db/campaign/blocks.js';
import { writeMoves } from '../../../src/db/campaign/ledger.js';
import { takeOfRate } from '../../../src/db/campaign/pace.js';
import { campaignMailIdsAt } from '../../support/campaign-mail-ids.js';
import { AT, bounds, CampaignWorld, NOW, PEOPLE } from '../../support/campaign-world.js';

/* The sender of one-step campaigns with real rows and a real SMTP server. */

let world: CampaignWorld;
beforeEach(async () => {
  world = await CampaignWorld.start();
});
afterEach(() => world.stop());

test('a campaign reaches each of its recipients once, with a row that says so and an id that names it', async () => {
  await world.campaign();
  const told = () => world.db.change.count({ where: { kind: 'contact' } });
  const before = await told();
  const lane = world.lane();
  await Promise.all([lane.run('spring', bounds()), lane.run('spring', bounds())]);
  expect(await world.standings()).toEqual({ accepted: PEOPLE });
  expect(new Set(world.inbox.mails.flatMap(({ to }) => to)).size).toBe(PEOPLE);
  expect(world.inbox.mails).toHaveLength(PEOPLE);
  const places = world.inbox.mails.map(({ messageId }) => campaignMailIdsAt('mail.example.com').read(messageId));
  expect(new Set(places.map((place) => place?.n)).size).toBe(PEOPLE);
  expect(await world.db.campaignBlock.count({ where: { doneAt: null } })).toBe(0);
  expect(await world.db.contact.count({ where: { lastContactAt: null } })).toBe(0);
  // No open page is told of each of them.
  expect(await told()).toBe(before);
});

test('one whose template fails is left out with its reason, the rest get their mail', async () => {
  await world.campaign();
  await world.db.contact.update({ where: { id: 'con_7' }, data: { firstName: null } });
  await world.lane().run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: PEOPLE - 1, 'waiting skipped missing-variable': 1 });
});

test('a pause holds back whatever has not been handed over, and a resume goes on with the rest', async () => {
  await world.campaign();
  const lane = world.lane();
  world.inbox.before = async () => {
    if (world.inbox.mails.length >= 9)
      await world.db.campaign.update({ where: { id: 'spring' }, data: { state: 'paused' } });
  };
  await lane.run('spring', bounds());
  const held = await world.standings();
  // Those whose last dot was under way: at most as many as went at once.
  expect(world.inbox.mails.length).toBeLessThanOrEqual(9 + 6 + 1);
  expect(held).toEqual({ accepted: world.inbox.mails.length, waiting: PEOPLE - world.inbox.mails.length });
  await lane.run('spring', bounds());
  expect(await world.standings()).toEqual(held);

  world.inbox.before = async () => {};
  await world.db.campaign.update({ where: { id: 'spring' }, data: { state: 'sending' } });
  await lane.run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: PEOPLE });
  expect(new Set(world.inbox.mails.flatMap(({ to }) => to)).size).toBe(PEOPLE);
});

test('whom a lost lane had handed over is in doubt and gets nothing again, and what it still says is not believed', async () => {
  await world.campaign({ recipients: 16 });
  const now = { virtual: NOW, real: Date.now() };
  const handing = await world.handing('spring', [3, 4, 5], 'lost');
  const [third, fourth, fifth] = handing;
  if (third === undefined || fourth === undefined || fifth === undefined) throw new Error('three were expected');
  expect(await writeMoves(world.db, 'spring', [third, fifth])).toEqual(['written', 'written']);
  expect(await claimBlock(world.db, 'spring', 'early', now)).toBeNull();

  await world.db.campaignBlock.updateMany({ data: { realLeaseUntil: new Date(now.real - 1) } });
  await world.lane().run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: 14, 'handed-over uncertain no-answer': 2 });
  expect(world.inbox.mails).toHaveLength(14);
  const late = { ...third, asked: null, from: 'handed-over', to: 'accepted' } as const;
  expect(await writeMoves(world.db, 'spring', [fourth, late])).toEqual(['lost', 'lost']);
});

test('who says no while the mails are made gets none', async () => {
  await world.campaign({ recipients: 3 });
  world.inbox.named = async (to) => {
    if (to.startsWith('ada1@')) {
      await world.db.optOut.create({ data: { contactId: 'con_2', topic: '*', at: AT, source: 'link' } });
      await world.db.contact.update({ where: { id: 'con_3' }, data: { doNotContact: true } });
    }
  };
  await world.lane({ atOnce: 1 }).run('spring', bounds());
  expect(await world.standings()).toEqual({
    ...{ accepted: 1, 'waiting skipped unsubscribed': 1, 'waiting skipped do-not-contact': 1 },
  });
});

test('who was taken out of the campaign by a person, before or after it was frozen, gets none', async () => {
  await world.campaign();
  const what = { definitionId: 'spring', scope: 'campaign', occasion: '', reason: 'asked us', actorId: 'usr_ops' };
  const taken = { id: 'cex_1', contactId: 'con_2', ...what, at: AT, realAt: AT };
  await world.db.careExclusion.create({ data: taken });
  await world.lane().run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: PEOPLE - 1, 'waiting skipped taken-out': 1 });
  expect(world.inbox.mails.flatMap(({ to }) => to).filter((to) => to.startsWith('ada2@'))).toEqual([]);
});

test('what a server says of one recipient stands with that one: put off, refused, or not to be written to again', async () => {
  await world.campaign({ recipients: 4 });
  const refuse = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });
  world.inbox.named = async (to) => {
    if (to.startsWith('ada1@')) throw refuse(451, '4.7.1 greylisted, try again in 300 seconds');
    if (to.startsWith('ada2@')) throw refuse(550, '5.1.1 no such user');
  };
  world.inbox.before = async (to) => {
    if (to.startsWith('ada3@')) throw refuse(554, '5.7.1 not that');
  };
  await world.lane().run('spring', bounds());
  expect(await world.standings()).toEqual({
    accepted: 1,
    'waiting deferred greylisted': 1,
    'handed-over refused 5.1.1': 1,
    'handed-over refused 5.7.1': 1,
  });
  expect(await world.db.suppression.count()).toBe(1);
  const put = await world.db.campaignRecipient.findFirstOrThrow({ where: { outcome: 'deferred' } });
  expect(put.dueAt.getTime()).toBeGreaterThanOrEqual(NOW + 300_000);
  expect((await world.db.campaignBlock.findFirstOrThrow()).nextAt).toEqual(put.dueAt);
});

test('a rate leaves as many as it says, also after a pause, and a new one holds at once', async () => {
  await world.campaign({ perMinute: 600 });
  const take = async (real: number) => (await takeOfRate(world.db, 'spring', 50, { virtual: NOW, real })).taken;
  expect([await take(0), await take(500), await take(1_000)]).toEqual([10, 0, 10]);
  expect([await take(600_000), await take(600_001)]).toEqual([10, 0]);
  await world.db.campaign.update({ where: { id: 'spring' }, data: { perMinute: null } });
  expect(await take(600_002)).toBe(50);
});

test('a rate that was slower before makes nobody wait longer than the new one does', async () => {
  await world.campaign({ perMinute: 1 });
  const take = (real: number) => takeOfRate(world.db, 'spring', 50, { virtual: NOW, real });
  expect(await take(0)).toEqual({ taken: 1, until: 0 });
  expect(await take(1_000)).toEqual({ taken: 0, until: 60_000 });
  await world.db.campaign.update({ where: { id: 'spring' }, data: { perMinute: 600 } });
  const { until } = await take(2_000);
  expect(until).toBeLessThanOrEqual(3_100);
  expect((await take(until)).taken).toBe(10);
});
