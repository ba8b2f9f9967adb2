import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lane } from '../../src/activities/campaign-ports.js';
import { createBulkWork } from '../../src/db/bulk/work.js';
import { newId } from '../../src/db/new-id.js';
import { holds } from '../../src/domain/campaign/sum.js';
import { createBulkRunner } from '../../src/worker/run-bulks.js';
import { aCampaign, CampaignTester, keepMoving, watchOnce } from '../support/campaigns.js';
import { startRealWorker } from '../support/real-worker.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const PATIENT = 240_000;
const STEPS = `steps:
  - id: hello
    email: { template: test/hello, from: owner, purpose: service }`;

/** Who gets a journey that only waits: what is looked at is how they begin. */
const WAITING = 'steps: [{ wait: 90 days }, { end: done }]';

describe('a campaign', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let campaigns: CampaignTester;
  let stand: () => void = () => {};

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    campaigns = new CampaignTester(system);
    await system.work();
    stand = keepMoving(system);
  }, PATIENT);

  afterAll(async () => {
    stand();
    await system?.stop();
    await temporal?.stop();
  });

  const customers = async (status: string, count: number): Promise<string[]> =>
    await Promise.all(
      Array.from({ length: count }, (_, i) => system.contact({ status, email: `ada@${status}-${i}.example` })),
    );

  const to =
    (status: string, lines = STEPS) =>
    (text: string) =>
      text.replace('contact.status: customer', `contact.status: ${status}`).replace(DEFAULT, lines);
  const DEFAULT = /send: .*/;

  const state = async (id: string) => {
    const campaign = await campaigns.get(id);
    if (campaign.sum !== null) expect(holds(campaign.sum)).toBe(true);
    return campaign;
  };

  test(
    'goes from a draft to done, and everybody is in its sum',
    async () => {
      const ids = await customers('whole', 30);
      await campaigns.launch(to('whole')(aCampaign('whole')));
      const done = await eventually(
        () => state('whole'),
        ({ state }) => state === 'done',
        60_000,
      );
      expect(done.audience).toBe(30);
      expect((done.sum?.parts.begun ?? 0) + (done.sum?.parts.sent ?? 0)).toBe(30);
      const audits = await system.db.audit.findMany({ where: { objectId: 'whole' }, orderBy: { id: 'asc' } });
      expect(audits.map(({ action }) => action)).toEqual([
        'campaign.create',
        'definition.publish',
        'campaign.schedule',
        'campaign.begin',
        'campaign.done',
      ]);
      await eventually(
        async () => system.inbox.mails.length,
        (count) => count === ids.length,
        180_000,
      );
    },
    PATIENT,
  );

  test(
    'rests in the middle, at once, and goes on with the others when it is resumed',
    async () => {
      await customers('resting', 40);
      await campaigns.launch(to('resting', `${STEPS}\nrate: { perMinute: 600 }`)(aCampaign('resting')));
      const sent = (sum: { parts: { begun: number; sent: number } } | null) =>
        (sum?.parts.begun ?? 0) + (sum?.parts.sent ?? 0);
      await eventually(
        () => state('resting'),
        ({ sum }) => sent(sum) >= 3,
        60_000,
      );
      await campaigns.act('resting', { type: 'pause', reason: 'by-hand' });
      const paused = await state('resting');
      expect(sent(paused.sum)).toBeLessThan(40);
      await eventually(
        async () => (await system.client.workflow.getHandle('campaign/resting').describe()).status.name,
        (status) => status !== 'RUNNING',
      );
      expect(sent((await state('resting')).sum)).toBe(sent(paused.sum));
      await campaigns.act('resting', { type: 'set-rate', perMinute: null });
      await campaigns.act('resting', { type: 'resume' });
      const done = await eventually(
        () => state('resting'),
        (campaign) => campaign.state === 'done',
        60_000,
      );
      expect(sent(done.sum)).toBe(40);
    },
    PATIENT,
  );

  test(
    'of one mail reaches each of its recipients without a journey, once, and is done',
    async () => {
      await customers('mailed', 30);
      await system.contact({ status: 'mailed', email: null });
      await campaigns.launch(aCampaign('mailed').replace('contact.status: customer', 'contact.status: mailed'));
      const done = await eventually(
        () => state('mailed'),
        ({ state }) => state === 'done',
        60_000,
      );
      expect(done).toMatchObject({ way: 'mail', audience: 31 });
      expect(done.sum?.parts).toMatchObject({ sent: 30, skipped: 1, begun: 0 });
      expect(done.sum?.reasons).toEqual([{ part: 'skipped', reason: 'no-address', count: 1 }]);
      const mails = system.inbox.mails.filter(({ to }) => to.some((address) => address.includes('@mailed-')));
      expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(30);
      expect(mails.length).toBe(30);
      expect(await system.db.journey.count({ where: { definitionId: 'mailed' } })).toBe(0);
      expect(await system.db.message.count({ where: { journey: { definitionId: 'mailed' } } })).toBe(0);
      expect(await campaigns.tryTo('mailed', { type: 'stop' })).toMatchObject({ error: { code: 'campaign-over' } });
      expect(await state('mailed')).toMatchObject({ state: 'done', sum: done.sum });
    },
    PATIENT,
  );

  test(
    'rests and is stopped with the journeys that it has begun; whom a person had paused before stays so',
    async () => {
      await customers('followed', 60);
      await campaigns.launch(to('followed', `${WAITING}\nrate: { perMinute: 60 }`)(aCampaign('followed')));
      const bulks = createBulkRunner({
        bulks: createBulkWork({ db: system.db, engine: system.engine() }),
        temporalAnswers: async () => true,
        now: Date.now,
        onTrouble: (_, error) => {
          throw error;
        },
      });
      /** Gives the command, and waits until its journeys have heard of it. */
      const told = async (act: 'pause' | 'resume' | 'stop') => {
        await campaigns.act('followed', act === 'pause' ? { type: act, reason: 'by-hand' } : { type: act });
        await eventually(
          async () => {
            while ((await bulks.round()) > 0);
            const { untold } = await system.db.campaign.findUniqueOrThrow({ where: { id: 'followed' } });
            const open = await system.db.bulk.count({ where: { source: 'campaign:followed', finishedAt: null } });
            return open + (untold === null ? 0 : 1);
          },
          (open) => open === 0,
          60_000,
        );
        await bulks.settled();
      };
      const journeys = () =>
        system.db.journey.findMany({ where: { definitionId: 'followed' }, orderBy: { id: 'asc' } });
      const begun = await eventually(
        journeys,
        (all) => all.filter(({ phase }) => phase === 'active').length >= 3,
        60_000,
      );
      const byHand = begun.find(({ phase }) => phase === 'active')?.id ?? '';
      const who = { requestId: 'by-hand', actorId: 'usr_rep', reason: 'on holiday' };
      expect(await system.engine().command(byHand, { kind: 'pause' }, who)).toMatchObject({ ok: true });

      await told('pause');
      const paused = await journeys();
      expect(new Set(paused.map(({ phase }) => phase))).toEqual(new Set(['paused']));
      await told('resume');
      const resumed = (await journeys()).filter(({ id }) => paused.some((each) => each.id === id));
      expect(resumed.filter(({ phase }) => phase === 'paused').map(({ id }) => id)).toEqual([byHand]);
      await told('stop');
      const stopped = await eventually(journeys, (all) => all.every(({ status }) => status !== 'open'), 60_000);
      expect(new Set(stopped.map(({ outcome }) => outcome))).toEqual(new Set(['campaign-stopped']));
      const { sum } = await state('followed');
      expect(sum?.parts).toMatchObject({ begun: stopped.length, notYet: 60 - stopped.length });
    },
    PATIENT,
  );

  test(
    'is stopped in its first second, and nobody gets it',
    async () => {
      await customers('stopped', 10);
      await campaigns.launch(to('stopped', `${STEPS}\nrate: { perMinute: 1 }`)(aCampaign('stopped')));
      await campaigns.act('stopped', { type: 'stop' });
      const stopped = await state('stopped');
      expect(stopped).toMatchObject({ state: 'stopped', reason: 'by-hand' });
      expect(stopped.sum === null || stopped.sum.parts.begun <= 1).toBe(true);
    },
    PATIENT,
  );
});

