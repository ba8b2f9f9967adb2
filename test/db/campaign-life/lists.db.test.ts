import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecipientsAsked } from '../../../src/api/campaign-ports.js';
import { createCampaignBook } from '../../../src/db/campaign-life/book.js';
import { PARTS } from '../../../src/domain/campaign/recipient.js';
import { holds } from '../../../src/domain/campaign/sum.js';
import { aCampaign, CampaignTester } from '../../support/campaigns.js';
import { beginCampaign, makeContacts } from '../../support/mail-campaigns.js';
import { TestSystem } from '../../support/system.js';

/* Whoever is counted in the sum can be listed, and an audience that nobody is in any more. */

let system: TestSystem;
let campaigns: CampaignTester;
const at = new Date();
beforeAll(async () => {
  system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
  campaigns = new CampaignTester(system, async () => undefined);
});
afterAll(() => system.stop());

describe('each term of the sum', () => {
  const ID = 'listed';
  const of = (from: number, to: number) => ({ campaignId: ID, n: { gte: from, lte: to } });
  const set = (from: number, to: number, data: object) =>
    system.db.campaignRecipient.updateMany({ where: of(from, to), data });

  /** All who are in a part, page by page. */
  async function listed(asked: RecipientsAsked): Promise<number[]> {
    const found: number[] = [];
    for (let after: readonly (string | number | null)[] | null = null; ; ) {
      const page = await campaigns.desk.recipients(ID, asked, { after, limit: 3 });
      found.push(...page.rows.map(({ n }) => n));
      if (page.next === null) return found;
      after = page.next;
    }
  }

  it('lists those whom it counts, all of them and nobody else, in the order of their turns', async () => {
    await makeContacts(system.db, 40, at);
    await beginCampaign(system.db, { id: ID, recipients: 40, at, block: 10 });
    await set(1, 7, { state: 'accepted', handedAt: at });
    await set(8, 9, { state: 'handed-over', outcome: 'uncertain', reason: 'no-answer' });
    await set(10, 10, { outcome: 'refused', reason: '5.1.1' });
    await set(11, 14, { outcome: 'skipped', reason: 'no-consent' });
    await set(15, 16, { outcome: 'skipped', reason: 'render-failed' });
    await set(17, 19, { outcome: 'deferred', reason: 'frequency-cap' });
    await set(20, 20, { state: 'handed-over' });
    await set(21, 21, { outcome: 'held-out' });
    await set(22, 23, { state: 'begun' });
    await system.db.campaignBlock.updateMany({ where: { campaignId: ID, block: { lte: 3 } }, data: { fence: 'mine' } });
    await system.db.campaignBlock.updateMany({ where: { campaignId: ID, block: 1 }, data: { doneAt: at } });

    const { sum } = await campaigns.get(ID);
    if (sum === null) throw new Error('a frozen audience has a sum');
    expect(holds(sum)).toBe(true);
    const everybody: number[] = [];
    for (const part of PARTS) {
      const those = await listed({ part });
      expect([part, those.length]).toEqual([part, sum.parts[part]]);
      expect(those).toEqual([...those].sort((a, b) => a - b));
      everybody.push(...those);
    }
    expect(everybody.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(sum.reasons.length).toBe(5);
    for (const { part, reason, count } of sum.reasons) expect(await listed({ part, reason })).toHaveLength(count);
  });
});

describe('an audience that nobody is in any more when its time has come', () => {
  it('stops the campaign with that reason, and freezes nobody', async () => {
    const [id, contactId] = ['emptied', await system.contact({ status: 'leaving' })];
    await campaigns.launch(aCampaign(id).replace('contact.status: customer', 'contact.status: leaving'));
    await system.db.contact.update({ where: { id: contactId }, data: { status: 'gone' } });
    const book = createCampaignBook({ db: system.db, deployment: system.deployment });
    expect(await book.look(id, system.clock.now(0))).toEqual({ type: 'over' });
    expect(await campaigns.get(id)).toMatchObject({ state: 'stopped', reason: 'empty-audience', audience: 0 });
    expect(await system.db.campaignRecipient.count({ where: { campaignId: id } })).toBe(0);
  });
});
