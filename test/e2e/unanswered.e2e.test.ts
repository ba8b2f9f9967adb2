import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTemporalJourneys } from '../../src/temporal/journeys.js';
import { aJourney } from '../support/definitions.js';
import { TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

describe('a command that no run answers', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(aJourney('day', '  - wait: 1 day\n  - end: done'));
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  /** The product's client, on a connection that counts what is asked for and not answered yet. */
  async function counting() {
    const counts = { made: 0, open: 0 };
    const connection = await Connection.connect({ address: temporal.address });
    const { workflowService } = connection;
    for (const method of ['updateWorkflowExecution', 'pollWorkflowExecutionUpdate'] as const) {
      const real = workflowService[method].bind(workflowService) as unknown as (request: object) => Promise<never>;
      Object.assign(workflowService, {
        [method]: async (request: object) => {
          counts.made += 1;
          counts.open += 1;
          return await real(request).finally(() => {
            counts.open -= 1;
          });
        },
      });
    }
    const client = new Client({ connection, namespace: temporal.namespace });
    return { counts, connection, journeys: createTemporalJourneys(client, system.taskQueue) };
  }

  test('is asked for until patience ends and not a moment longer; once a worker is there, asking again is answered', async () => {
    const { journeyId, workflowId } = await system.enrol('day', await system.contact());
    const { counts, connection, journeys } = await counting();
    const requestId = randomUUID();
    const who = { requestId, actorId: 'usr_rep', reason: 'a fair' };
    const engine = system.engine({ send: journeys.command });
    const began = Date.now();
    const answer = await engine.command(journeyId, { kind: 'pause' }, who, began + 1_500);
    expect(answer).toMatchObject({ ok: false, error: { code: 'engine-unreachable' } });
    expect(Date.now() - began).toBeLessThan(5_000);
    const { made, open } = counts;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(20);
    expect(open).toBe(0);
    expect(await journeys.command(workflowId, requestId, Date.now() - 1)).toBeNull();
    expect(counts.open).toBe(0);
    await system.work();
    expect(await engine.command(journeyId, { kind: 'pause' }, who)).toMatchObject({ ok: true });
    await connection.close();
  });
});
