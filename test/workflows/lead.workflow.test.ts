import { afterEach, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { historiesOf } from '../support/histories.js';
import { CACHES, SkippingWorld } from '../support/skipping.js';
import { eventually } from '../support/system.js';

const LEAD = `
kind: journey
id: lead
name: Lead
variables: { topic: our offer }
enter: { on: lead.created, again: never }
steps:
  - id: hello
    email: { template: test/hello, from: owner, purpose: marketing }
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 2 days }
    then: [ { end: answered } ]
    else:
      - id: again
        email: { template: test/hello, from: owner, purpose: marketing }
      - wait: 5 days
      - update: { contact.status: quiet }
      - end: no-answer
`;

describe.each(CACHES)('a lead over days, %s', (_, worker) => {
  let world: SkippingWorld;

  afterEach(() => world?.stop());

  test('Law 4: its waits are timers of Temporal: who stays silent gets a second mail after two days and ends after seven', async () => {
    world = await SkippingWorld.start(LEAD, { worker, hibernateAfter: 30 * DAY });
    const { system } = world;
    const contactId = await system.contact();
    const began = system.now();
    const { journeyId } = await system.enrol('lead', contactId);
    await eventually(
      () => system.row(journeyId),
      (row) => row.nextAt !== null,
    );
    await world.pass(2 * DAY - HOUR);
    expect(system.inbox.mails).toHaveLength(1);
    await world.pass(2 * HOUR);
    await eventually(
      async () => system.inbox.mails,
      (mails) => mails.length === 2,
    );
    await world.pass(5 * DAY);
    const ended = await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
    expect(ended.outcome).toBe('no-answer');
    expect((ended.endedAt?.getTime() ?? 0) - began).toBeGreaterThanOrEqual(7 * DAY);
    expect((ended.endedAt?.getTime() ?? 0) - began).toBeLessThan(7 * DAY + HOUR);
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      'hello email send',
      'wait wait',
      'wait done due',
      'again email send',
      'wait wait',
      'wait done due',
      'update done',
      'end done no-answer',
    ]);
  });

  test('Law 10: an answer ends its wait at once, and the mail it would have got never goes', async () => {
    world = await SkippingWorld.start(LEAD, { worker, hibernateAfter: 30 * DAY });
    const { system } = world;
    const enrolled = await system.enrol('lead', await system.contact());
    const { journeyId, contactId, workflowId } = enrolled;
    await eventually(
      () => system.row(journeyId),
      (row) => row.nextAt !== null,
    );
    await world.pass(DAY);
    await system
      .engine()
      .receive({ type: 'email.replied', contactId, fields: { step: 'hello' }, source: 'test', externalId: 'r1' });
    const ended = await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
    expect(ended.outcome).toBe('answered');
    expect(system.inbox.mails).toHaveLength(1);
    const [run] = await historiesOf(system.client, workflowId);
    expect(run?.events.filter((event) => event.workflowExecutionSignaledEventAttributes != null)).toHaveLength(1);
  });
});
