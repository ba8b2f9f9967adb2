import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const WAITING = `
kind: journey
id: waiting
name: Waiting
enter: { on: lead.created, again: never }
steps:
  - wait: { for: { on: email.replied }, upTo: 30 days }
  - end: done
`;

describe('a journey whose database was restored to an earlier time', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(WAITING);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  test('is held instead of deciding on what it no longer knows, and goes on when a person says so', async () => {
    const engine = system.engine();
    const contactId = await system.contact();
    const received = await engine.receive({ type: 'lead.created', contactId, fields: {}, source: 'test' });
    const journeyId = received.ok ? (received.value.started[0] ?? '') : '';
    const row = () => system.db.journey.findUniqueOrThrow({ where: { id: journeyId } });
    await eventually(row, (journey) => journey.nextAt !== null);

    await system.db.advance.deleteMany({ where: { journeyId } });
    await system.db.journey.update({ where: { id: journeyId }, data: { advance: 0, poked: false } });
    await engine.receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
    const held = await eventually(row, (journey) => journey.attention !== null);
    expect(held).toMatchObject({ phase: 'held', attention: 'out-of-step', status: 'open' });

    const who = { requestId: 'restored-1', actorId: 'usr_rep', reason: 'seen' };
    expect(await engine.command(journeyId, { kind: 'retry' }, who)).toMatchObject({ ok: true });
    expect(await eventually(row, (journey) => journey.status === 'ended')).toMatchObject({
      outcome: 'done',
      attention: null,
    });
  });
});
