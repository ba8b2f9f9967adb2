import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Around } from '../support/attempts.js';
import { aJourney, aMail } from '../support/definitions.js';
import { writeHastyBundle } from '../support/hasty-bundle.js';
import { startWorkerProcess } from '../support/start-worker-process.js';
import { type Enrolled, eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const JOURNEYS = 4;

type Point = keyof Around | 'the final dot';

/** What the journey that was hit must come to: its mails, and what the journal says of them. */
const POINTS: readonly (readonly [string, Point, { readonly mails: number; readonly says: 'send' | 'uncertain' }])[] = [
  ['before the first transaction', 'beforeDecision', { mails: 1, says: 'send' }],
  ['inside the first transaction', 'beforeFreezeCommits', { mails: 1, says: 'send' }],
  ['after its commit, before it connects', 'afterDecision', { mails: 1, says: 'send' }],
  ['with all written but the hand-over and the final dot', 'beforeHandOver', { mails: 1, says: 'send' }],
  ['between the hand-over and the final dot', 'afterHandOver', { mails: 0, says: 'uncertain' }],
  ['between the final dot and the 250', 'the final dot', { mails: 1, says: 'uncertain' }],
  ['between the 250 and the second transaction', 'afterAnswer', { mails: 1, says: 'uncertain' }],
  ['inside the second transaction', 'beforeOutcomeCommits', { mails: 1, says: 'uncertain' }],
  ['after its commit, before the activity answers', 'afterOutcome', { mails: 1, says: 'send' }],
];

describe('a worker killed', () => {
  let temporal: TestTemporal;
  let folder: string;
  let bundle: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    temporal = await startTestTemporal();
    folder = await mkdtemp(join(tmpdir(), 'followthrough-test-kill-'));
    bundle = join(folder, 'workflows.js');
    await writeHastyBundle(bundle);
  });

  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await temporal?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function startWorker(system: TestSystem, killAt: string): Promise<ChildProcess> {
    const options = {
      killAt,
      databaseUrl: system.databaseUrl,
      smtpUrl: system.inbox.url,
      templates: system.templates,
      address: temporal.address,
      namespace: temporal.namespace,
      taskQueue: system.taskQueue,
      bundle,
    };
    const child = await startWorkerProcess(options);
    children.push(child);
    return child;
  }

  /** Nothing but final records: inbox, ledger, journal and Temporal. */
  async function account(system: TestSystem, journeyId: string) {
    const message = await system.db.message.findFirstOrThrow({ where: { journeyId } });
    const mails = system.inbox.mails.filter((mail) => mail.to.includes(message.toAddress ?? ''));
    const said = (await system.story(journeyId)).filter((line) => line.startsWith('hello'));
    return { mails: mails.length, ledger: message.state, said };
  }

  test.each(POINTS)('Law 8: %s delivers at most once, and every journey goes on to its end', async (_, point, hit) => {
    const system = await TestSystem.start({ ...temporal, skipping: false });
    let second: ChildProcess | null = null;
    try {
      await system.publish(
        aJourney('offer', `${aMail('hello')}\n  - update: { contact.status: written }\n  - end: done`),
      );
      const first = await startWorker(system, point);
      const dead = once(first, 'exit');
      if (point === 'the final dot')
        system.inbox.after = async () => {
          system.inbox.after = async () => {};
          first.kill('SIGKILL');
          await dead;
        };
      const journeys: Enrolled[] = [];
      for (let n = 0; n < JOURNEYS; n++) journeys.push(await system.enrol('offer', await system.contact()));
      expect(await dead).toEqual([null, 'SIGKILL']);

      second = await startWorker(system, 'none');
      const settled = async () => await Promise.all(journeys.map(({ journeyId }) => system.row(journeyId)));
      await eventually(
        settled,
        (rows) => rows.every((row) => row.status === 'ended' || row.attention === 'uncertain'),
        60_000,
      );
      const accounts = await Promise.all(journeys.map(({ journeyId }) => account(system, journeyId)));
      for (const { mails, ledger, said } of accounts) {
        expect(mails).toBeLessThanOrEqual(1);
        expect(said).toHaveLength(1);
        if (ledger === 'accepted') expect({ mails, said }).toEqual({ mails: 1, said: ['hello email send'] });
        else expect({ ledger, said }).toEqual({ ledger: 'uncertain', said: ['hello email uncertain'] });
      }
      // The kill hit where it was meant to.
      expect(accounts).toContainEqual(expect.objectContaining({ mails: hit.mails, said: [`hello email ${hit.says}`] }));
      if (hit.says === 'send' && point !== 'afterOutcome')
        expect(accounts.every(({ ledger }) => ledger === 'accepted')).toBe(true);

      for (const { journeyId, workflowId } of journeys) {
        if ((await system.row(journeyId)).status === 'open') {
          const who = { requestId: `skip-${journeyId}`, actorId: 'usr_rep', reason: 'seen in the mailbox' };
          expect(await system.engine().command(journeyId, { kind: 'skip' }, who)).toMatchObject({ ok: true });
        }
        expect(await system.client.workflow.getHandle(workflowId).result()).toBe('done');
        expect(await system.row(journeyId)).toMatchObject({ status: 'ended', outcome: 'done', attention: null });
      }
    } finally {
      // It keeps connections to the inbox, which would wait for them.
      second?.kill('SIGKILL');
      await system.stop();
    }
  });
});
