import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCampaignBook } from '../../../src/db/campaign-life/book.js';
import { newId } from '../../../src/db/new-id.js';
import { isHeldOut } from '../../../src/domain/campaign/hold-out.js';
import { holds } from '../../../src/domain/campaign/sum.js';
import { aCampaign, CampaignTester } from '../../support/campaigns.js';
import { TestSystem } from '../../support/system.js';

/* The audience as it is frozen. No Temporal is needed: what the workflow would do is asked of the rows. */

describe('an audience', () => {
  let system: TestSystem;
  let campaigns: CampaignTester;
  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    campaigns = new CampaignTester(system, async () => undefined);
  });
  afterAll(() => system.stop());

  const STEPS = 'steps: [{ id: hello, email: { template: test/hello, from: owner, purpose: service } }]';
  const to = (id: string, status: string, lines = STEPS, more = '') =>
    `${aCampaign(id, lines).replace('contact.status: customer', `contact.status: ${status}`)}${more}`;

  /** Freezes it now, and answers its rows. */
  async function frozen(text: string) {
    const { id } = await campaigns.launch(text);
    const look = await createCampaignBook({ db: system.db, deployment: system.deployment }).look(
      id,
      system.clock.now(0),
    );
    const rows = await system.db.campaignRecipient.findMany({ where: { campaignId: id }, orderBy: { n: 'asc' } });
    const campaign = await campaigns.get(id);
    if (campaign.sum !== null) expect(holds(campaign.sum)).toBe(true);
    return { id, look, rows, campaign };
  }

  it('has each at the campaign’s time on their own clock, in that order', async () => {
    const zones = ['America/New_York', 'Asia/Shanghai', null, 'Nowhere/Land', 'Europe/Berlin'];
    for (const timezone of zones) await system.contact({ status: 'zoned', timezone });
    const at = 'at: { time: "2020-10-25T02:30", timezone: contact }\n';
    const { rows, look } = await frozen(to('zoned', 'zoned', STEPS, at));
    expect(rows.map(({ n, dueAt }) => [n, dueAt.toISOString()])).toEqual([
      [1, '2020-10-24T18:30:00.000Z'],
      // Twice that night in Berlin: the first.
      [2, '2020-10-25T00:30:00.000Z'],
      [3, '2020-10-25T02:30:00.000Z'],
      [4, '2020-10-25T02:30:00.000Z'],
      [5, '2020-10-25T06:30:00.000Z'],
    ]);
    expect(look).toEqual({ type: 'send', due: 1 });
  });

  it('starts when the first of them can be due', async () => {
    const at = 'at: { time: "2099-06-01T10:00", timezone: contact }\n';
    const { look, campaign } = await frozen(to('later', 'zoned', STEPS, at));
    expect(campaign).toMatchObject({ state: 'scheduled', startsAt: '2099-06-01T02:00:00.000Z' });
    expect(look).toMatchObject({ type: 'wait', until: Date.parse('2099-06-01T02:00:00Z') });
  });

  it('holds out a share of them, always the same ones', async () => {
    for (let i = 0; i < 200; i++) await system.contact({ status: 'many' });
    const { rows } = await frozen(to('half', 'many', STEPS, 'holdOut: 50\n'));
    const held = rows.filter(({ outcome }) => outcome === 'held-out');
    expect(held.length).toBeGreaterThan(60);
    expect(held.length).toBeLessThan(140);
    // What a simulation says of each of them.
    for (const { contactId, outcome } of rows)
      expect(isHeldOut('half', contactId, 50), contactId).toBe(outcome === 'held-out');
  });

  it('has of several contacts with one number the oldest, for an SMS', async () => {
    const old = await system.contact({ status: 'phoned', phone: '+86 138 0013 8000', createdAt: new Date(0) });
    await system.contact({ status: 'phoned', phone: '+8613800138000' });
    const sms = 'send: { sms: { template: test/hello, purpose: service } }';
    const { rows } = await frozen(to('texts', 'phoned', sms));
    expect(rows.filter(({ outcome }) => outcome === null).map(({ contactId }) => contactId)).toEqual([old]);
    expect(rows.find(({ outcome }) => outcome !== null)).toMatchObject({
      outcome: 'skipped',
      reason: 'duplicate-address',
    });
  });

  it('leaves out whom it excludes, and keeps what it was when the segment changes', async () => {
    for (const tags of [[], ['vip'], []]) await system.contact({ status: 'tagged', tags });
    const { id, rows } = await frozen(
      to('tagged', 'tagged', STEPS, 'exclude: { if: { contact.tags: { contains: vip } } }\n'),
    );
    expect(rows.length).toBe(2);
    await system.db.contact.updateMany({ where: { status: 'tagged' }, data: { status: 'gone' } });
    expect((await campaigns.get(id)).sum?.audience).toBe(2);
  });

  it('is whom its segment has when it begins, whatever that says before and after', async () => {
    const condition = async (version: number, status: string) => {
      const text = `kind: segment\nid: moving\nname: Moving\nif: { contact.status: ${status} }\n`;
      const row = { id: 'moving', kind: 'segment', current: version };
      await system.db.definition.upsert({ where: { id: 'moving' }, create: row, update: { current: version } });
      const published = { publishedAt: new Date(), publishedBy: 'usr_ops', textHash: '', enterOn: [] };
      await system.db.definitionVersion.create({ data: { definitionId: 'moving', version, text, ...published } });
    };
    await system.contact({ status: 'before' });
    const wanted = await system.contact({ status: 'meanwhile' });
    await system.contact({ status: 'after' });
    await condition(1, 'before');
    const { id } = await campaigns.launch(
      to('moving-along', 'nobody').replace(/audience: .*/, 'audience: { segment: moving }'),
    );
    await condition(2, 'meanwhile');
    await createCampaignBook({ db: system.db, deployment: system.deployment }).look(id, system.clock.now(0));
    await condition(3, 'after');
    const page = await campaigns.desk.recipients(id, {}, { after: null, limit: 10 });
    expect(page.rows.map(({ contactId }) => contactId)).toEqual([wanted]);
    expect((await campaigns.get(id)).sum?.audience).toBe(1);
  });

  it('says that it is empty before it is scheduled', async () => {
    const { id, revision } = await campaigns.draft(to('nobody', 'nobody'));
    const refused = await campaigns.tryTo(id, { type: 'schedule', revision });
    expect(refused).toMatchObject({ ok: false, error: { code: 'empty-audience' } });
  });

  it('is a long list, with strangers, broken lines and each of ours twice, in pieces of any size', async () => {
    const OURS = 2_000;
    const at = new Date();
    const like = { name: 'Ada', status: 'listed-long', tags: [], createdAt: at, updatedAt: at };
    const address = (n: number) => `ada${n}@long.example`;
    await system.db.contact.createMany({
      data: Array.from({ length: OURS }, (_, n) => ({
        ...{ ...like, id: newId('contact'), email: address(n), emailKey: address(n) },
      })),
    });
    const { id } = await campaigns.draft(
      to('listed-long', 'listed-long').replace(/audience: .*/, 'audience: { file: long.csv }'),
    );
    const bytes = async function* () {
      let text = 'name,email\r\n';
      for (let n = 0; n < OURS * 5; n++) {
        const kinds = [
          address(n % OURS),
          address(n % OURS).toUpperCase(),
          `stranger${n}@else.example`,
          `broken ${n}`,
          '@',
        ];
        text += `"Ada ${n}",${kinds[Math.floor(n / OURS)]}\r\n`;
        if (text.length < 10_000) continue;
        // A line may be cut anywhere.
        yield Buffer.from(text.slice(0, -7));
        text = text.slice(-7);
      }
      yield Buffer.from(text);
    };
    const order = { requestId: 'long list', actorId: 'usr_maker', reason: null };
    const file = await campaigns.desk.takeFile(id, { name: 'long.csv', lines: bytes() }, order);
    expect(file).toMatchObject({
      value: { lines: OURS * 5, found: OURS, duplicates: OURS, strangers: OURS, broken: OURS * 2 },
    });
    expect(await campaigns.desk.size(id)).toEqual({ ok: true, value: OURS });
  });

  it('is a list, of which every line is accounted for', async () => {
    const [ada = '', bob = ''] = await Promise.all(
      ['ada@listed.example', 'bob@listed.example'].map((email) => system.contact({ status: 'listed', email })),
    );
    const lines = ['email', 'ADA@listed.example', bob, 'ada@listed.example', 'stranger@listed.example', 'nonsense', ''];
    const { id, revision } = await campaigns.draft(
      to('listed', 'listed').replace(/audience: .*/, 'audience: { file: vip.csv }'),
    );
    expect(await campaigns.tryTo(id, { type: 'schedule', revision })).toMatchObject({
      error: { code: 'no-audience-file' },
    });
    const bytes = async function* () {
      for (const char of lines.join('\r\n')) yield Buffer.from(char);
    };
    const order = { requestId: 'list', actorId: 'usr_maker', reason: null };
    const file = await campaigns.desk.takeFile(id, { name: 'vip.csv', lines: bytes() }, order);
    expect(file).toMatchObject({ value: { lines: 5, found: 2, duplicates: 1, strangers: 1, broken: 1 } });
    const broken = await campaigns.desk.fileLines(
      id,
      { name: 'vip.csv', became: 'broken' },
      { after: null, limit: 10 },
    );
    expect(broken.rows).toMatchObject([{ line: 6, value: 'nonsense', contactId: null }]);
    await campaigns.act(id, { type: 'schedule', revision });
    await createCampaignBook({ db: system.db, deployment: system.deployment }).look(id, system.clock.now(0));
    const page = await campaigns.desk.recipients(id, { part: 'notYet' }, { after: null, limit: 10 });
    expect(page.rows.map(({ contactId }) => contactId).sort()).toEqual([ada, bob].sort());
  });

  it('goes out once by a request, and is approved by another', async () => {
    const limited = new CampaignTester(system, async () => undefined, {
      ...system.deployment.policy.campaigns,
      approvalAbove: 1,
    });
    const { id, revision } = await limited.draft(to('large', 'many'));
    expect(await limited.act(id, { type: 'schedule', revision })).toMatchObject({
      state: 'awaiting-approval',
      expected: 200,
    });
    expect(await limited.tryTo(id, { type: 'approve', revision })).toMatchObject({ error: { code: 'own-campaign' } });
    const order = { requestId: 'approve-once', actorId: 'usr_other', reason: null };
    const once = await limited.desk.act(id, { type: 'approve', revision }, order);
    expect(once).toMatchObject({ ok: true, value: { state: 'scheduled', approvedBy: 'usr_other' } });
    expect(await limited.desk.act(id, { type: 'approve', revision }, order)).toMatchObject({ ok: true });
    expect(await limited.desk.act(id, { type: 'stop' }, order)).toMatchObject({
      error: { code: 'idempotency-mismatch' },
    });
    expect(await system.db.audit.count({ where: { objectId: id, action: 'campaign.approve' } })).toBe(1);
  });
});
