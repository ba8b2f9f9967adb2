import { Client, Connection } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../src/domain/journey/search-attributes.js';
import { withHooks } from '../support/attempts.js';
import { aJourney, aMail } from '../support/definitions.js';
import { historiesOf } from '../support/histories.js';
import { findPersonalData } from '../support/personal-data.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const LEAD = aJourney(
  'lead',
  `${aMail('hello')}
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 200 days }
    then:
      - id: call
        task: { kind: call, title: "Call {{contact.name}}", due: 2 days, outcomes: [reached], form: [ { field: budget, required: true } ] }
        onOutcome:
          reached: [ { update: { contact.status: talking } } ]
    else: [ { end: no-answer } ]
  - wait: 200 days
  - end: done`,
  'on: lead.created, again: never',
);

/** Each planted where a person's data may stand; none is part of another. */
const CANARIES = {
  name: 'Canaria Namensvogel',
  email: 'canary-address@vogelhaus.example',
  phone: '+4930772201997',
  company: 'Vogelhaus Canary KG',
  status: 'canary-status-text',
  reason: 'canary reason: her husband called',
  entering: 'canary-in-an-entering-event',
  replied: 'canary-in-a-reply',
  answer: 'canary-answer-of-the-form',
  note: 'canary note of the rep',
  failure: 'canary in an error of the driver',
  reply: 'canary in an smtp reply',
} as const;

