import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PauseForCause } from '../../../src/activities/campaign-ports.js';
import { settleLost } from '../../../src/db/campaign/blocks.js';
import { writeMoves } from '../../../src/db/campaign/ledger.js';
import { holds, type Standing, sumOf } from '../../../src/domain/campaign/sum.js';
import { AT, bounds, CampaignWorld, PEOPLE } from '../../support/campaign-world.js';

/* What goes wrong while a campaign is sent: with its server, with single records, with a stop in the midst of it. */

let world: CampaignWorld;
beforeEach(async () => {
  world = await CampaignWorld.start();
});
afterEach(() => world.stop());

/** As the engine pauses one; and what it was told. */
function pausing(): { readonly causes: string[]; readonly pauseForCause: PauseForCause } {
  const causes: string[] = [];
  return {
    causes,
    pauseForCause: async (id, reason) => {
      causes.push(reason);
      await world.db.campaign.update({ where: { id }, data: { state: 'paused', reason } });
      return true;
    },
  };
}

const refusal = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

async function holdsNow(): Promise<boolean> {
  const rows = await world.db.$queryRaw<Standing[]>`
    SELECT state, outcome, reason, count(*)::int AS count FROM campaign_recipients GROUP BY 1, 2, 3`;
  return holds(sumOf(PEOPLE, rows));
}

test('a server that takes nothing any more pauses the campaign, once it is clear that it is not the recipients', async () => {
  await world.campaign();
  const { causes, pauseForCause } = pausing();
  await world.lane({ smtpUrl: 'smtp://127.0.0.1:1?tls=off', pauseForCause }).run('spring', bounds());
  expect(causes).toEqual(['provider-failing']);
  const { waiting = 0, 'waiting deferred unreachable': deferred = 0 } = await world.standings();
  expect([waiting + deferred, waiting > 0]).toEqual([PEOPLE, true]);
});

test('a server that refuses whatever comes pauses it before all are lost', async () => {
  await world.campaign();
  const { causes, pauseForCause } = pausing();
  world.inbox.before = async () => {
    throw refusal(554, '5.7.1 your sender is on our list');
  };
  await world.lane({ pauseForCause }).run('spring', bounds());
  expect(causes).toEqual(['provider-failing']);
  const { waiting = 0, 'handed-over refused 5.7.1': refused = 0 } = await world.standings();
  expect([refused >= 20, refused <= 26, waiting + refused]).toEqual([true, true, PEOPLE]);
});

test('a server that breaks off before it answers pauses it after a few: each of them is in doubt', async () => {
  await world.campaign();
  const { causes, pauseForCause } = pausing();
  world.inbox.before = () => new Promise(() => {});
  await world.lane({ pauseForCause, connections: { deadlineMs: 300 } }).run('spring', bounds());
  expect(causes).toEqual(['provider-failing']);
  const { 'handed-over uncertain no-answer': doubts = 0 } = await world.standings();
  expect([doubts >= 10, doubts <= 16]).toEqual([true, true]);
});

test('one record that nobody thought of is left out with a reason, and the rest get their mail', async () => {
  await world.campaign();
  await world.db.contact.update({ where: { id: 'con_7' }, data: { firstName: 'Boom' } });
  const defects: number[] = [];
  const lane = world.lane({ failFor: 'Boom', onDefect: ({ n }) => defects.push(n) });
  await lane.run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: PEOPLE - 1, 'waiting skipped render-failed': 1 });
  expect(defects).toEqual([7]);
});

test('a template that fails for one after the other pauses it before all are left out', async () => {
  await world.campaign();
  await world.db.contact.updateMany({ data: { firstName: 'Boom' } });
  const { causes, pauseForCause } = pausing();
  await world.lane({ failFor: 'Boom', pauseForCause }).run('spring', bounds());
  expect(causes).toEqual(['template-failing']);
  expect((await world.standings())['waiting'] ?? 0).toBeGreaterThan(0);
});

