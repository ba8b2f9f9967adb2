import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readClockMap, standClock, startClock, toReal, touchClock, toVirtual } from '../../src/db/clock.js';
import { receiveEvent } from '../../src/db/intake.js';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { relay } from '../../src/temporal/relay.js';
import { aJourney, aMail } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/** A day in six seconds. */
const RATE = DAY / 6000;
const START = Date.UTC(2026, 2, 2, 8);

describe('the quick clock', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    system.reAnchor(await startClock(system.db, Date.now(), RATE, START));
    const pass = '  - wait: 8 hours\n  - update: { contact.status: on }\n';
    await system.publish(aJourney('days', `${pass.repeat(4)}  - end: done`));
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const isOver = (journeyId: string) =>
    eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
      60_000,
    );
  const updates = (journeyId: string) =>
    system.db.journalEntry.findMany({ where: { journeyId, action: 'update' }, orderBy: { id: 'asc' } });
  const gaps = (entries: readonly { at: Date }[]) =>
    entries.slice(1).map((entry, nth) => entry.at.getTime() - (entries[nth]?.at.getTime() ?? 0));

  test('Law 5: what is due is due in business time to the millisecond, however late the machines are', async () => {
    const { journeyId } = await system.enrol('days', await system.contact());
    await isOver(journeyId);
    const entries = await updates(journeyId);
    expect(gaps(entries)).toEqual([8, 8, 8].map((hours) => hours * HOUR));
    const map = await readClockMap(system.db);
    for (const { at, realAt } of entries) {
      // The real instant stands beside the logical one, and is never before it.
      expect(realAt.getTime()).toBeGreaterThanOrEqual(toReal(map, at.getTime()) - 1);
      expect(realAt.getTime() - toReal(map, at.getTime())).toBeLessThan(20_000);
    }
    const { startedAt } = await system.row(journeyId);
    expect(startedAt.getTime()).toBeGreaterThanOrEqual(START);
    expect(startedAt.getTime()).toBeLessThan(START + 30 * DAY);
  });

  test('Law 5: business time stands while the system is stopped, and what was due later stays due then', async () => {
    const { journeyId } = await system.enrol('days', await system.contact());
    await eventually(
      () => updates(journeyId),
      (entries) => entries.length === 2,
    );
    await system.rest();
    const stopped = Date.now();
    await touchClock(system.db, stopped);
    const before = toVirtual(await readClockMap(system.db), stopped);
    const { nextAt } = await system.row(journeyId);
    // Longer than the wait that is open: without the stop it would be over.
    await sleep(4000);
    const started = Date.now();
    const map = await startClock(system.db, started, RATE);
    expect(Math.abs(toVirtual(map, started) - before)).toBeLessThan(1000);
    expect(await readClockMap(system.db)).toMatchObject({ rate: RATE });
    system.reAnchor(map);
    await system.work();
    await isOver(journeyId);
    const entries = await updates(journeyId);
    expect(gaps(entries)).toEqual([8, 8, 8].map((hours) => hours * HOUR));
    expect(entries[2]?.at).toEqual(nextAt);
    for (const { at, realAt } of entries.slice(2))
      expect(realAt.getTime()).toBeGreaterThanOrEqual(toReal(map, at.getTime()) - 1);
  });

  test('Law 5: an event that comes by the clock of a host that is ahead is heard when its time has come', async () => {
    await system.publish(
      aJourney(
        'call',
        '  - wait: { for: { on: call.logged }, upTo: 300 days }\n    then: [ { end: called } ]\n    else: [ { end: silent } ]',
      ),
    );
    const contactId = await system.contact();
    const { journeyId } = await system.enrol('call', contactId);
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance === 1,
    );
    const ahead = toVirtual(await readClockMap(system.db), Date.now() + 3000);
    const deps = system.activityDeps();
    const now = { virtual: ahead, real: Date.now() };
    const event = { type: 'call.logged', at: ahead, contactId, fields: {}, source: 'test', now };
    const { outbox } = await receiveEvent(
      { db: system.db, programs: deps.programs, deployment: deps.deployment },
      event,
    );
    await relay(system.tellings, system.journeys, outbox);
    const ended = await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
    expect(ended.outcome).toBe('called');
  });

  test('Law 5: what is due when business time comes to stand is done, a second mail too', async () => {
    await system.publish(aJourney('two-mails', `${aMail('one')}\n${aMail('two')}\n  - end: done`));
    system.reAnchor(await standClock(system.db, Date.now(), Date.now() + HOUR));
    const { journeyId } = await system.enrol('two-mails', await system.contact());
    await isOver(journeyId);
    expect(await system.db.message.count({ where: { journeyId, state: 'accepted' } })).toBe(2);
  });
});
