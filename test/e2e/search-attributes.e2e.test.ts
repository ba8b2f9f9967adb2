import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkTemporal } from '../../src/dev/doctor-services.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/journey/search-attributes.js';
import { createNamespaceAttributes } from '../../src/temporal/search-attributes.js';
import { historiesOf, kindsOf } from '../support/histories.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const STAGED = `
kind: journey
id: staged
name: Staged
enter: { on: nothing.such, again: always }
stages:
  - { id: new, moves: [ { on: deal.won, to: customer } ], steps: [ { wait: 1 minutes }, { wait: 1 minutes }, { id: nap, wait: 1 hours } ] }
  - { id: customer, final: true, steps: [ { id: visit, wait: 90 days } ] }
`;

/** A minute of business takes a second. */
const RATE = 60;

describe('Temporal’s own UI', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal({ searchAttributes: SEARCH_ATTRIBUTES });
    const now = Date.now();
    system = await TestSystem.start(
      { ...temporal, skipping: false },
      {
        hibernateAfter: 20_000,
        searchAttributes: () => true,
        clockMap: { virtualAnchor: now, realAnchor: now, rate: RATE },
      },
    );
    await system.publish(STAGED);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const describeRun = (workflowId: string) => system.client.workflow.getHandle(workflowId).describe();
  const shown = async (workflowId: string) => {
    const { typedSearchAttributes } = await describeRun(workflowId);
    return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
  };

  test('shows definition, stage, owner and what is next, at one event for a changed attribute, and can search for them', async () => {
    expect(await createNamespaceAttributes(system.client).look()).toEqual([]);
    const { workflowId, journeyId, contactId } = await system.enrol('staged', await system.contact());
    const awake = await eventually(
      () => shown(workflowId),
      (attributes) => attributes['FtStage'] === 'new',
    );
    expect(awake).toMatchObject({ FtDefinition: 'staged v1', FtPhase: 'active', FtOwner: 'usr_rep' });
    expect(awake).not.toHaveProperty('FtNextAt');

    const asleep = await eventually(
      () => shown(workflowId),
      (attributes) => 'FtNextAt' in attributes,
    );
    const { nextAt } = await system.row(journeyId);
    const wakesAt = system.clock.toReal(nextAt?.getTime() ?? 0);
    expect(asleep).toMatchObject({ FtNext: 'nap: timer', FtStage: 'new' });
    expect(Math.abs(Number(asleep['FtNextAt']) - wakesAt)).toBeLessThan(1_500);
    expect((await describeRun(workflowId)).memo).toMatchObject({
      next: expect.stringMatching(/^waits for nap: timer, until 20/),
    });
    // Three decisions awake, of which the first only had news.
    const [first] = await historiesOf(system.client, workflowId);
    expect(
      kindsOf(first ?? { runId: '', events: [], history: {} }).filter(
        (kind) => kind === 'upsertWorkflowSearchAttributes',
      ),
    ).toHaveLength(1);

    await system.engine().receive({ type: 'deal.won', contactId, fields: {}, source: 'test' });
    await eventually(
      () => shown(workflowId),
      (attributes) => attributes['FtStage'] === 'customer' && attributes['FtNext'] === 'visit: timer',
    );
    const found: string[] = [];
    await eventually(
      async () => {
        found.length = 0;
        const query = "FtStage = 'customer' AND FtOwner = 'usr_rep' AND ExecutionStatus = 'Running'";
        for await (const each of system.client.workflow.list({ query })) found.push(each.workflowId);
        return found;
      },
      (ids) => ids.includes(workflowId),
    );
  });

  test('shows less in a namespace that lacks them, and no task fails for it; a worker gives it them, doctor names them', async () => {
    const plain = await startTestTemporal();
    const client = new Client({
      connection: await Connection.connect({ address: plain.address }),
      namespace: plain.namespace,
    });
    const attributes = createNamespaceAttributes(client);
    const other = await TestSystem.start(
      { ...plain, skipping: false },
      { hibernateAfter: 1_000, searchAttributes: attributes.usable },
    );
    const doctor = () =>
      checkTemporal(
        {
          dataDir: '',
          cacheDir: '',
          database: { url: null },
          temporal: { ...plain, tls: null, apiKey: null, cliPath: null },
          smtp: { url: null },
          api: { port: 0 },
        },
        undefined,
      );
    try {
      expect(await doctor()).toMatchObject({
        state: 'doubtful',
        detail: expect.stringContaining('lacks search attributes: FtDefinition, FtStage'),
        fix: expect.stringContaining('--name FtNextAt --type Datetime'),
      });
      await other.publish(STAGED);
      await other.work();
      const before = await other.enrol('staged', await other.contact());
      const { memo } = await eventually(
        () => other.client.workflow.getHandle(before.workflowId).describe(),
        (run) => run.memo?.['next'] !== undefined,
      );
      expect(memo?.['next']).toContain('waits for');

      expect(await attributes.look()).toEqual(Object.keys(SEARCH_ATTRIBUTES));
      expect(attributes.usable()).toBe(false);
      await eventually(
        () => attributes.look(),
        (missing) => missing.length === 0,
      );
      expect(attributes.usable()).toBe(true);
      expect(await doctor()).toMatchObject({ state: 'well' });

      const after = await other.enrol('staged', await other.contact());
      for (const { workflowId, contactId } of [before, after]) {
        await other.engine().receive({ type: 'deal.won', contactId, fields: {}, source: 'test' });
        await eventually(
          () => other.client.workflow.getHandle(workflowId).describe(),
          ({ typedSearchAttributes }) =>
            typedSearchAttributes.getAll().some(({ key, value }) => key.name === 'FtStage' && value === 'customer'),
        );
        const runs = await historiesOf(other.client, workflowId);
        expect(runs.flatMap(kindsOf).filter((kind) => /Failed|TimedOut/.test(kind))).toEqual([]);
      }
    } finally {
      await other.stop();
      await client.connection.close();
      await plain.stop();
    }
  });
});