test('whom a lost worker had handed over when the campaign was stopped is settled, and the sum holds', async () => {
  await world.campaign();
  const handing = await world.handing('spring', [1, 2, 3], 'lost');
  expect(await writeMoves(world.db, 'spring', handing)).toEqual(['written', 'written', 'written']);
  await world.db.campaign.update({ where: { id: 'spring' }, data: { state: 'stopped', reason: 'by-hand' } });

  // Its worker may still write down what it was answered.
  const now = world.clock.now(0);
  const until = await settleLost(world.db, 'spring', now);
  expect(until).toBeGreaterThan(now.real);
  const [first] = handing;
  if (first === undefined) throw new Error('one was expected');
  const accepted = { ...first, asked: null, from: 'handed-over', to: 'accepted' } as const;
  expect(await writeMoves(world.db, 'spring', [accepted])).toEqual(['written']);

  expect(await settleLost(world.db, 'spring', { ...now, real: (until ?? 0) + 1 })).toBeNull();
  expect(await world.standings()).toEqual({ accepted: 1, 'handed-over uncertain no-answer': 2, waiting: PEOPLE - 3 });
  expect(await holdsNow()).toBe(true);
});

test('a stop while mails are on their way lets each be settled that was handed over', async () => {
  await world.campaign();
  world.inbox.after = async () => {
    await world.db.campaign.updateMany({ data: { state: 'stopped' } });
    await sleep(20);
  };
  await world.lane().run('spring', bounds());
  const { accepted = 0, waiting = 0, ...others } = await world.standings();
  expect(others).toEqual({});
  expect([accepted, accepted + waiting]).toEqual([world.inbox.mails.length, PEOPLE]);
  expect(accepted).toBeLessThan(PEOPLE);
});

test('a stop with the last mail on its way leaves everybody settled, and nobody is written to by whoever comes after it', async () => {
  await world.campaign();
  const stop = () => world.db.campaign.updateMany({ data: { state: 'stopped' } });
  world.inbox.before = async () => {
    if (world.inbox.mails.length === PEOPLE - 1) await stop();
  };
  await world.lane().run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: PEOPLE });
  await world.lane().run('spring', bounds());
  expect(world.inbox.mails).toHaveLength(PEOPLE);
});

test('a stop before the first mail is taken lets none go but those that were being handed over', async () => {
  await world.campaign();
  world.inbox.named = async () => {
    await world.db.campaign.updateMany({ data: { state: 'stopped' } });
  };
  await world.lane().run('spring', bounds());
  const { accepted = 0, waiting = 0, ...others } = await world.standings();
  expect(others).toEqual({});
  expect([accepted, accepted + waiting]).toEqual([world.inbox.mails.length, PEOPLE]);
  // As many as there are on their way at once.
  expect(accepted).toBeLessThanOrEqual(6);
});

test('two campaigns that tell the same people’s records at once do not lock each other out', async () => {
  await world.campaign({ id: 'spring' });
  await world.campaign({ id: 'summer' });
  // The same people, in the opposite order.
  await world.db.$executeRaw`UPDATE campaign_recipients SET "contactId" = 'none_' || n WHERE "campaignId" = 'summer'`;
  await world.db.$executeRaw`
    UPDATE campaign_recipients SET "contactId" = 'con_' || (41 - n) WHERE "campaignId" = 'summer'`;
  await Promise.all(['spring', 'summer'].map((id) => world.lane().run(id, bounds())));
  expect([await world.standings('spring'), await world.standings('summer')]).toEqual([
    { accepted: PEOPLE },
    { accepted: PEOPLE },
  ]);
  expect(await world.db.contact.count({ where: { lastContactAt: null } })).toBe(0);
});

test('a mail whose gate was asked too long ago is asked about again', async () => {
  await world.campaign({ recipients: 2 });
  let waits = true;
  world.inbox.named = async (to) => {
    if (!waits || !to.startsWith('ada1@')) return;
    waits = false;
    // Real time passes while the server thinks about it.
    world.late(61_000);
  };
  await world.lane({ atOnce: 1 }).run('spring', bounds());
  expect(await world.standings()).toEqual({ accepted: 2 });
  expect(world.inbox.mails.map(({ to }) => to[0]?.split('@')[0]).sort()).toEqual(['ada1', 'ada2']);
  expect(await world.db.campaignRecipient.count({ where: { handedAt: { lt: AT } } })).toBe(0);
});
