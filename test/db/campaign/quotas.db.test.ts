import { afterEach, beforeEach, expect, test } from 'vitest';
import { countMessages } from '../../../src/db/mailboxes/counted.js';
import { DAY, HOUR } from '../../../src/domain/instant.js';
import { hourOf } from '../../../src/domain/journey/quota.js';
import { NO_POLICY } from '../../../src/domain/policy.js';
import { AT, bounds, CampaignWorld, NOW, PEOPLE } from '../../support/campaign-world.js';
import { aDeployment } from '../../support/walk.js';

/* What a campaign shares with whatever else goes out: its mailbox's quotas and the rates of receiving domains. */

let world: CampaignWorld;
beforeEach(async () => {
  world = await CampaignWorld.start();
});
afterEach(() => world.stop());

const quota = (data: {
  hourlyQuota?: number;
  dailyQuota?: number;
  warmUpFrom?: Date;
  warmUpFirst?: number;
  warmUpGrowth?: number;
}) => world.db.mailbox.update({ where: { id: 'marketing' }, data });

/** When those who are put off are to come again, by the hour from now. */
async function hoursOf(id = 'spring'): Promise<{ [hour: number]: number }> {
  const rows = await world.db.campaignRecipient.findMany({ where: { campaignId: id, outcome: 'deferred' } });
  const hours: { [hour: number]: number } = {};
  for (const { dueAt } of rows) {
    const hour = hourOf(dueAt.getTime()) - hourOf(NOW);
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}

test('as many go in an hour as the mailbox may send, the others are put off to the next hours, each to a place of its own', async () => {
  await quota({ hourlyQuota: 15 });
  await world.campaign();
  await Promise.all([world.lane().run('spring', bounds()), world.lane().run('spring', bounds())]);
  expect(await world.standings()).toEqual({ accepted: 15, 'waiting deferred quota': 25 });
  expect(await hoursOf()).toEqual({ 1: 15, 2: 10 });
  expect(world.inbox.mails).toHaveLength(15);
});

test('whoever was put off goes when the hour has come, and the quota is kept hour by hour', async () => {
  await quota({ hourlyQuota: 15 });
  await world.campaign();
  await world.lane().run('spring', bounds());
  // Shortly before the hour ends all who were put off to it are due.
  world.pass(HOUR - 5_000);
  for (const sent of [30, 40]) {
    world.pass(HOUR);
    await world.lane().run('spring', bounds());
    expect(world.inbox.mails).toHaveLength(sent);
  }
  expect(await world.standings()).toEqual({ accepted: PEOPLE });
});

test('journeys and campaigns count together, in both directions', async () => {
  await quota({ hourlyQuota: 15 });
  for (let n = 1; n <= 9; n++) await world.journeysMail('con_1', n, AT, 'marketing');
  await world.campaign();
  await world.lane().run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: 6, 'waiting deferred quota': 34 });
  const counted = await countMessages(world.db, 'marketing', NOW);
  // What is put off keeps no journey's message waiting.
  expect([...counted]).toEqual([[hourOf(NOW), 15]]);
});

test('a warm-up and a quota of the day hold for campaigns too', async () => {
  await quota({ dailyQuota: 100, warmUpFrom: AT, warmUpFirst: 10, warmUpGrowth: 2 });
  await world.campaign();
  await world.lane().run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: 10, 'waiting deferred quota': 30 });
  const late = await world.db.campaignRecipient.count({ where: { dueAt: { gte: new Date(NOW + DAY - HOUR) } } });
  expect(late).toBeGreaterThanOrEqual(20);
});

test('a place that was taken for somebody whose mail doesn’t go is another’s', async () => {
  await quota({ hourlyQuota: 15 });
  await world.campaign();
  for (const id of ['con_1', 'con_2', 'con_3'])
    await world.db.contact.update({ where: { id }, data: { firstName: null } });
  await world.lane().run('spring', bounds());
  const counted = await countMessages(world.db, 'marketing', NOW);
  expect((await world.standings())['accepted']).toBe(counted.get(hourOf(NOW)));
});

test('a slow domain is put off, evenly, and delays nobody else', async () => {
  const rates = { default: null, domains: { 'customer-3.example': { most: 1, perMs: HOUR } } };
  const deployment = aDeployment({ policy: { ...NO_POLICY, receiving: rates } });
  await world.campaign();
  const slow = await world.db.contact.count({ where: { email: { endsWith: '@customer-3.example' } } });
  await world.lane({ deployment }).run('spring', bounds());
  expect(slow).toBeGreaterThan(4);
  expect(await world.standings()).toEqual({ accepted: PEOPLE - slow + 1, 'waiting deferred domain-rate': slow - 1 });
  const due = await world.db.campaignRecipient.findMany({ where: { outcome: 'deferred' }, orderBy: { dueAt: 'asc' } });
  const apart = due.slice(1).map(({ dueAt }, index) => dueAt.getTime() - (due[index]?.dueAt.getTime() ?? 0));
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(HOUR - 2_000);
  expect(due[0]?.dueAt.getTime()).toBeGreaterThanOrEqual(NOW + HOUR);
  // Each goes when its turn has come.
  world.pass(HOUR + 60_000);
  await world.lane({ deployment }).run('spring', bounds());
  expect((await world.standings())['accepted']).toBe(PEOPLE - slow + 2);
});

test('two campaigns, and journeys, share the rate of a domain', async () => {
  const rates = { default: { most: 60, perMs: 60_000 }, domains: {} };
  const deployment = aDeployment({ policy: { ...NO_POLICY, receiving: rates } });
  await world.db
    .$executeRaw`UPDATE contacts SET email = 'ada' || substr(id, 5) || '@one.example', "emailKey" = 'ada' || substr(id, 5) || '@one.example'`;
  await world.campaign({ id: 'spring', recipients: 20 });
  await world.campaign({ id: 'summer', recipients: 20 });
  const ended = new AbortController();
  const went: number[] = [];
  world.inbox.after = async () => void went.push(Date.now());
  const runs = ['spring', 'summer'].map((id) => world.lane({ deployment }).run(id, bounds({ signal: ended.signal })));
  await expect.poll(() => went.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(8);
  ended.abort();
  await Promise.all(runs);
  const [pace] = await world.db.receivingPace.findMany();
  expect(went.length).toBeLessThan(40);
  // The turns that were taken lie as far apart as the rate says, whoever took them.
  expect(pace?.clearAt.getTime()).toBeGreaterThanOrEqual(NOW + went.length * 1_000);
});