describe('a campaign to many', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let campaigns: CampaignTester;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    campaigns = new CampaignTester(system);
  }, PATIENT);

  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await system?.stop();
    await temporal?.stop();
  });

  async function customers(status: string, count: number): Promise<void> {
    await system.contact({ status });
    const at = new Date();
    const like = { name: 'Ada Lovelace', status, ownerId: 'usr_rep', tags: [], createdAt: at, updatedAt: at };
    await system.db.contact.createMany({
      data: Array.from({ length: count - 1 }, () => ({ ...like, id: newId('contact') })),
    });
  }

  const allBegin = (id: string) =>
    eventually(
      () => campaigns.get(id),
      ({ sum }) => sum?.parts.notYet === 0,
      120_000,
    );

  test(
    'holds its sum when a worker is killed in the middle, and nobody enters twice',
    async () => {
      await customers('killed', 100);
      workers.push(await startRealWorker(system));
      const text = `${aCampaign('killed', WAITING)}rate: { perMinute: 600 }\n`.replace('customer', 'killed');
      await campaigns.launch(text);
      await eventually(
        () => campaigns.get('killed'),
        ({ sum }) => (sum?.parts.begun ?? 0) >= 5,
        60_000,
      );
      workers[0]?.kill('SIGKILL');
      const left = await campaigns.get('killed');
      expect(left.sum !== null && holds(left.sum)).toBe(true);
      expect(left.sum?.parts.notYet).toBeGreaterThan(0);
      await campaigns.act('killed', { type: 'set-rate', perMinute: null });
      workers.push(await startRealWorker(system));
      expect((await allBegin('killed')).sum?.parts).toMatchObject({ begun: 100, notYet: 0, uncertain: 0 });
      const journeys = await system.db.journey.findMany({ where: { definitionId: 'killed' } });
      expect(new Set(journeys.map(({ contactId }) => contactId)).size).toBe(100);
      expect(journeys.length).toBe(100);
      workers[1]?.kill('SIGKILL');
    },
    PATIENT,
  );

  test(
    'leaves few events in the history, and is stopped in its last second',
    async () => {
      await customers('counted', 2_000);
      await system.work();
      await campaigns.launch(aCampaign('counted', WAITING).replace('customer', 'counted'));
      await allBegin('counted');
      await eventually(
        async () => (await system.client.workflow.getHandle('campaign/counted').describe()).status.name,
        (status) => status !== 'RUNNING',
      );
      const runs = system.client.workflow.list({ query: "WorkflowId = 'campaign/counted'" });
      let events = 0;
      for await (const run of runs) events += Number(run.historyLength);
      expect(events).toBeLessThanOrEqual(24);
      const stopped = await campaigns.act('counted', { type: 'stop' });
      expect(stopped).toMatchObject({ state: 'stopped', reason: 'by-hand' });
      const { sum } = await campaigns.get('counted');
      expect(sum !== null && holds(sum) && sum.parts.begun === 2_000).toBe(true);
      await watchOnce(system);
      expect(await system.db.bulk.findFirst({ where: { source: 'campaign:counted' } })).toMatchObject({
        ...{ kind: 'exit', total: 2_000 },
      });
    },
    PATIENT,
  );
});

describe('a campaign whose lane breaks off again and again', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
  }, PATIENT);

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  test(
    'is taken up again within some seconds, however often that was',
    async () => {
      const begun: number[] = [];
      const { lanes } = system.activityDeps();
      const mail: Lane = {
        run: async (...asked) => {
          begun.push(Date.now());
          if (begun.length <= 5) throw new Error('the database is away');
          return await lanes.mail.run(...asked);
        },
      };
      await system.work({ lanes: { ...lanes, mail } });
      await system.contact({ status: 'waited-for' });
      const campaigns = new CampaignTester(system);
      await campaigns.launch(aCampaign('broken').replace('contact.status: customer', 'contact.status: waited-for'));
      const done = await eventually(
        () => campaigns.get('broken'),
        ({ state }) => state === 'done',
        90_000,
      );
      expect(done.sum?.parts).toMatchObject({ sent: 1 });
      const waits = begun.slice(1).map((at, index) => at - (begun[index] as number));
      expect(waits).toHaveLength(5);
      expect(Math.max(...waits)).toBeLessThan(7_000);
    },
    PATIENT,
  );
});
