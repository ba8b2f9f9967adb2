import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyCommand } from '../../src/api/ports.js';
import { relay } from '../../src/temporal/relay.js';
import { aJourney } from '../support/definitions.js';
import { historiesOf } from '../support/histories.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const EVENTS = 10_000;
/** Senders at a time: each event is a transaction under the contact's lock. */
const SENDERS = 8;
const PATIENT = 600_000;

describe('bad input', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(
      aJourney(
        'counts',
        '  - wait: { for: { on: call.logged, if: { event.outcome: last } }, upTo: 300 days }\n    then: [ { end: heard } ]\n    else: [ { end: silent } ]',
      ),
    );
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  async function waiting() {
    const enrolled = await system.enrol('counts', await system.contact());
    await eventually(
      () => system.row(enrolled.journeyId),
      (row) => row.advance === 1,
    );
    return enrolled;
  }

  const command = (journeyId: string, what: JourneyCommand) =>
    system.engine().command(journeyId, what, { requestId: randomUUID(), actorId: 'usr_rep', reason: 'a test' });

  test('a command for a journey that is unknown or over is refused with its code, and leaves nothing', async () => {
    for (const what of [{ kind: 'pause' }, { kind: 'goal' }, { kind: 'move', stage: 'main' }] as const) {
      expect(await command('jrn_unknown', what)).toMatchObject({ ok: false, error: { code: 'not-found' } });
      const { journeyId } = await waiting();
      expect(await command(journeyId, { kind: 'exit', outcome: 'by-hand' })).toMatchObject({ ok: true });
      expect(await command(journeyId, what)).toMatchObject({ ok: false, error: { code: 'journey-ended' } });
      expect(await system.db.audit.count({ where: { objectId: journeyId } })).toBe(1);
    }
    expect(await system.db.command.count({ where: { journeyId: 'jrn_unknown' } })).toBe(0);
  });

  test('an event for nobody is refused, and one for somebody without a journey is kept', async () => {
    const call = { type: 'call.logged', fields: { outcome: 'last' }, source: 'test' };
    const before = await system.db.event.count();
    expect(await system.engine().receive({ ...call, contactId: 'con_nobody' })).toMatchObject({
      ok: false,
      error: { code: 'unknown-contact' },
    });
    expect(await system.db.event.count()).toBe(before);
    const contactId = await system.contact();
    expect(await system.engine().receive({ ...call, contactId })).toMatchObject({
      ok: true,
      value: { woken: 0, started: [] },
    });
    expect(await system.db.event.count({ where: { contactId } })).toBe(1);
  });

  /** Enrols somebody else, tells of the last call at once when the journey waits, and says how long that took to end it. */
  async function bystander(): Promise<number> {
    const { journeyId, contactId } = await waiting();
    const told = Date.now();
    await system.engine().receive({ type: 'call.logged', contactId, fields: { outcome: 'last' }, source: 'test' });
    await eventually(
      () => system.row(journeyId),
      (row) => row.outcome === 'heard',
    );
    return Date.now() - told;
  }

  test(
    `Law 10: ${EVENTS} events for one sleeping journey are all kept, wake it with a short history, and the last one is heard`,
    async () => {
      const { journeyId, workflowId, contactId } = await waiting();
      const engine = system.engine();
      const numbers = Array.from({ length: EVENTS - 1 }, (_, n) => n).values();
      let woken = 0;
      const send = async (outcome: string, externalId: string): Promise<void> => {
        const fields = { outcome };
        const received = await engine.receive({ type: 'call.logged', contactId, fields, source: 'storm', externalId });
        if (!received.ok) throw new Error(received.error.code);
        woken += received.value.woken;
      };
      const began = Date.now();
      let isOver = false;
      const others: number[] = [];
      const bystanders = async (): Promise<void> => {
        while (!isOver) {
          others.push(await bystander());
          await new Promise((resolve) => setTimeout(resolve, 3_000));
        }
      };
      const sender = async (): Promise<void> => {
        for (const n of numbers) await send('reached', String(n));
      };
      // The worker's own, which tells what lies in the outbox.
      const relaying = async (): Promise<void> => {
        while (!isOver) {
          await relay(system.tellings, system.journeys);
          await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
      };
      const beside = [bystanders(), relaying()];
      await Promise.all(Array.from({ length: SENDERS }, sender)).finally(() => {
        isOver = true;
      });
      await Promise.all(beside);
      await send('last', 'last');
      const seconds = (Date.now() - began) / 1000;
      expect(await system.db.event.count({ where: { contactId, source: 'storm' } })).toBe(EVENTS);
      await eventually(
        async () => {
          await relay(system.tellings, system.journeys);
          return await system.row(journeyId);
        },
        (row) => row.status === 'ended',
        60_000,
      );
      expect(await system.row(journeyId)).toMatchObject({ outcome: 'heard', attention: null });
      // What none of its waits is for is kept with the events; the story stays one that people can read.
      expect(await system.story(journeyId)).toEqual([
        'enter done',
        'wait wait',
        'wait done call.logged',
        'end done heard',
      ]);
      const unsent = () => system.db.event.count({ where: { contactId, dispatchedAt: null } });
      await eventually(unsent, (count) => count === 0, 60_000);
      // A poke is sent only if none is on its way: far fewer than there were events.
      const runs = await historiesOf(system.client, workflowId);
      const lengths = runs.map(({ events }) => events?.length ?? 0);
      const signals = runs.flatMap(({ events }) =>
        (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes != null),
      );
      process.stdout.write(
        `[storm] ${EVENTS} events in ${seconds.toFixed(0)} s: ${woken} pokes, ${signals.length} signals in ${runs.length} runs, longest history ${Math.max(...lengths)}; meanwhile ${others.length} other journeys from event to end, the slowest in ${Math.max(...others)} ms\n`,
      );
      expect(others.length).toBeGreaterThan(0);
      // Past 500 events a run continues as new; an advance and its answer are few more.
      expect(Math.max(...lengths)).toBeLessThan(600);
      // A telling whose answer was lost is told again.
      expect(signals.length).toBeGreaterThanOrEqual(woken);
      expect(woken).toBeLessThan(EVENTS);
    },
    PATIENT,
  );
});