describe('what Temporal is told', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal({ searchAttributes: SEARCH_ATTRIBUTES });
    system = await TestSystem.start({ ...temporal, skipping: false }, { searchAttributes: () => true });
    await system.publish(LEAD);
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  /** Every byte that the server gives out about a workflow: its histories, and what it shows of the latest run. */
  async function everythingAbout(workflowId: string): Promise<string> {
    const { workflowService } = system.client;
    const { namespace } = temporal;
    const parts: Uint8Array[] = (await historiesOf(system.client, workflowId)).map((run) =>
      proto.api.history.v1.History.encode(run.history).finish(),
    );
    const { DescribeWorkflowExecutionResponse, ListWorkflowExecutionsResponse } = proto.api.workflowservice.v1;
    parts.push(
      DescribeWorkflowExecutionResponse.encode(
        await workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } }),
      ).finish(),
      ListWorkflowExecutionsResponse.encode(await workflowService.listWorkflowExecutions({ namespace })).finish(),
    );
    // Payloads lie in these messages as they are, so that the bytes can be searched.
    return Buffer.concat(parts).toString('utf8');
  }

  const found = (text: string) => Object.values(CANARIES).filter((canary) => text.includes(canary));

  test('Law 7: no name, address, answer, reason or error text of a whole journey is in any of its histories', async () => {
    let failing = true;
    const crash = async () => {
      if (failing) throw Object.assign(new Error(CANARIES.failure), { detail: CANARIES.email });
    };
    await system.work(withHooks(system.activityDeps(), { beforeDecision: crash }));
    const engine = system.engine();
    const { name, email, phone, company, status } = CANARIES;
    const contactId = await system.contact({ name, email, phone, company, status });
    const received = await engine.receive({
      type: 'lead.created',
      contactId,
      fields: { message: CANARIES.entering },
      source: 'test',
      externalId: CANARIES.entering,
    });
    const [journeyId = ''] = received.ok ? received.value.started : [];
    const { workflowId } = await system.row(journeyId);

    const describe = () =>
      system.client.workflowService.describeWorkflowExecution({
        namespace: temporal.namespace,
        execution: { workflowId },
      });
    await eventually(describe, ({ pendingActivities }) => (pendingActivities?.[0]?.attempt ?? 0) > 1);
    const pending = await everythingAbout(workflowId);
    const { pendingActivities } = await describe();
    expect(pendingActivities?.[0]?.lastFailure?.applicationFailureInfo?.type).toBe('Error');
    expect(found(pending)).toEqual([]);
    failing = false;

    await eventually(
      async () => system.inbox.mails,
      (mails) => mails.length === 1,
    );
    await eventually(
      () => historiesOf(system.client, workflowId),
      (runs) => runs.length === 2,
    );
    const reason = CANARIES.reason;
    await engine.command(journeyId, { kind: 'pause' }, { requestId: 'req-1', actorId: 'usr_rep', reason });
    await engine.command(journeyId, { kind: 'resume' }, { requestId: 'req-2', actorId: 'usr_rep', reason });
    const fields = { step: 'hello', text: CANARIES.replied, from: email };
    await engine.receive({ type: 'email.replied', contactId, fields, source: 'test' });
    const task = await eventually(
      () => system.db.task.findFirst({ where: { journeyId } }),
      (row) => row !== null,
    );
    expect(task?.title).toBe(`Call ${name}`);
    const done = { taskId: task?.id ?? '', outcome: 'reached', actorId: 'usr_rep' };
    const completed = await engine.completeTask({ ...done, answers: { budget: CANARIES.answer }, note: CANARIES.note });
    expect(completed.ok).toBe(true);
    await eventually(
      () => system.row(journeyId),
      (row) => row.nextAt !== null,
    );
    const left = { requestId: 'req-3', actorId: 'usr_rep', reason };
    await engine.command(journeyId, { kind: 'exit', outcome: 'by-hand' }, left);

    const everything = await everythingAbout(workflowId);
    // The search can find what is there.
    const attributes = ['FtOwner', '"usr_rep"', '"lead v1"', '"waits for '];
    for (const known of [journeyId, contactId, 'by-hand', 'req-1', '"stage":"main"', ...attributes])
      expect(everything).toContain(known);
    expect(found(everything)).toEqual([]);
    expect(everything).not.toContain('vogelhaus');
  });

  test('Law 7: the words of a mail server stay in the ledger', async () => {
    await system.rest();
    await system.work();
    system.inbox.before = async () => {
      throw Object.assign(new Error(CANARIES.reply), { responseCode: 451 });
    };
    const contactId = await system.contact({ name: CANARIES.name, email: `x${CANARIES.email}` });
    const { journeyId, workflowId } = await system.enrol('lead', contactId);
    await eventually(
      () => system.row(journeyId),
      (row) => row.nextAt !== null,
    );
    const { reply } = await system.db.message.findFirstOrThrow({ where: { journeyId } });
    expect(reply).toContain(CANARIES.reply);
    expect(found(await everythingAbout(workflowId))).toEqual([]);
  });

  test('Law 7: what a person’s data looks like is found wherever a run may hold it, so that no suite can leave any', async () => {
    const other = await startTestTemporal({ mayHold: true });
    const connection = await Connection.connect({ address: other.address });
    const client = new Client({ connection, namespace: other.namespace });
    const start = (workflowId: string, more: object) =>
      client.workflow.start('journey', { taskQueue: 'nobody', workflowId, args: [{ journeyId: 'jrn_1' }], ...more });
    try {
      await start('clean', {});
      await start('in-the-input', { args: [{ journeyId: CANARIES.email }] });
      await start('in-the-memo', { memo: { who: CANARIES.name } });
      await start('in-the-summary', { staticSummary: `call ${CANARIES.phone}` });
      const signalled = await start('in-a-signal', {});
      await signalled.signal('poke', `reply of ${CANARIES.email}`);
      const failed = await start('in-a-failure', {});
      await failed.terminate(`asked for by ${CANARIES.name}`);
      const looked = await eventually(
        () => findPersonalData(other),
        (value) => value?.runs === 6,
      );
      const where = looked?.found.map((line) => line.split(':')[0]).sort();
      expect([...new Set(where)]).toEqual([
        'in-a-failure',
        'in-a-signal',
        'in-the-input',
        'in-the-memo',
        'in-the-summary',
      ]);
    } finally {
      await connection.close();
      await other.stop();
    }
  });
});
