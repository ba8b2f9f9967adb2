import { temporal } from '@temporalio/proto';
import { afterEach, describe, expect, test } from 'vitest';
import { DAY } from '../../src/domain/instant.js';
import { closedHistoriesOf, kindsOf, type RunHistory } from '../support/histories.js';
import { CACHES, SkippingWorld } from '../support/skipping.js';
import { eventually } from '../support/system.js';

const COUNTED = `
kind: journey
id: counted
name: Counted
enter: { on: lead.created, again: never }
steps:
  - wait: 1 day
  - wait: 1 day
  - update: { contact.status: one }
  - update: { contact.status: two }
  - update: { contact.status: three }
  - wait: 1 day
  - wait: { for: { on: call.logged }, upTo: 1 day }
    then: [ { wait: 2 days } ]
    else: [ { end: no-call } ]
  - end: done
`;

const VISITS = `
kind: journey
id: visits
name: Visits
variables: { topic: the visit }
enter: { on: lead.created, again: never }
steps:
  - id: visits
    repeat:
      every: 90 days
      startAfter: 90 days
      atMost: 14
      steps:
        - id: care
          email: { template: test/hello, from: owner, purpose: marketing }
        - update: { contact.status: visited }
  - end: done
`;

/** Events from each advance to the next, and from the last to the end. */
function eventsPerAdvance(run: RunHistory): number[] {
  const kinds = kindsOf(run);
  const begun = kinds.flatMap((kind, index) => (kind === 'markerRecorded' ? [index] : []));
  return begun.slice(1).map((index, nth) => index - (begun[nth] ?? 0));
}

const bytes = (run: RunHistory): number => temporal.api.history.v1.History.encode(run.history).finish().length;

describe.each(CACHES)('the length of a history, %s', (_, worker) => {
  let world: SkippingWorld;

  afterEach(() => world?.stop());

  test('Law 6: an advance with its timed wait is 6 events, one more if an event ended it, two more if a command did; record steps add none', async () => {
    world = await SkippingWorld.start(COUNTED, { worker, hibernateAfter: 3 * DAY });
    const { system } = world;
    const { journeyId, workflowId, contactId } = await system.enrol('counted', await system.contact());
    const reached = (advance: number) =>
      eventually(
        () => system.row(journeyId),
        (row) => row.advance >= advance,
      );
    await reached(1);
    for (const advance of [2, 3, 4]) {
      await world.pass(DAY);
      await reached(advance);
    }
    await system.engine().receive({ type: 'call.logged', contactId, fields: {}, source: 'test' });
    await reached(5);
    const who = { requestId: 'req-not-paused', actorId: 'usr_rep', reason: 'by mistake' };
    const answer = await system.engine().command(journeyId, { kind: 'resume' }, who);
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-paused' } });
    await world.pass(3 * DAY);
    await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
    const runs = await closedHistoriesOf(system.client, workflowId);
    expect(runs).toHaveLength(1);
    // Three timed waits (record steps stand before the third), one ended by an event, one disturbed by a command, and the
    // end. Of a command's two events one is written before its advance and one, the answer, after it.
    expect(runs.flatMap(eventsPerAdvance)).toEqual([6, 6, 6, 7, 6 + 1, 6 + 1]);
  });

  test('Law 6: years of visits every 90 days hibernate, and no run is longer than the one before', async () => {
    world = await SkippingWorld.start(VISITS, { worker, hibernateAfter: 3 * DAY });
    const { system } = world;
    const { journeyId, workflowId } = await system.enrol('visits', await system.contact());
    await eventually(
      () => system.row(journeyId),
      (row) => row.nextAt !== null,
    );
    await world.pass(15 * 90 * DAY);
    await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
    expect(system.inbox.mails).toHaveLength(14);
    const runs = await closedHistoriesOf(system.client, workflowId);
    // One until the first visit is planned, then three for each: no sleep is longer than thirty days.
    expect(runs).toHaveLength(1 + 14 * 3);
    expect(runs.map((run) => run.events.length)).toEqual(runs.map(() => 6));
    const sizes = runs.map(bytes);
    // From one visit to a later one what grows is the digits of counters, nothing else.
    expect(Math.abs((sizes[36] ?? 0) - (sizes[6] ?? 0))).toBeLessThan(60);
    const sent = await system.db.message.findMany({ where: { journeyId }, orderBy: { occurrence: 'asc' } });
    const gaps = sent
      .slice(1)
      .map((row, nth) => (row.claimedAt?.getTime() ?? 0) - (sent[nth]?.claimedAt?.getTime() ?? 0));
    for (const gap of gaps) expect(Math.abs(gap - 90 * DAY)).toBeLessThan(60_000);
  });
});
