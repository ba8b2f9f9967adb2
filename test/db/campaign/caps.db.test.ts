import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_POLICY } from '../../../src/domain/policy.js';
import { AT, bounds, CampaignWorld, NOW, PEOPLE } from '../../support/campaign-world.js';
import { aDeployment } from '../../support/walk.js';

/* Campaigns to the same people, under a cap of one message in a week. */

const WEEKLY = { ...NO_POLICY, caps: [{ most: 1, perMs: 7 * 86_400_000 }] };
const deployment = aDeployment({ policy: WEEKLY });

let world: CampaignWorld;
beforeEach(async () => {
  world = await CampaignWorld.start();
});
afterEach(() => world.stop());

const sentOf = async (id: string) => (await world.standings(id))['accepted'] ?? 0;
const putOffOf = async (id: string) => (await world.standings(id))['waiting deferred frequency-cap'] ?? 0;

test('of two that go first and later the higher gets the place that the cap leaves', async () => {
  await world.campaign({ id: 'low', priority: 3 });
  await world.campaign({ id: 'high', priority: 7, dueAt: new Date(NOW + 60_000) });
  await world.lane({ deployment }).run('low', bounds());
  expect(await world.standings('low')).toEqual({ 'waiting deferred frequency-cap': PEOPLE });
  world.pass(60_000);
  await world.lane({ deployment }).run('high', bounds());
  expect(await world.standings('high')).toEqual({ accepted: PEOPLE });
});

test('of two of the same priority that send at the same moment everybody gets one, from whichever was first', async () => {
  await world.campaign({ id: 'spring', block: 5 });
  await world.campaign({ id: 'summer', block: 5 });
  // Each mail is on its way for a while: the gates of both are asked before either is handed over.
  world.inbox.named = () => new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
  const lanes = ['spring', 'summer', 'spring', 'summer'];
  await Promise.all(lanes.map((id) => world.lane({ deployment }).run(id, bounds())));
  expect(world.inbox.mails).toHaveLength(PEOPLE);
  expect(new Set(world.inbox.mails.flatMap(({ to }) => to)).size).toBe(PEOPLE);
  expect((await sentOf('spring')) + (await sentOf('summer'))).toBe(PEOPLE);
  expect((await putOffOf('spring')) + (await putOffOf('summer'))).toBe(PEOPLE);
});

test('of two of different priority that send at the same moment the higher gets everybody', async () => {
  await world.campaign({ id: 'low', priority: 4, block: 5 });
  await world.campaign({ id: 'high', priority: 6, block: 5 });
  world.inbox.named = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
  await Promise.all(['low', 'high', 'low', 'high'].map((id) => world.lane({ deployment }).run(id, bounds())));
  expect(await world.standings('high')).toEqual({ accepted: PEOPLE });
  expect(await world.standings('low')).toEqual({ 'waiting deferred frequency-cap': PEOPLE });
});

test('a message of a journey that is claimed between the gate and the hand-over takes the place', async () => {
  await world.campaign({ recipients: 2 });
  // The gate was asked about both.
  world.inbox.named = async (to) => {
    if (to.startsWith('ada1@')) await world.journeysMail('con_2', 1, AT);
  };
  await world.lane({ deployment, atOnce: 1 }).run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: 1, 'waiting deferred frequency-cap': 1 });
});
