import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historiesOf, kindsOf } from '../support/histories.js';
import { aPool, claim, ownershipOf, tellClocks } from '../support/pools.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

// A minute of business time takes a second, and whatever takes longer than three is slept through.
const RATE = 60;
const HIBERNATE_AFTER = 3000;
const MINUTE = 60_000;

describe('the clock of a lead, on a real server', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    const now = Date.now();
    system = await TestSystem.start(
      { ...temporal, skipping: false },
      { hibernateAfter: HIBERNATE_AFTER, clockMap: { virtualAnchor: now, realAnchor: now, rate: RATE } },
    );
    // The API's clock is the business clock, too.
    system.now = () => Math.round(system.clock.now(0).virtual);
    await aPool(system, { followUpWithin: '600 minutes' });
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const aLead = async () => {
    const at = new Date(system.now());
    return await system.contact({ ownerId: null, poolId: 'inbound', createdAt: at, updatedAt: at });
  };
  const runsOf = async (contactId: string) =>
    await historiesOf(system.client, `lead-clock/${(await ownershipOf(system, contactId)).id}`);

  async function sleeping(contactId: string): Promise<void> {
    await claim(system, contactId);
    await tellClocks(system);
    await eventually(
      () => runsOf(contactId),
      (runs) => runs.length === 2,
    );
  }

  test('Law 6: a long wait is slept through as a run without a worker, and the first real contact ends it at once', async () => {
    const contactId = await aLead();
    await sleeping(contactId);
    const runs = await runsOf(contactId);
    expect(runs[1]?.events).toHaveLength(1);
    // The start and its signal, one look, and the sleep.
    expect(runs[0]?.events.length).toBeLessThanOrEqual(12);
    await system.engine().receive({ type: 'email.replied', contactId, fields: { step: 'x' }, source: 'test' });
    const { id } = await ownershipOf(system, contactId);
    await eventually(
      () => system.client.workflow.getHandle(`lead-clock/${id}`).describe(),
      ({ status }) => status.name === 'COMPLETED',
    );
    expect(await ownershipOf(system, contactId)).toMatchObject({
      until: null,
      workedBy: expect.stringMatching(/^evt_/),
    });
  });

  test('Law 6: a rule that becomes stricter wakes it, and it ends by that, not when its sleep would have', async () => {
    const contactId = await aLead();
    await sleeping(contactId);
    const { clockFrom } = await ownershipOf(system, contactId);
    await system.db.pool.update({ where: { id: 'inbound' }, data: { followUpWithin: '8 minutes' } });
    await tellClocks(system);
    const over = await eventually(
      () => ownershipOf(system, contactId),
      ({ until }) => until !== null,
      60_000,
    );
    expect(over.ended).toBe('reclaim');
    expect((over.until?.getTime() ?? 0) - (clockFrom?.getTime() ?? 0)).toBeGreaterThanOrEqual(8 * MINUTE);
    const runs = await runsOf(contactId);
    // W5: woken early, it waits with a timer; or the eight minutes were over before it was told.
    expect(runs).toHaveLength(2);
    expect(runs.flatMap(kindsOf).filter((kind) => kind === 'timerStarted').length).toBeLessThanOrEqual(1);
  });
});
