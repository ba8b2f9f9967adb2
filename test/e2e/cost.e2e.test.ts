import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyStore } from '../../src/activities/ports.js';
import { DAY } from '../../src/domain/instant.js';
import { aJourney, aMail } from '../support/definitions.js';
import { statementsOf } from '../support/statements.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

let temporal: TestTemporal;
let system: TestSystem;

beforeAll(async () => {
  temporal = await startTestTemporal();
  const clockMap = { virtualAnchor: Date.now(), realAnchor: Date.now(), rate: DAY / 1_000 };
  system = await TestSystem.start({ ...temporal, skipping: false }, { clockMap });
});
afterAll(async () => {
  await system?.stop();
  await temporal?.stop();
});

/** Lives a journey through; answers how many statements each of its transactions was, in order. */
async function transactionsOf(id: string, steps: string) {
  await system.publish(aJourney(id, steps));
  const contactId = await system.contact();
  const { store } = system.activityDeps();
  const counts: number[] = [];
  let ended = () => {};
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  // While a transaction is counted nobody else asks, so the end is told by the last of them.
  const counted: JourneyStore = {
    ...store,
    async transaction(key, work) {
      let answer: Awaited<ReturnType<typeof work>> | undefined;
      let isOver = false;
      const asked = await statementsOf(async () => {
        answer = await store.transaction(key, async (tx) => {
          const finish = tx.finish.bind(tx);
          tx.finish = async (done, ...rest) => {
            isOver = done.result.ended;
            await finish(done, ...rest);
          };
          return await work(tx);
        });
      });
      counts.push(asked.length);
      if (isOver) ended();
      return answer as Awaited<ReturnType<typeof work>>;
    },
  };
  const { journeyId } = await system.enrol(id, contactId);
  await system.work({ store: counted });
  await over;
  await eventually(
    () => system.row(journeyId),
    (row) => row.status === 'ended',
  );
  await system.rest();
  return { counts, journeyId };
}

// As above.
const wait = '  - wait: 8 days\n';
const record = (value: string) => `  - update: { contact.status: ${value} }\n`;

describe('what a journey costs Postgres', () => {
  test('an advance that only waits is one transaction of 8 statements, one with a mail two of 9', async () => {
    // Long enough that a busy machine decides nothing of two waits at once.
    const steps = `${aMail('hello')}\n  - wait: 6 days\n  - wait: 6 days\n  - end: done`;
    const { counts } = await transactionsOf('cost-waits', steps);
    // The claim of the mail, which also loads the definition, its books, a wait, and the end, which clears up.
    const most = [9 + 1, 9, 8, 8 + 2];
    expect(counts).toHaveLength(most.length);
    for (const [n, statements] of counts.entries()) expect(statements, `${n}`).toBeLessThanOrEqual(most[n] as number);
  });

  test('an advance adds one row, and a line for each thing decided, however often the journey waits', async () => {
    const { journeyId } = await transactionsOf(
      'cost-rows',
      `${wait}${record('one')}${wait}${record('two')}${wait}  - end: done`,
    );
    const where = { journeyId };
    expect(await system.db.advance.count({ where })).toBe(4);
    expect(await system.db.outbox.count({ where })).toBe(1);
    expect(await system.db.message.count({ where })).toBe(0);
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      ...Array.from({ length: 2 }, () => ['wait wait', 'wait done due', 'update done']).flat(),
      ...['wait wait', 'wait done due', 'end done done'],
    ]);
  });
});
