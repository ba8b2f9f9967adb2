import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyCommand } from '../../src/api/ports.js';
import type { JourneyState } from '../../src/domain/journey/state.js';
import { attempt, firstAdvance, withHooks } from '../support/attempts.js';
import { aJourney, aMail } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/* One journey goes on in another version of its definition: on a real server, asleep or not, and across a crash. */

const TASK = (title: string) =>
  `  - id: call\n    task: { kind: call, title: ${title}, due: 2 days, outcomes: [ok] }\n  - end: done`;

describe('a change of version', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(aJourney('season', `  - id: rest\n    wait: 90 days\n${aMail('hello')}\n  - wait: 90 days`));
    await system.publish(aJourney('season', `  - id: rest\n    wait: 60 days\n${aMail('hello')}\n  - wait: 90 days`));
    await system.publish(aJourney('season', `  - id: rest\n    wait: 0 days\n${aMail('hello')}\n  - wait: 90 days`));
    await system.publish(aJourney('desk', TASK('Call')));
    await system.publish(aJourney('desk', TASK('Ring')));
    await system.publish(aJourney('desk', '  - id: mail\n    wait: 1 days\n  - end: done'));
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  /** Begins in version 1 whatever is current. */
  async function begun(definitionId: string) {
    await system.db.definition.update({ where: { id: definitionId }, data: { current: 1 } });
    const enrolled = await system.enrol(definitionId, await system.contact());
    await eventually(
      () => system.row(enrolled.journeyId),
      (row) => row.advance === 1,
    );
    return enrolled;
  }

  const change = (journeyId: string, version: number, requestId: string = randomUUID()) =>
    command(journeyId, { kind: 'change-version', version }, requestId);
  const command = (journeyId: string, what: JourneyCommand, requestId: string = randomUUID()) =>
    system.engine().command(journeyId, what, { requestId, actorId: 'usr_rep', reason: 'new season' });
  const rest = async (journeyId: string) => {
    const row = await system.row(journeyId);
    const [track] = (row.state as unknown as JourneyState).tracks;
    return { version: row.definitionVersion, at: track?.at, nextAt: row.nextAt?.getTime() ?? 0 };
  };

  test('re-aims the wait of a sleeping journey, and back, to the millisecond', async () => {
    const { journeyId } = await begun('season');
    const before = await rest(journeyId);
    expect(await change(journeyId, 2)).toMatchObject({ ok: true, value: { phase: 'active' } });
    const after = await rest(journeyId);
    expect(after).toMatchObject({ version: 2, at: 'rest' });
    expect(before.nextAt - after.nextAt).toBe(30 * 24 * 3_600_000);
    expect(await change(journeyId, 1)).toMatchObject({ ok: true });
    expect(await rest(journeyId)).toEqual(before);
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      'rest wait wait',
      'version done 1-2',
      'rest wait wait new-version',
      'version done 2-1',
      'rest wait wait new-version',
    ]);
    const audits = await system.db.audit.findMany({ where: { objectId: journeyId } });
    expect(audits.map(({ action, reason }) => [action, reason])).toEqual([
      ['journey.change-version', 'new season'],
      ['journey.change-version', 'new season'],
    ]);
  });

  test('a wait that is over in the new version ends now, and what comes of it happens once', async () => {
    const { journeyId, contactId } = await begun('season');
    const requestId = randomUUID();
    const answers = await Promise.all([change(journeyId, 3, requestId), change(journeyId, 3, requestId)]);
    for (const answer of answers) expect(answer).toMatchObject({ ok: true });
    expect(await system.row(journeyId)).toMatchObject({ definitionVersion: 3 });
    const { email } = await system.db.contact.findUniqueOrThrow({ where: { id: contactId } });
    expect(system.inbox.mails.filter(({ to }) => to.includes(email ?? ''))).toHaveLength(1);
    expect(await change(journeyId, 3)).toMatchObject({ ok: false, error: { code: 'same-version' } });
    // Back in the first version the mail is behind.
    expect(await change(journeyId, 1)).toMatchObject({ ok: true });
    expect((await system.story(journeyId)).filter((line) => line === 'hello email send')).toHaveLength(1);
  });

  test('a task keeps its desk under its new words, and is withdrawn with its step', async () => {
    const { journeyId } = await begun('desk');
    const before = await system.db.task.findFirstOrThrow({ where: { journeyId } });
    expect(await change(journeyId, 2)).toMatchObject({ ok: true });
    expect(await system.db.task.findFirstOrThrow({ where: { journeyId } })).toEqual({
      ...before,
      title: 'Ring',
      updatedAt: expect.any(Date),
    });
    expect(await change(journeyId, 3)).toMatchObject({ ok: true });
    expect(await system.db.task.findMany({ where: { journeyId } })).toMatchObject([
      { id: before.id, status: 'withdrawn', reason: 'step-removed' },
    ]);
    await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
  });

  test('Law 3: a crash between a change’s decision and its outcome loses neither: the mail is the new version’s, once', async () => {
    await system.rest();
    await system.db.definition.update({ where: { id: 'season' }, data: { current: 1 } });
    const { journeyId } = await system.enrol('season', await system.contact(), system.engine({ tells: false }));
    const deps = system.activityDeps();
    const first = await attempt(deps, firstAdvance(journeyId));
    const requestId = randomUUID();
    const { journeyId: id } = await system.db.command.create({
      data: {
        requestId,
        journeyId,
        kind: 'change-version',
        input: { version: 3 },
        actorId: 'usr_rep',
        reason: 'new season',
        at: new Date(),
      },
    });
    const input = { journeyId: id, number: 2, state: first.state, cause: { type: 'command', requestId } } as const;
    const crash = async () => {
      throw new Error('killed');
    };
    await expect(attempt(withHooks(deps, { afterDecision: crash }), input)).rejects.toThrow();
    expect(await system.row(journeyId)).toMatchObject({ definitionVersion: 1, advance: 1 });
    const result = await attempt(deps, input);
    expect(result).toMatchObject({ answer: null, state: { version: 3 } });
    expect(await attempt(deps, input)).toEqual(result);
    expect(await system.row(journeyId)).toMatchObject({ definitionVersion: 3, advance: 2 });
    const messages = await system.db.message.findMany({ where: { journeyId } });
    expect(messages).toMatchObject([{ stepId: 'hello', occurrence: 1, state: 'accepted' }]);
  });
});
