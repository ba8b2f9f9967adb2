import { afterEach, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { historiesOf } from '../support/histories.js';
import { CACHES, SkippingWorld } from '../support/skipping.js';
import { eventually, type TestSystem } from '../support/system.js';

const steps = {
  timer: '- wait: 2 days',
  sleep: '- wait: 90 days',
  event: '- wait: { for: { on: call.logged }, upTo: 2 days }',
  task: '- id: call\n    task: { kind: call, title: Call, due: 2 days, outcomes: [reached] }',
} as const;

const definition = (id: string, step: string): string => `
kind: journey
id: ${id}
name: ${id}
enter: { on: nothing.such, again: always }
steps:
  ${step}
  - end: done
`;

let requests = 0;
function command(system: TestSystem, journeyId: string, kind: 'pause' | 'resume') {
  requests += 1;
  return system
    .engine()
    .command(journeyId, { kind }, { requestId: `r-${requests}`, actorId: 'usr_rep', reason: 'test' });
}

describe.each(CACHES)('commands of people, %s', (_, worker) => {
  let world: SkippingWorld;

  afterEach(() => world?.stop());

  test('Law 12: pause, resume and exit are heard in any wait, and a pause moves what is due by its own length', async () => {
    world = await SkippingWorld.start(definition('timer', steps.timer), { worker, hibernateAfter: 3 * DAY });
    const { system } = world;
    for (const kind of ['sleep', 'event', 'task'] as const) await system.publish(definition(kind, steps[kind]));
    const contactId = await system.contact();
    const ids = [];
    for (const kind of Object.keys(steps)) ids.push((await system.enrol(kind, contactId)).journeyId);
    for (const id of ids)
      await eventually(
        () => system.row(id),
        (row) => row.advance === 1,
      );
    await world.pass(DAY);
    for (const id of ids)
      expect(await command(system, id, 'pause')).toMatchObject({ ok: true, value: { phase: 'paused' } });
    for (const id of ids)
      expect(await command(system, id, 'pause')).toMatchObject({ ok: false, error: { code: 'already-paused' } });
    await world.pass(10 * DAY);
    for (const id of ids) expect(await system.row(id)).toMatchObject({ status: 'open', phase: 'paused' });
    for (const id of ids)
      expect(await command(system, id, 'resume')).toMatchObject({ ok: true, value: { phase: 'active' } });
    await world.pass(DAY - HOUR);
    for (const id of ids) expect(await system.row(id)).toMatchObject({ status: 'open' });
    await world.pass(2 * HOUR);
    const [timer = '', sleep = '', event = '', task = ''] = ids;
    for (const id of [timer, event])
      await eventually(
        () => system.row(id),
        (row) => row.status === 'ended' && row.outcome === 'done',
      );
    for (const id of [sleep, task]) {
      const who = { requestId: `exit-${id}`, actorId: 'usr_rep', reason: 'test' };
      const left = await system.engine().command(id, { kind: 'exit', outcome: 'by-hand' }, who);
      expect(left).toMatchObject({ ok: true, value: { phase: 'ended' } });
      expect(await system.row(id)).toMatchObject({ status: 'ended', outcome: 'by-hand' });
    }
    expect(await system.db.task.findFirstOrThrow({ where: { journeyId: task } })).toMatchObject({
      status: 'withdrawn',
    });
  });

  test('Law 11: a poke of a closed run begins nothing', async () => {
    world = await SkippingWorld.start(definition('short', '- wait: 1 hour'), { worker });
    const { system } = world;
    const { journeyId, workflowId } = await system.enrol('short', await system.contact());
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance === 1,
    );
    await world.pass(2 * HOUR);
    await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
    const handle = system.client.workflow.getHandle(workflowId);
    await eventually(
      () => handle.describe(),
      (description) => description.status.name === 'COMPLETED',
    );
    const before = (await handle.describe()).runId;
    await system.journeys.poke(workflowId, journeyId);
    await system.journeys.start(workflowId, journeyId);
    expect((await handle.describe()).runId).toBe(before);
    expect(await historiesOf(system.client, workflowId)).toHaveLength(1);
  });
});
