import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VerificationPlace } from '../../src/api/ports.js';
import type { VerifyCode } from '../../src/domain/error-codes/verify-codes.js';
import { MINUTE } from '../../src/domain/instant.js';
import { createRunViewer } from '../../src/temporal/runs.js';
import { bundleWorkflows } from '../../src/worker/bundle.js';
import { aJourney } from '../support/definitions.js';
import { type Enrolled, eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const THROWING = fileURLToPath(new URL('../support/throwing-workflow.ts', import.meta.url));
const WAITS = aJourney('waits', '  - wait: 300 days\n  - end: waited');

describe('what nobody looks after any more', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(WAITS);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  async function waiting(): Promise<Enrolled> {
    const enrolled = await system.enrol('waits', await system.contact());
    await eventually(
      () => system.row(enrolled.journeyId),
      (row) => row.advance === 1,
    );
    return enrolled;
  }

  /** What one part of a verification says of something, once it says anything: Temporal's list is behind its histories. */
  async function told(part: VerificationPlace['part'], id: string): Promise<VerifyCode[]> {
    const codes = async () =>
      (await system.records().verify({ part, after: null })).differences
        .filter((difference) => difference.id === id)
        .map(({ code }) => code);
    return await eventually(codes, ({ length }) => length > 0, 60_000);
  }

  test('a run that goes on although its journey is over in the records is told of', async () => {
    const { journeyId, workflowId } = await waiting();
    await system.db.journey.update({ where: { id: journeyId }, data: { status: 'ended', outcome: 'by-hand' } });
    expect(await told('runs', workflowId)).toEqual(['run-of-ended-journey']);
  });

  test('a run of which the records know no journey is told of', async () => {
    const { journeyId, workflowId } = await waiting();
    await system.db.journey.update({ where: { id: journeyId }, data: { workflowId: `${workflowId}/forgotten` } });
    expect(await told('runs', workflowId)).toEqual(['run-without-journey']);
  });

  test('what Temporal was not told for more than a minute is told of, and what is younger is in motion', async () => {
    const { journeyId, workflowId } = await waiting();
    const row = (age: number) => ({ kind: 'poke', journeyId, workflowId, realAt: new Date(Date.now() - age) });
    const old = await system.db.outbox.create({ data: row(2 * MINUTE) });
    const young = await system.db.outbox.create({ data: row(0) });
    expect(await told('leftovers', String(old.id))).toEqual(['outbox-left']);
    const { differences } = await system.records().verify({ part: 'leftovers', after: null });
    expect(differences.map(({ id }) => id)).not.toContain(String(young.id));
  });

  test('a call that is late by more than a minute is told of, and one that was answered is not', async () => {
    const { journeyId } = await waiting();
    const [late, done] = ['dlv_late', 'dlv_done'];
    const realDueAt = new Date(Date.now() - 2 * MINUTE);
    const shared = { journeyId, stepId: 'tell', occurrence: 1, kind: 'webhook', content: {}, at: realDueAt, realDueAt };
    await system.db.delivery.create({ data: { ...shared, id: late, state: 'waiting' } });
    await system.db.delivery.create({ data: { ...shared, id: done, occurrence: 2, state: 'done' } });
    expect(await told('leftovers', late)).toEqual(['delivery-late']);
    const { differences } = await system.records().verify({ part: 'leftovers', after: null });
    expect(differences.map(({ id }) => id)).not.toContain(done);
  });

  test('a run whose tasks fail again and again is among those that fail, and one that waits is not', async () => {
    const { workflowId: fine } = await waiting();
    const target = { ...temporal, skipping: false };
    const broken = await TestSystem.start(target, { bundle: () => bundleWorkflows(THROWING) });
    try {
      await broken.publish(WAITS);
      await broken.work();
      const { workflowId, journeyId } = await broken.enrol('waits', await broken.contact());
      const failing = () => createRunViewer(broken.client, broken.taskQueue).failing();
      expect(await eventually(failing, ({ length }) => length > 0, 180_000)).toEqual([workflowId]);
      expect(await broken.row(journeyId)).toMatchObject({ status: 'open', advance: 0 });
      expect(await createRunViewer(system.client, system.taskQueue).failing()).not.toContain(fine);
    } finally {
      await broken.stop();
    }
  }, 240_000);
});
