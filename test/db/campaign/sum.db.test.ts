import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settleLost } from '../../../src/db/campaign/blocks.js';
import { writeMoves } from '../../../src/db/campaign/ledger.js';
import { readSum } from '../../../src/db/campaign-life/read-sum.js';
import type { Tx } from '../../../src/db/client.js';
import { holds, type Standing, sumOf } from '../../../src/domain/campaign/sum.js';
import { bounds, CampaignWorld, NOW } from '../../support/campaign-world.js';
import { smtpReply } from '../../support/inbox.js';

/* The sum goes by blocks and reads few rows. Here it is held against a count of them all, of the same moment. */

const PEOPLE = 120;

let world: CampaignWorld;
beforeEach(async () => {
  world = await CampaignWorld.start(PEOPLE);
});
afterEach(() => world.stop());

async function plainSum(tx: Tx) {
  const rows = await tx.$queryRaw<(Standing & { audience: number })[]>`
    SELECT c.audience, r.state, r.outcome, r.reason, count(*)::int AS count
    FROM campaigns c JOIN campaign_recipients r ON r."campaignId" = c.id GROUP BY 1, 2, 3, 4`;
  return sumOf(rows[0]?.audience ?? 0, rows);
}

async function bothSums() {
  return await world.db.$transaction(async (tx) => ({ byRows: await plainSum(tx), sum: await readSum(tx, 'spring') }), {
    isolationLevel: 'RepeatableRead',
  });
}

async function agree() {
  const { sum, byRows } = await bothSums();
  expect(sum).toEqual(byRows);
  expect(holds(sum)).toBe(true);
  return sum;
}

test('is that of the rows at every moment of a campaign that sends, is put off, refused, paused and goes on', async () => {
  await world.campaign({ recipients: PEOPLE });
  await world.db.campaignRecipient.updateMany({
    where: { n: { in: [5, 6, 77, 120] } },
    data: { outcome: 'held-out' },
  });
  await world.db.contact.updateMany({ where: { id: { in: ['con_9', 'con_80'] } }, data: { firstName: null } });
  world.inbox.named = async (to) => {
    const n = Number(/^ada(\d+)@/.exec(to)?.[1]);
    if (n % 10 === 1) throw smtpReply(550, '5.1.1 no such user');
    if (n % 10 === 2) throw smtpReply(451, '4.3.0 come back later');
    await sleep(5);
  };
  let isOver = false;
  const seen = new Set<string>();
  const looking = (async () => {
    while (!isOver) seen.add(JSON.stringify((await agree()).parts));
  })();
  const set = (state: string) => world.db.campaign.updateMany({ data: { state } });
  const send = () => Promise.all([world.lane().run('spring', bounds()), world.lane().run('spring', bounds())]);
  const sending = send();
  await sleep(300);
  await set('paused');
  await sending;
  const paused = await agree();
  expect(paused.parts.notYet).toBeGreaterThan(0);
  await set('sending');
  await send();
  isOver = true;
  await looking;
  expect((await agree()).parts).toMatchObject({ refused: 12, deferred: 12, heldOut: 4, skipped: 2, notYet: 0 });
  // It was looked at while it went on.
  expect(seen.size).toBeGreaterThan(5);
});

test('is that of the rows when a worker is lost, before and after somebody has seen to what it had in hand', async () => {
  await world.campaign({ recipients: 40 });
  const now = { virtual: NOW, real: Date.now() };
  const handing = await world.handing('spring', [3, 4, 5], 'lost');
  await writeMoves(world.db, 'spring', handing);
  expect((await agree()).parts).toMatchObject({ notYet: 40, uncertain: 0 });
  await world.db.campaignBlock.updateMany({
    where: { fence: 'lost' },
    data: { realLeaseUntil: new Date(now.real - 1) },
  });
  await world.db.campaign.updateMany({ data: { state: 'stopped' } });
  await settleLost(world.db, 'spring', now);
  expect((await agree()).parts).toMatchObject({ notYet: 37, uncertain: 3 });
});
