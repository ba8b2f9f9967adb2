import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCampaignBook } from '../../../src/db/campaign-life/book.js';
import { pokeOverdueCampaigns } from '../../../src/db/poke-overdue.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { HOUR } from '../../../src/domain/instant.js';
import { aCampaign, CampaignTester } from '../../support/campaigns.js';
import { TestSystem } from '../../support/system.js';

/* What was approved is what goes out, to whom it was approved for, and nobody gets in beside it. */

describe('a campaign that is approved', () => {
  let system: TestSystem;
  let campaigns: CampaignTester;
  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    campaigns = new CampaignTester(system, async () => undefined, {
      ...system.deployment.policy.campaigns,
      approvalAbove: 1,
    });
    for (const email of ['ada@vip.example', 'bob@vip.example', 'eve@vip.example'])
      await system.contact({ status: 'customer', email });
  });
  afterAll(() => system.stop());

  const STEPS = 'steps: [{ id: hello, email: { template: test/hello, from: owner, purpose: service } }]';
  const OF_LIST = (id: string) => aCampaign(id, STEPS).replace(/audience: .*/, 'audience: { file: vip.csv }');
  const definitionOf = (text: string) => {
    const { definition } = parseDefinition({ file: 'test.yaml', text });
    if (definition?.kind !== 'campaign') throw new Error('no campaign');
    return definition;
  };
  const edit = (text: string, revision: number) => ({
    type: 'edit' as const,
    revision,
    text,
    definition: definitionOf(text),
  });
  const bring = (id: string, lines: string, actorId = 'usr_maker') =>
    campaigns.desk.takeFile(
      id,
      {
        name: 'vip.csv',
        lines: (async function* () {
          yield Buffer.from(lines);
        })(),
      },
      { requestId: `${id} ${lines}`, actorId, reason: null },
    );
  const look = (id: string) =>
    createCampaignBook({ db: system.db, deployment: system.deployment }).look(id, system.clock.now(0));

  it('is approved by nobody who ever wrote it, asked for it or brought its list', async () => {
    const text = OF_LIST('written');
    const { id, revision } = await campaigns.draft(text);
    await campaigns.act(id, edit(`${text}priority: 7\n`, revision), 'usr_writer');
    await campaigns.act(id, edit(`${text}priority: 8\n`, revision + 1));
    await bring(id, 'ada@vip.example\nbob@vip.example\n', 'usr_lister');
    const asked = { type: 'schedule' as const, revision: revision + 2 };
    expect(await campaigns.act(id, asked)).toMatchObject({ state: 'awaiting-approval' });
    const approve = { type: 'approve' as const, revision: revision + 2 };
    // What the page's button goes by is what a command is judged by.
    expect(new Set(await campaigns.desk.authors(id))).toEqual(new Set(['usr_maker', 'usr_writer', 'usr_lister']));
    for (const author of ['usr_maker', 'usr_writer', 'usr_lister'])
      expect(await campaigns.tryTo(id, approve, author)).toMatchObject({ error: { code: 'own-campaign' } });
    expect(await campaigns.act(id, approve, 'usr_other')).toMatchObject({ state: 'scheduled' });
  });

  it('keeps its lists: no other is taken, and one that comes to its end meanwhile is none', async () => {
    const { id, revision } = await campaigns.draft(OF_LIST('kept'));
    await bring(id, 'ada@vip.example\nbob@vip.example\n');
    const late = campaigns.desk.takeFile(
      id,
      {
        name: 'vip.csv',
        lines: (async function* () {
          yield Buffer.from('eve@vip.example\n');
          await campaigns.act(id, { type: 'schedule', revision });
        })(),
      },
      { requestId: 'late', actorId: 'usr_maker', reason: null },
    );
    expect(await late).toMatchObject({ error: { code: 'campaign-not-draft' } });
    expect(await bring(id, 'eve@vip.example\n')).toMatchObject({ error: { code: 'campaign-not-draft' } });
    expect(await campaigns.desk.files(id)).toMatchObject([{ found: 2, state: 'ready' }]);
    await campaigns.act(id, { type: 'approve', revision }, 'usr_other');
    await look(id);
    expect(await campaigns.get(id)).toMatchObject({ state: 'sending', audience: 2 });
  });

  it('is a draft again when its segment is gone, says why, and is checked and tested by its new text', async () => {
    const segment = 'kind: segment\nid: gone\nname: Gone\nif: { contact.status: customer }\n';
    await system.db.definition.create({ data: { id: 'gone', kind: 'segment', current: 1 } });
    await system.db.definitionVersion.create({
      data: {
        ...{ definitionId: 'gone', version: 1, text: segment, textHash: '', enterOn: [], goalOn: [] },
        ...{ publishedAt: new Date(0), publishedBy: 'test' },
      },
    });
    const text = aCampaign('of-segment', STEPS).replace(/audience: .*/, 'audience: { segment: gone }');
    const { id, revision } = await campaigns.draft(text);
    await campaigns.act(id, { type: 'schedule', revision });
    await campaigns.act(id, { type: 'approve', revision }, 'usr_other');
    await system.db.definition.update({ where: { id: 'gone' }, data: { kind: 'survey' } });
    await system.db.definitionVersion.updateMany({ where: { definitionId: 'gone' }, data: { text: 'kind: survey\n' } });
    expect(await look(id)).toEqual({ type: 'over' });
    expect(await campaigns.get(id)).toMatchObject({
      state: 'draft',
      reason: 'unknown-segment',
      audience: null,
      startsAt: null,
    });
    expect(await campaigns.act(id, edit(text, revision))).toMatchObject({ version: null, way: null });
  });

  it('lets nobody in beside its audience, and has its recipients in the version that was approved', async () => {
    const { id, revision } = await campaigns.draft(aCampaign('entered', STEPS));
    await campaigns.act(id, { type: 'schedule', revision });
    const { version } = await campaigns.act(id, { type: 'approve', revision }, 'usr_other');
    const [contact] = await system.db.contact.findMany({ take: 1 });
    const started = await system
      .engine()
      .start({ definitionId: id, contactId: contact?.id ?? '', actorId: 'usr_maker' });
    expect(started).toMatchObject({ error: { code: 'of-campaign' } });
    expect(version).toBe(1);
  });

  it('takes its lists along when its draft is thrown away', async () => {
    const { id } = await campaigns.draft(OF_LIST('thrown'));
    await bring(id, 'stranger@nowhere.example\n');
    await campaigns.act(id, { type: 'discard' });
    expect(await system.db.campaignFile.count({ where: { campaignId: id } })).toBe(0);
    expect(await system.db.campaignFileLine.count({ where: { value: 'stranger@nowhere.example' } })).toBe(0);
  });

  it('is told again to Temporal when its time was long ago and nothing came of it', async () => {
    const { id, revision } = await campaigns.draft(aCampaign('overdue', STEPS));
    await campaigns.act(id, { type: 'schedule', revision });
    await campaigns.act(id, { type: 'approve', revision }, 'usr_other');
    const { virtual, real } = system.clock.now(0);
    const told = async (hours: number) => {
      await system.db.outbox.deleteMany({ where: { kind: 'campaign' } });
      await pokeOverdueCampaigns(system.db, { business: virtual + hours * HOUR, real: real + hours * HOUR }, real);
      return (await system.db.outbox.findMany({ where: { kind: 'campaign' } })).map(({ journeyId }) => journeyId);
    };
    expect(await told(-1)).not.toContain(id);
    expect(await told(1)).toContain(id);
    await look(id);
    expect(await told(1)).toContain(id);
    await system.db.campaignBlock.updateMany({
      where: { campaignId: id },
      data: { fence: 'mine', realLeaseUntil: new Date(real + 2 * HOUR) },
    });
    expect(await told(1)).not.toContain(id);
  });
});
