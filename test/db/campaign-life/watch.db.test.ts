import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CampaignTester, watchOnce } from '../../support/campaigns.js';
import { beginCampaign, makeContacts } from '../../support/mail-campaigns.js';
import { TestSystem } from '../../support/system.js';

/* Campaigns that are paused for what came back of them. */

describe('a campaign that sends', () => {
  let system: TestSystem;
  let campaigns: CampaignTester;
  const at = new Date();
  let id = '';
  let made = 0;
  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    campaigns = new CampaignTester(system, async () => undefined);
    await makeContacts(system.db, 400, at);
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    await system.db.campaign.updateMany({ data: { state: 'done' } });
    made += 1;
    id = `watched-${made}`;
    await beginCampaign(system.db, { id, recipients: 400, at });
  });

  const watch = () => watchOnce(system);
  const numbers = (from: number, to: number) => ({ campaignId: id, n: { gte: from, lte: to } });
  const sent = (from: number, to: number) =>
    system.db.campaignRecipient.updateMany({ where: numbers(from, to), data: { state: 'accepted', handedAt: at } });
  const cameBack = (kind: string, from: number, to: number, detail = '') =>
    system.db.campaignResponse.createMany({
      data: Array.from({ length: to - from + 1 }, (_, i) => ({ campaignId: id, n: from + i, kind, detail, at })),
    });
  const left = (outcome: string, reason: string, from: number, to: number) =>
    system.db.campaignRecipient.updateMany({ where: numbers(from, to), data: { outcome, reason } });

  it('is paused when too many of its mails come back dead, by whatever way they do', async () => {
    await sent(1, 194);
    await cameBack('bounced', 1, 5, 'hard');
    await cameBack('bounced', 6, 100, 'soft');
    await left('refused', '5.1.1', 195, 198);
    expect(await watch()).toEqual([]);
    await left('refused', '5.1.1', 199, 199);
    expect(await watch()).toEqual([{ campaign: id, reason: 'too-many-bounces' }]);
    expect(await campaigns.get(id)).toMatchObject({ state: 'paused', reason: 'too-many-bounces' });
    const [deed] = await system.db.audit.findMany({ where: { objectId: id }, orderBy: { id: 'desc' } });
    expect(deed).toMatchObject({ action: 'campaign.pause', actorId: 'engine' });
  });

  it('goes on when a person resumes it, and is paused again only by what comes after that', async () => {
    await sent(1, 100);
    await cameBack('complained', 1, 3);
    expect(await watch()).toEqual([{ campaign: id, reason: 'too-many-complaints' }]);
    await campaigns.act(id, { type: 'resume' });
    await sent(101, 200);
    await cameBack('complained', 101, 102);
    expect(await watch()).toEqual([]);
    await cameBack('complained', 103, 103);
    expect(await watch()).toEqual([{ campaign: id, reason: 'too-many-complaints' }]);
  });

  it('is paused when its template fails for many, and not when it does for a few', async () => {
    await sent(1, 179);
    await left('skipped', 'render-failed', 300, 318);
    expect(await watch()).toEqual([]);
    await left('skipped', 'render-failed', 319, 319);
    expect(await watch()).toEqual([{ campaign: id, reason: 'template-failing' }]);
  });

  it('of which everybody has a journey counts those to whom a message of it went, not those who have only begun', async () => {
    await system.db.campaign.update({ where: { id }, data: { way: 'journeys' } });
    await system.db.campaignRecipient.updateMany({ where: { campaignId: id }, data: { state: 'begun', handedAt: at } });
    await system.db.campaignRecipient.updateMany({ where: numbers(1, 100), data: { acceptedAt: at } });
    await cameBack('bounced', 96, 100, 'hard');
    await cameBack('bounced', 101, 105, 'hard');
    await system.db.campaignBlock.updateMany({ where: { campaignId: id }, data: { doneAt: at } });
    expect(await watch()).toEqual([{ campaign: id, reason: 'too-many-bounces' }]);
    await campaigns.act(id, { type: 'resume' });
    await watch();
    expect((await campaigns.get(id)).state).toBe('done');
  });
});
