import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, test } from 'vitest';
import { DAY } from '../../src/domain/instant.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/journey/search-attributes.js';
import { historiesOf } from '../support/histories.js';
import { type Enrolled, eventually, TestSystem, type TestSystemOptions } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/*
 * Records one journey of a shape that the workflow can take. A recording is what workers in the field hold: a shape that
 * has one is not recorded again, and never to make a failing replay pass (CONTRIBUTING.md, "Changing the workflow").
 */

const FOLDER = fileURLToPath(new URL('./histories', import.meta.url));
/** A day of business time a real second, so that waits of days are timers of seconds. */
const RATE = DAY / 1000;

let temporal: TestTemporal;
const systems: TestSystem[] = [];

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  temporal = await startTestTemporal({ searchAttributes: SEARCH_ATTRIBUTES });
});

afterAll(async () => {
  for (const system of systems) await system.stop();
  await temporal?.stop();
});

/** What a scenario leaves behind: where it ran, and the journey to keep. */
export interface Recording {
  readonly system: TestSystem;
  readonly journey: Pick<Enrolled, 'workflowId'>;
}

/** A shape: its name, which is that of its files, and a journey, or a lead's clock, that takes it to its end. */
export function shape(name: string, title: string, play: () => Promise<Recording>): void {
  test.skipIf(existsSync(`${FOLDER}/${name}-1.json`))(title, async () => {
    const { system, journey } = await play();
    await keep(system, name, journey);
  });
}

/** A system with one published definition; it works, unless a scenario gives it workers of its own. */
export async function aSystem(
  definition: string,
  hibernateAfter = 60_000,
  options: TestSystemOptions & { readonly idle?: boolean } = {},
): Promise<TestSystem> {
  const now = Date.now();
  const clockMap = { virtualAnchor: now, realAnchor: now, rate: RATE };
  const system = await TestSystem.start({ ...temporal, skipping: false }, { hibernateAfter, clockMap, ...options });
  systems.push(system);
  await system.publish(definition);
  if (options.idle !== true) await system.work();
  return system;
}

/** Writes every run once the last is over, without the name of the machine that ran it. */
async function keep(system: TestSystem, name: string, { workflowId }: Recording['journey']): Promise<void> {
  await system.client.workflow.getHandle(workflowId).result();
  for (const [index, run] of (await historiesOf(system.client, workflowId)).entries()) {
    const json = historyToJSON(run.history).replace(/"\d+@[^"]*"/g, '"recorded"');
    writeFileSync(`${FOLDER}/${name}-${index + 1}.json`, `${json}\n`);
  }
}

/** Once the journey has decided so often. */
export const advanced = (system: TestSystem, { journeyId }: Enrolled, times: number) =>
  eventually(
    () => system.row(journeyId),
    (row) => row.advance >= times,
  );

/** Once it is asleep in its n-th run. */
export const inRun = (system: TestSystem, { workflowId }: Recording['journey'], n: number) =>
  eventually(
    () => historiesOf(system.client, workflowId),
    (runs) => runs.length >= n,
  );
