import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyCommand } from '../../src/api/ports.js';
import { aJourney } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/* Two commands that reach the server at once, for every pair of kinds, their order left to chance. */

let temporal: TestTemporal;
let system: TestSystem;

beforeAll(async () => {
  temporal = await startTestTemporal();
  system = await TestSystem.start({ ...temporal, skipping: false });
  await system.publish(aJourney('day', '  - id: rest\n    wait: 1 day\n  - id: more\n    wait: 2 days\n  - end: done'));
  await system.publish(
    aJourney('season', '  - id: rest\n    wait: 90 days\n  - id: more\n    wait: 80 days\n  - end: done'),
  );
  await system.work();
});

afterAll(async () => {
  await system?.stop();
  await temporal?.stop();
});

const COMMANDS: readonly JourneyCommand[] = [
  { kind: 'pause' },
  { kind: 'resume', missed: 'skip' },
  { kind: 'retry' },
  { kind: 'skip' },
  { kind: 'reschedule', due: Date.UTC(2099, 0, 4), step: 'rest' },
  { kind: 'send-now' },
  { kind: 'move', stage: 'nowhere' },
  { kind: 'goal' },
  { kind: 'exit', outcome: 'left' },
];
const REFUSALS = [
  'already-paused',
  'not-paused',
  'journey-paused',
  'journey-ended',
  'nothing-to-retry',
  'nothing-to-skip',
  'not-waiting',
  'unknown-stage',
  'no-goal',
];

async function race(definitionId: string, pair: readonly JourneyCommand[]): Promise<void> {
  const { journeyId } = await system.enrol(definitionId, await system.contact());
  await eventually(
    () => system.row(journeyId),
    (row) => row.advance === 1,
  );
  const sent = [...pair].sort(() => Math.random() - 0.5).map((command) => ({ command, requestId: randomUUID() }));
  const ask = ({ command, requestId }: (typeof sent)[number]) =>
    system.engine().command(journeyId, command, { requestId, actorId: 'usr_rep', reason: 'race' });
  const answers = await Promise.all(sent.map(ask));
  const kinds = sent.map(({ command }) => command.kind).join(' and ');
  for (const answer of answers) if (!answer.ok) expect(REFUSALS, kinds).toContain(answer.error.code);
  const audits = await system.db.audit.findMany({ where: { objectId: journeyId } });
  expect(audits, kinds).toHaveLength(answers.filter(({ ok }) => ok).length);
  const row = await system.row(journeyId);
  expect(['active', 'paused', 'ended'], kinds).toContain(row.phase);
  expect(row.status === 'ended', kinds).toBe(row.phase === 'ended');
  const told = (all: typeof answers) => all.map((answer) => (answer.ok ? answer.value : answer.error.code));
  const again = await Promise.all(sent.map(ask));
  expect(told(again), `${kinds}: asked again, answered as before`).toEqual(told(answers));
  expect(await system.db.audit.count({ where: { objectId: journeyId } })).toBe(audits.length);
}

test.each(['day', 'season'])(
  'Law 12: every pair of commands at once on a journey of a %s leaves a legal state',
  async (id) => {
    for (const first of COMMANDS) await Promise.all(COMMANDS.map((second) => race(id, [first, second])));
  },
  180_000,
);

test('Law 12: a skipped wait begins the next one, and a rescheduled one falls due when it was told', async () => {
  const { journeyId } = await system.enrol('season', await system.contact());
  await eventually(
    () => system.row(journeyId),
    (row) => row.advance === 1,
  );
  const ask = (command: JourneyCommand) =>
    system.engine().command(journeyId, command, { requestId: randomUUID(), actorId: 'usr_rep', reason: 'asked' });
  expect(await ask({ kind: 'skip' })).toMatchObject({ ok: true });
  const due = Date.now() + 1500;
  expect(await ask({ kind: 'reschedule', due, step: 'rest' })).toMatchObject({ error: { code: 'not-waiting' } });
  expect(await ask({ kind: 'reschedule', due, step: 'more' })).toMatchObject({ ok: true });
  const ended = await eventually(
    () => system.row(journeyId),
    (row) => row.status === 'ended',
  );
  expect(ended.outcome).toBe('done');
});
