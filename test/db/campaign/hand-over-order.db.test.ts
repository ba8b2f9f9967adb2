import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DatedMove, writeMoves } from '../../../src/db/campaign/ledger.js';
import type { Tx } from '../../../src/db/client.js';
import { lockContact } from '../../../src/db/journey/lock.js';
import { createSuppressionStore } from '../../../src/db/suppression-store.js';
import { AT, bounds, CampaignWorld } from '../../support/campaign-world.js';

/* A wish and a hand-over that meet: one of both sees the other, whichever is first. */

let world: CampaignWorld;
beforeEach(async () => {
  world = await CampaignWorld.start();
  await world.campaign();
});
afterEach(() => world.stop());

const optOut = (tx: Tx, contactId: string) =>
  tx.optOut.create({ data: { contactId, topic: '*', at: AT, source: 'link' } });

/** A gate for a test: what waits for it goes on when it is opened. */
function aGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const firstOf = (moves: readonly DatedMove[]): DatedMove => {
  const [first] = moves;
  if (first === undefined) throw new Error('one was expected');
  return first;
};

test('Law 9: whoever is saying no just now isn’t waited for, and gets nothing once they have said it', async () => {
  const handing = await world.handing('spring', [1, 2], 'mine');
  const [saying, said] = [aGate(), aGate()];
  const wish = world.db.$transaction(async (tx) => {
    await lockContact(tx, 'con_1');
    await optOut(tx, 'con_1');
    said.open();
    await saying.opened;
  });
  await said.opened;
  expect(await writeMoves(world.db, 'spring', handing)).toEqual(['gone', 'written']);
  saying.open();
  await wish;
  expect(await writeMoves(world.db, 'spring', [firstOf(handing)])).toEqual(['gone']);
});

test('Law 9: a wish is not acknowledged while a hand-over that did not see it is still being written', async () => {
  const handing = await world.handing('spring', [1], 'mine');
  const [blocked, release] = [aGate(), aGate()];
  // The hand-over has the contact and waits for its block.
  const holder = world.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM campaign_blocks FOR UPDATE`;
    blocked.open();
    await release.opened;
  });
  await blocked.opened;
  const order: string[] = [];
  const handed = writeMoves(world.db, 'spring', handing).then((answers) => {
    order.push('handed over');
    return answers;
  });
  const locked = async () => {
    const rows = await world.db.$queryRaw<unknown[]>`
      SELECT id FROM contacts WHERE id = 'con_1' FOR NO KEY UPDATE SKIP LOCKED`;
    return rows.length === 0;
  };
  await expect.poll(locked).toBe(true);
  const wish = world.db
    .$transaction(async (tx) => {
      await lockContact(tx, 'con_1');
      await optOut(tx, 'con_1');
    })
    .then(() => order.push('said no'));
  const isWaiting = async () => {
    const rows = await world.db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
        AND query LIKE '%FROM contacts WHERE id%'`;
    return rows.length > 0;
  };
  await expect.poll(isWaiting).toBe(true);
  expect(order).toEqual([]);
  release.open();
  expect(await handed).toEqual(['written']);
  await Promise.all([holder, wish]);
  expect(order).toEqual(['handed over', 'said no']);
});

test('whatever was said since the gate was asked holds a mail back: a suppression, a consent taken back, another address', async () => {
  const handing = await world.handing('spring', [1, 2, 3, 4, 5], 'mine');
  const by = { actorId: 'usr_1', at: AT.getTime() };
  await createSuppressionStore(world.db).suppress('con_1', { channel: 'email', reason: 'they rang' }, by);
  await world.db.consent.create({
    data: { id: 'cns_1', contactId: 'con_2', topic: 'greetings', granted: false, source: 'form', at: AT },
  });
  await world.db.contact.update({ where: { id: 'con_3' }, data: { email: 'other@elsewhere.example' } });
  await world.db.contact.update({ where: { id: 'con_4' }, data: { doNotContact: true } });
  expect(await writeMoves(world.db, 'spring', handing)).toEqual(['gone', 'gone', 'gone', 'gone', 'written']);
});

test('nobody who was told that they get nothing more gets anything, whenever they said it', async () => {
  const toldAt = new Map<string, number>();
  const dots = new Map<string, number>();
  const words: Promise<unknown>[] = [];
  const say = (contactId: string) =>
    world.db
      .$transaction(async (tx) => {
        await lockContact(tx, contactId);
        await optOut(tx, contactId);
      })
      .then(() => toldAt.set(contactId, performance.now()));
  // Each of some says so while the mail of another is on its way.
  world.inbox.named = async (to) => {
    const n = Number(/^ada(\d+)@/.exec(to)?.[1]);
    if (n % 3 === 0) words.push(say(`con_${((n + 6) % 40) + 1}`));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
  };
  const rows = await world.db.campaignRecipient.findMany();
  const lane = world.lane({
    onMove: (move) => {
      const contactId = rows.find((row) => row.n === move.n)?.contactId ?? '';
      if (move.to === 'handed-over') dots.set(contactId, performance.now());
    },
  });
  await lane.run('spring', bounds());
  await Promise.all(words);
  const mailed = new Set(world.inbox.mails.map(({ to: [to] }) => `con_${/^ada(\d+)@/.exec(to ?? '')?.[1]}`));
  expect(toldAt.size).toBeGreaterThan(3);
  for (const [contactId, told] of toldAt)
    if ((dots.get(contactId) ?? 0) > told) expect(mailed.has(contactId)).toBe(false);
  const standings = await world.standings();
  expect((standings['accepted'] ?? 0) + (standings['waiting skipped unsubscribed'] ?? 0)).toBe(40);
});
