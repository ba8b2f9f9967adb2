import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DefinitionStore, VersionMove } from '../../src/api/store-ports.js';
import { createDefinitionStore } from '../../src/db/definition-store.js';
import { createOutlines } from '../../src/db/outlines.js';
import { NO_MAP } from '../../src/domain/journey/version/version-map.js';
import { aJourney } from '../support/definitions.js';
import { startRealWorker } from '../support/real-worker.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const JOURNEYS = 60;
const PATIENT = 240_000;
const DAY = 24 * 3_600_000;

const WAS = aJourney('season', '  - id: rest\n    wait: 90 days\n  - id: think\n    wait: 90 days\n  - end: done');
const IS = aJourney('season', '  - id: rest\n    wait: 60 days\n  - end: done');

/* A definition is edited while everybody in it sleeps: all wake into the new version, and back, though workers are killed. */

describe('a publish that takes those in flight along', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let definitions: DefinitionStore;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    definitions = createDefinitionStore(system.db, createOutlines(system.db));
    await publish(WAS, 'pin', null);
    workers.push(await startRealWorker(system));
    for (let n = 0; n < JOURNEYS; n++) await system.enrol('season', await system.contact());
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

  async function publish(text: string, policy: VersionMove['policy'], current: number | null, ratePerMinute = 6_000) {
    const definition = { id: 'season', kind: 'journey', text, enterOn: [], goalOn: [], note: null };
    const move = { policy, map: NO_MAP, current, ratePerMinute, source: 'test' };
    const published = await definitions.publish(definition, move, { actorId: 'usr_rep', at: Date.now() });
    if (published === 'changed') throw new Error('another version was published');
    return published;
  }

  const over = async (bulkId: string | null) =>
    await eventually(
      () => system.db.bulk.findUniqueOrThrow({ where: { id: bulkId ?? '' } }),
      (bulk) => bulk.state === 'done',
      120_000,
    );

  const positions = async () => {
    const rows = await system.db.journey.findMany({ orderBy: { id: 'asc' } });
    return rows.map(({ id, definitionVersion, nextAt, waits }) => ({
      id,
      version: definitionVersion,
      nextAt: nextAt?.getTime() ?? 0,
      steps: (waits as { step: string }[]).map(({ step }) => step),
    }));
  };

  test(
    'all go on in the new version and back again to where they stood, and a killed worker loses and doubles nothing',
    async () => {
      const before = await positions();
      const [paused] = before;
      const engine = system.engine();
      await engine.command(paused?.id ?? '', { kind: 'pause' }, { requestId: 'p', actorId: 'usr_rep', reason: 'rest' });
      const there = await publish(IS, 'follow', 1, 1_200);
      expect(there).toMatchObject({ version: 2, people: JOURNEYS });
      await eventually(
        () => system.db.journey.count({ where: { definitionVersion: 2 } }),
        (count) => count >= 10,
        60_000,
      );
      const [worker] = workers.splice(0);
      worker?.kill('SIGKILL');
      if (worker !== undefined) await once(worker, 'exit');
      workers.push(await startRealWorker(system));
      expect(await over(there.bulkId)).toMatchObject({ total: JOURNEYS, done: JOURNEYS, refused: 0, failed: 0 });
      const moved = await positions();
      expect(moved.map(({ version }) => version)).toEqual(before.map(() => 2));
      expect(moved.slice(1).map(({ nextAt }) => nextAt)).toEqual(
        before.slice(1).map(({ nextAt }) => nextAt - 30 * DAY),
      );

      const back = await publish(WAS, 'follow', 2);
      expect(back).toMatchObject({ version: 3, created: true, people: JOURNEYS });
      expect(await over(back.bulkId)).toMatchObject({ done: JOURNEYS });
      await engine.command(
        paused?.id ?? '',
        { kind: 'resume' },
        { requestId: 'r', actorId: 'usr_rep', reason: 'rest' },
      );
      const restored = await positions();
      expect(restored.slice(1)).toEqual(before.slice(1).map((each) => ({ ...each, version: 3 })));
      expect(restored[0]).toMatchObject({ version: 3, steps: ['rest'] });

      const lines = await system.db.journalEntry.groupBy({
        by: ['journeyId'],
        where: { action: 'version' },
        _count: true,
      });
      expect(lines.map(({ _count }) => _count)).toEqual(before.map(() => 2));
      const audits = await system.db.audit.count({ where: { action: 'journey.change-version' } });
      expect(audits).toBe(2 * JOURNEYS);
    },
    PATIENT,
  );
});
