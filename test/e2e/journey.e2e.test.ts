import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const LEAD = `
kind: journey
id: lead
name: Lead
variables: { topic: our offer }
enter: { on: lead.created, again: never }
exit: [ { if: { contact.doNotContact: true }, as: do-not-contact } ]
steps:
  - id: hello
    email: { template: test/hello, from: owner, purpose: marketing }
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 2 days }
    then:
      - id: call-back
        task: { kind: call, title: "Call {{contact.name}} back", due: 4 hours, outcomes: [reached, lost-interest] }
        onOutcome:
          reached: [ { update: { contact.status: talking } } ]
          lost-interest: [ { end: not-interested } ]
    else:
      - end: no-answer
`;

describe('a lead from the event to the end', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false }, { hibernateAfter: 3000 });
    await system.publish(LEAD);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  test('gets a mail, answers it, is called and ends, with a journal that tells it all', async () => {
    const engine = system.engine();
    const contactId = await system.contact({ email: 'ada@customer.example' });
    const received = await engine.receive({ type: 'lead.created', contactId, fields: {}, source: 'test' });
    expect(received.ok && received.value.started).toHaveLength(1);
    const journeyId = received.ok ? (received.value.started[0] ?? '') : '';
    const journey = () => system.db.journey.findUniqueOrThrow({ where: { id: journeyId } });

    await eventually(
      async () => system.inbox.mails,
      (mails) => mails.length === 1,
    );
    expect(system.inbox.mails[0]).toMatchObject({
      from: 'rep@sender.example',
      to: ['ada@customer.example'],
      subject: 'Hello Ada Lovelace',
    });
    await eventually(journey, (row) => row.nextAt !== null);

    await engine.receive({ type: 'email.replied', contactId, fields: { step: 'hello' }, source: 'test' });
    const task = await eventually(
      () => system.db.task.findFirst({ where: { journeyId } }),
      (row) => row !== null,
    );
    expect(task).toMatchObject({ title: 'Call Ada Lovelace back', assigneeId: 'usr_rep', status: 'open' });

    const done = await engine.completeTask({ taskId: task?.id ?? '', outcome: 'reached', actorId: 'usr_rep' });
    expect(done.ok).toBe(true);
    const ended = await eventually(journey, (row) => row.status === 'ended');
    expect(ended.outcome).toBe('completed');
    expect((await system.db.contact.findUniqueOrThrow({ where: { id: contactId } })).status).toBe('talking');

    const entries = await system.db.journalEntry.findMany({ where: { journeyId }, orderBy: { id: 'asc' } });
    expect(
      entries.map((entry) =>
        [entry.step, entry.action, entry.decision, entry.reason].filter((part) => part !== null).join(' '),
      ),
    ).toEqual([
      'enter done',
      'hello email send',
      'wait wait',
      'wait done email.replied',
      'call-back task done',
      'call-back task done reached',
      'update done',
      'end done completed',
    ]);
    expect(await system.db.message.findMany({ where: { journeyId } })).toMatchObject([
      { state: 'accepted', stepId: 'hello', occurrence: 1 },
    ]);
    expect(system.inbox.mails).toHaveLength(1);
  });
});
