import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_POLICY } from '../../src/domain/policy.js';
import { aJourney, aMail } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const RATE = { most: 3, perMs: 3_000 };
const MAILS = 8;

describe('a receiving domain with a rate', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    const policy = { ...NO_POLICY, receiving: { default: null, domains: { 'slow.example': RATE } } };
    system = await TestSystem.start({ ...temporal, skipping: false }, { policy });
    await system.publish(aJourney('talk', `${aMail('hello')}\n  - end: done`));
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const enrol = (domain: string) =>
    Promise.all(
      Array.from({ length: MAILS }, async (_, i) =>
        system.enrol('talk', await system.contact({ email: `c${i}@${domain}` })),
      ),
    );
  const accepted = (domain: string) =>
    system.db.message.findMany({ where: { state: 'accepted', toAddress: { endsWith: `@${domain}` } } });
  const work = async () => {
    await system.work();
    await system.work();
  };

  test('gets no more than it in any stretch of time, by two workers and over a restart; other domains wait for nothing', async () => {
    const slow = await enrol('Slow.example');
    const others = [...(await enrol('quick.example')), ...(await enrol('other.example'))];
    await work();
    await eventually(
      () => accepted('Slow.example'),
      (rows) => rows.length >= 2,
    );
    await system.rest();
    await work();
    const rows = await eventually(
      () => accepted('Slow.example'),
      (all) => all.length === MAILS,
      90_000,
    );
    const went = rows.map(({ realClaimedAt }) => realClaimedAt?.getTime() ?? 0);
    for (const from of went)
      expect(went.filter((at) => at >= from && at < from + RATE.perMs).length).toBeLessThanOrEqual(RATE.most);
    for (const domain of ['quick.example', 'other.example'])
      await eventually(
        () => accepted(domain),
        (all) => all.length === MAILS,
      );
    const stories = (list: typeof slow) => Promise.all(list.map(({ journeyId }) => system.story(journeyId)));
    expect((await stories(others)).flat().filter((line) => line.includes('defer'))).toEqual([]);
    const waited = (await stories(slow)).filter((lines) => lines.includes('hello email defer domain-rate'));
    expect(waited.length).toBeGreaterThanOrEqual(MAILS - RATE.most);
    expect(await system.db.message.count({ where: { receiver: { not: null } } })).toBe(0);
    expect(await system.db.receivingPace.findMany({ select: { domain: true } })).toEqual([{ domain: 'slow.example' }]);
    expect(system.inbox.mails).toHaveLength(3 * MAILS);
  });
});
