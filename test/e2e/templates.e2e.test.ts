import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTemplateStore } from '../../src/db/templates/store.js';
import type { TemplatePolicy } from '../../src/domain/template/versions.js';
import { aMail } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const FILE = 'test/hello.en.hbs';
const DEFINITION = `
kind: journey
id: waits
name: Waits
variables: { topic: our offer }
enter: { on: nothing.such, again: always }
steps:
${aMail('first')}
  - wait: 30 days
${aMail('second')}
`;

let temporal: TestTemporal;
let system: TestSystem;

beforeAll(async () => {
  temporal = await startTestTemporal();
  system = await TestSystem.start({ ...temporal, skipping: false });
  await system.publish(DEFINITION);
  await system.work();
});
afterAll(async () => {
  await system?.stop();
  await temporal?.stop();
});

async function publish(word: string, policy: TemplatePolicy): Promise<void> {
  const store = createTemplateStore(system.db);
  const newest = (await store.newest()).find(({ file }) => file === FILE);
  const source = `---\nsubject: ${word}\n---\n<p>${word} {{contact.name}} <a href="{{links.unsubscribe}}">Stop</a></p>\n`;
  const version = { file: FILE, source, policy, note: null, expectedVersion: newest?.version ?? 0 };
  const checkedUpTo = await store.newestId();
  const at = system.clock.now(0).virtual;
  expect(await store.publish({ ...version, checkedUpTo }, { actorId: 'usr_ops', at })).toMatchObject({ created: true });
}

const messagesOf = (journeyId: string) =>
  system.db.message.findMany({
    where: { journeyId, state: 'accepted' },
    orderBy: { acceptedAt: 'asc' },
    select: { stepId: true, subject: true, templateVersions: true },
  });

const sent = (journeyId: string, count: number) =>
  eventually(
    () => messagesOf(journeyId),
    (messages) => messages.length === count,
    60_000,
  );

/** A journey that has had its first mail and waits before its second. */
async function inFlight(): Promise<string> {
  const { journeyId } = await system.enrol('waits', await system.contact());
  await sent(journeyId, 1);
  await eventually(
    () => system.row(journeyId),
    (row) => row.phase === 'active' && row.nextAt !== null,
    60_000,
  );
  return journeyId;
}

/** Its wait is over. */
async function goOn(journeyId: string) {
  const who = { requestId: `skip-${journeyId}`, actorId: 'usr_rep', reason: 'the test goes on' };
  expect(await system.engine().command(journeyId, { kind: 'skip' }, who)).toMatchObject({ ok: true });
  return (await sent(journeyId, 2))[1];
}

describe('a template published while journeys are in flight', () => {
  test('is in the next mail of a running worker: with pin of who begins now, with follow of everybody', async () => {
    const before = await inFlight();
    await publish('Pinned', 'pin');
    const after = await inFlight();
    expect(await messagesOf(after)).toEqual([
      { stepId: 'first', subject: 'Pinned', templateVersions: [{ file: FILE, version: 1 }] },
    ]);
    const second = await goOn(before);
    expect(second).toMatchObject({ stepId: 'second', templateVersions: [] });
    expect(second?.subject).not.toBe('Pinned');

    const third = await inFlight();
    await publish('Followed', 'follow');
    expect(await goOn(third)).toMatchObject({ subject: 'Followed', templateVersions: [{ file: FILE, version: 2 }] });
  });

  test('is the same for each journey after the worker was started again', async () => {
    const begun = await inFlight();
    await publish('Later', 'pin');
    await system.rest();
    await system.work();
    expect(await goOn(begun)).toMatchObject({ subject: 'Followed', templateVersions: [{ file: FILE, version: 2 }] });
    const fresh = await inFlight();
    expect(await messagesOf(fresh)).toMatchObject([{ subject: 'Later' }]);
  });
});
