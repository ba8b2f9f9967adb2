import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyCommand } from '../../src/api/ports.js';
import { smtpReply } from '../support/inbox.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const DEFINITION = `
kind: journey
id: put-off
name: Put off
variables: { topic: our offer }
enter: { on: nothing.such, again: always }
goal: { on: order.paid }
moves: [ { on: deal.lost, to: second } ]
exit: [ { on: call.logged, as: called } ]
stages:
  - id: first
    steps:
      - id: hello
        email: { template: test/hello, from: owner, purpose: marketing }
      - { id: rest, wait: 20 days }
  - id: second
    final: true
    steps: [ { wait: 20 days } ]
`;

const WAYS: readonly (readonly [string, JourneyCommand | string, string])[] = [
  ['a skip', { kind: 'skip', step: 'hello' }, 'by-person'],
  ['a move by a person', { kind: 'move', stage: 'second' }, 'exited'],
  ['an exit by a person', { kind: 'exit', outcome: 'by-hand' }, 'exited'],
  ['a goal by a person', { kind: 'goal' }, 'exited'],
  ['an event that ends the journey', 'call.logged', 'exited'],
  ['an event that moves it', 'deal.lost', 'exited'],
];

describe('Law 8: a mail that its server has put off', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    system.inbox.before = async () => {
      throw smtpReply(451, 'come back later');
    };
    await system.publish(DEFINITION);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  test.each(WAYS)(
    'is left out in the ledger, too, by %s',
    async (_, what, reason) => {
      const contactId = await system.contact();
      const { journeyId } = await system.enrol('put-off', contactId);
      const message = () => system.db.message.findFirst({ where: { journeyId } });
      await eventually(message, (row) => row?.state === 'intended', 60_000);
      const by = { requestId: randomUUID(), actorId: 'usr_rep', reason: 'a test' };
      if (typeof what === 'string')
        await system.engine().receive({ type: what, contactId, fields: {}, source: 'test' });
      else expect(await system.engine().command(journeyId, what, by)).toMatchObject({ ok: true });
      expect(await eventually(message, (row) => row?.state !== 'intended')).toMatchObject({ state: 'skipped', reason });
      expect(system.inbox.mails).toHaveLength(0);
    },
    90_000,
  );
});
