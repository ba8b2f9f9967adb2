import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { holds } from '../../src/domain/campaign/sum.js';
import { relay } from '../../src/temporal/relay.js';
import { aCampaign, CampaignTester } from '../support/campaigns.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const PATIENT = 240_000;
/** Mails that are on their way at once in the lanes of a test's worker (test/support/deps.ts). */
const ON_THEIR_WAY = 16;

describe('a campaign of one mail', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let campaigns: CampaignTester;
  let relaying: NodeJS.Timeout;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    campaigns = new CampaignTester(system);
    await system.work();
    relaying = setInterval(() => void relay(system.tellings, system.journeys).catch(() => undefined), 500);
  }, PATIENT);
  afterAll(async () => {
    clearInterval(relaying);
    await system?.stop();
    await temporal?.stop();
  });
  beforeEach(() => {
    system.inbox.mails.length = 0;
    system.inbox.before = async () => {};
  });

  const people = (status: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, i) => system.contact({ status, email: `ada${i}@${status}.example` })),
    );
  const to = (status: string, lines = '') =>
    `${aCampaign(status).replace('contact.status: customer', `contact.status: ${status}`)}${lines}`;
  const state = async (id: string) => {
    const campaign = await campaigns.get(id);
    if (campaign.sum !== null) expect(holds(campaign.sum)).toBe(true);
    return campaign;
  };
  const ends = (id: string) =>
    eventually(
      () => state(id),
      (campaign) => campaign.state === 'done',
      60_000,
    );
  const receivers = () => system.inbox.mails.flatMap((mail) => mail.to).sort();

  /** Launches it, and stops it while the n-th mail is on its way. */
  async function stoppedAt(status: string, count: number, nth: number) {
    await people(status, count);
    let stopping: Promise<unknown> | null = null;
    let begun = 0;
    system.inbox.before = async () => {
      begun += 1;
      if (begun < nth) return;
      stopping ??= campaigns.act(status, { type: 'stop' });
      await stopping;
    };
    await campaigns.launch(to(status));
    await eventually(
      () => state(status),
      (campaign) => campaign.state === 'stopped',
      60_000,
    );
    // Nobody has a block in hand any more: whatever was on its way is written down.
    const stopped = await eventually(
      async () => ({
        ...(await state(status)),
        inHand: await system.db.campaignBlock.count({
          where: { campaignId: status, realLeaseUntil: { not: null } },
        }),
      }),
      ({ inHand }) => inHand === 0,
      60_000,
    );
    return stopped;
  }

  test.each([
    { name: 'first', status: 'at-first', nth: 1 },
    { name: 'last', status: 'at-last', nth: 60 },
  ])(
    'is stopped in its $name second: what was on its way is counted, and nobody else gets it',
    async ({ status, nth }) => {
      const { sum } = await stoppedAt(status, 60, nth);
      const got = receivers();
      expect(new Set(got).size).toBe(got.length);
      expect(got.length).toBeGreaterThanOrEqual(nth);
      expect(got.length).toBeLessThanOrEqual(nth + ON_THEIR_WAY);
      expect(sum?.parts).toMatchObject({ sent: got.length, notYet: 60 - got.length, uncertain: 0 });
      expect(await campaigns.tryTo(status, { type: 'resume' })).toMatchObject({ error: { code: 'campaign-over' } });
    },
    PATIENT,
  );

  test(
    'goes to whom its segment had when it began, whatever becomes of the segment and of them under way',
    async () => {
      const ids = await people('early', 30);
      const segment = (status: string) => `kind: segment\nid: shifting\nname: S\nif: { contact.status: ${status} }\n`;
      const publish = (version: number, text: string) =>
        system.db.definitionVersion.create({
          data: {
            definitionId: 'shifting',
            version,
            text,
            textHash: '',
            enterOn: [],
            publishedAt: new Date(0),
            publishedBy: 'test',
          },
        });
      await system.db.definition.create({ data: { id: 'shifting', kind: 'segment', current: 1 } });
      await publish(1, segment('early'));
      let shifted: Promise<unknown> | null = null;
      const shift = async () => {
        await publish(2, segment('late'));
        await system.db.definition.update({ where: { id: 'shifting' }, data: { current: 2 } });
        await system.db.contact.updateMany({ where: { id: { in: ids } }, data: { status: 'other' } });
        await people('late', 5);
        await system.contact({ status: 'early', email: 'too-late@early.example' });
      };
      system.inbox.before = async () => {
        shifted ??= shift();
        await shifted;
      };
      const text = aCampaign('shifting-audience').replace(/audience: .*/, 'audience: { segment: shifting }');
      await campaigns.launch(text);
      const done = await ends('shifting-audience');
      expect(done.sum).toMatchObject({ audience: 30, parts: { sent: 30 } });
      expect(receivers()).toEqual(ids.map((_, i) => `ada${i}@early.example`).sort());
    },
    PATIENT,
  );

  test(
    'rests where its mail server fails, with that reason, and reaches everybody when it is resumed',
    async () => {
      await people('failing', 80);
      let isWell = false;
      system.inbox.named = async () => {
        if (!isWell) throw Object.assign(new Error('4.7.0 too many messages, try later'), { responseCode: 421 });
      };
      await campaigns.launch(to('failing'));
      await eventually(
        () => state('failing'),
        (campaign) => campaign.state === 'paused',
        60_000,
      );
      expect(await campaigns.get('failing')).toMatchObject({ reason: 'provider-failing' });
      isWell = true;
      system.inbox.named = async () => {};
      await campaigns.act('failing', { type: 'resume' });
      // Who was put off meanwhile has their turn when the server said, some minutes later.
      await system.db.campaignRecipient.updateMany({
        where: { campaignId: 'failing', outcome: 'deferred' },
        data: { dueAt: new Date() },
      });
      await system.db.campaignBlock.updateMany({
        where: { campaignId: 'failing', doneAt: null },
        data: { nextAt: new Date() },
      });
      await campaigns.act('failing', { type: 'set-rate', perMinute: null });
      expect((await ends('failing')).sum?.parts).toMatchObject({ sent: 80, uncertain: 0, skipped: 0 });
      expect(new Set(receivers()).size).toBe(80);
    },
    PATIENT,
  );
});
