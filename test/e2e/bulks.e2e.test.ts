import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BulkCommand } from '../../src/api/ports.js';
import type { BulkStore } from '../../src/api/store-ports.js';
import { createBulkStore } from '../../src/db/bulk/store.js';
import { createOutlines } from '../../src/db/outlines.js';
import { aJourney } from '../support/definitions.js';
import { startRealWorker } from '../support/real-worker.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const JOURNEYS = 150;
const PATIENT = 240_000;

describe('a command for some hundred journeys', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let bulks: BulkStore;
  const ids: string[] = [];
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    bulks = createBulkStore(system.db, createOutlines(system.db));
    await system.publish(aJourney('season', '  - wait: 90 days\n  - end: done'));
    workers.push(await startRealWorker(system));
    for (let n = 0; n < JOURNEYS; n++) {
      const { journeyId } = await system.enrol('season', await system.contact());
      ids.push(journeyId);
    }
    await eventually(
      () => system.db.journey.count({ where: { advance: 1 } }),
      (count) => count === JOURNEYS,
      120_000,
    );
  }, PATIENT);

  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await system?.stop();
    await temporal?.stop();
  });

  async function begin(command: BulkCommand, ratePerMinute: number): Promise<string> {
    const moment = { now: Date.now(), lateBefore: 0 };
    const order = { command, targets: { definition: 'season' }, expect: JOURNEYS, reason: 'the fair', ratePerMinute };
    const made = await bulks.create({ type: 'all' }, { ...order, requestId: command.kind, source: 'test' }, moment, {
      actorId: 'usr_rep',
      at: Date.now(),
    });
    if (!made.ok) throw new Error(`not made: ${JSON.stringify(made.error)}`);
    return made.value.id;
  }

  const shown = async (id: string) => {
    const bulk = await bulks.get({ type: 'all' }, id);
    if (bulk === null) throw new Error('no such bulk');
    expect(bulk.done + bulk.refused + bulk.failed + bulk.waiting).toBe(bulk.total);
    const items = await system.db.bulkItem.groupBy({ by: ['state'], where: { bulkId: id }, _count: true });
    return { ...bulk, items: Object.fromEntries(items.map(({ state, _count }) => [state, _count])) };
  };

  /** By journey: journal lines, commands and audit rows of one kind. */
  async function effects(kind: 'pause' | 'exit') {
    const of = { journeyId: { in: ids } };
    const [lines, commands, audits] = await Promise.all([
      system.db.journalEntry.findMany({ where: { ...of, action: kind, decision: 'done' } }),
      system.db.command.findMany({ where: { ...of, kind } }),
      system.db.audit.findMany({ where: { objectId: { in: ids }, action: `journey.${kind}` } }),
    ]);
    return [
      lines,
      commands.map(({ journeyId }) => ({ journeyId })),
      audits.map(({ objectId: journeyId }) => ({ journeyId })),
    ].map((rows) => rows.map(({ journeyId }) => journeyId).sort());
  }

  test(
    'reaches each of them once, whichever workers are killed in the midst of it',
    async () => {
      const id = await begin({ kind: 'pause' }, 6_000);
      for (const reached of [20, 60]) {
        await eventually(
          () => shown(id),
          ({ done }) => done >= reached,
          90_000,
        );
        const [first] = workers.splice(0, 1);
        const dead = first === undefined ? null : once(first, 'exit');
        first?.kill('SIGKILL');
        await dead;
        expect((await shown(id)).state).toBe('running');
        workers.push(...(await Promise.all([startRealWorker(system), startRealWorker(system)])));
      }
      const after = await eventually(
        () => shown(id),
        ({ state }) => state === 'done',
        120_000,
      );
      expect(after).toMatchObject({ done: JOURNEYS, refused: 0, failed: 0, waiting: 0, items: { done: JOURNEYS } });
      const each = [...ids].sort();
      expect(await effects('pause')).toEqual([each, each, each]);
      expect(await system.db.journey.count({ where: { phase: 'paused' } })).toBe(JOURNEYS);
    },
    PATIENT,
  );

  test(
    'stops at an abort: what is done stays done, the rest is left alone',
    async () => {
      const id = await begin({ kind: 'exit', outcome: 'fair' }, 300);
      await eventually(
        () => shown(id),
        ({ done }) => done >= 10,
        60_000,
      );
      expect(await bulks.abort(id, 'the wrong ones', { actorId: 'usr_rep', at: Date.now() })).toBe(true);
      // What was on its way when the abort came still arrives.
      await eventually(
        () => shown(id),
        ({ finishedAt }) => finishedAt !== null,
        60_000,
      );
      const { done, items } = await shown(id);
      expect(done).toBeLessThan(JOURNEYS);
      expect(items).toEqual({ done, waiting: JOURNEYS - done });
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(await shown(id)).toMatchObject({ state: 'aborted', done, waiting: JOURNEYS - done });
      expect((await effects('exit')).map(({ length }) => length)).toEqual([done, done, done]);
      expect(await system.db.journey.count({ where: { id: { in: ids }, status: 'open' } })).toBe(JOURNEYS - done);
    },
    PATIENT,
  );
});
