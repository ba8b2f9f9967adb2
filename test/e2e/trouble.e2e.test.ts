import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityDeps } from '../../src/activities/index.js';
import type { JourneyCommand } from '../../src/api/ports.js';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { withHooks } from '../support/attempts.js';
import { aJourney, aMail } from '../support/definitions.js';
import { historiesOf } from '../support/histories.js';
import { smtpReply } from '../support/inbox.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const OFFER = aJourney(
  'offer',
  `${aMail('hello')}
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 2 days }
    then: [ { end: answered } ]
    else: [ { end: no-answer } ]`,
);

describe('trouble with mail', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(OFFER);
  });

  afterEach(async () => {
    system.inbox.before = async () => {};
    await system.rest();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  async function enrolled() {
    const contactId = await system.contact();
    const { email } = await system.db.contact.findUniqueOrThrow({ where: { id: contactId } });
    const mails = () => system.inbox.mails.filter((mail) => mail.to.includes(email ?? ''));
    const { journeyId, workflowId } = await system.enrol('offer', contactId);
    const ledger = () => system.db.message.findFirst({ where: { journeyId } });
    const command = (what: JourneyCommand, nth = 1) =>
      system.engine().command(journeyId, what, {
        requestId: `${what.kind}-${journeyId}-${nth}`,
        actorId: 'usr_rep',
        reason: 'test',
      });
    return { contactId, journeyId, workflowId, mails, ledger, command };
  }

  /** The server has said 250, and before that is written down the attempt is lost. */
  async function inDoubt(changes: Partial<ActivityDeps> = {}) {
    let dying = true;
    const afterAnswer = async () => {
      if (dying) throw new Error('the worker is gone');
    };
    await system.work(withHooks({ ...system.activityDeps(), ...changes }, { afterAnswer }));
    const journey = await enrolled();
    await eventually(journey.ledger, (row) => row?.state === 'uncertain');
    dying = false;
    expect(journey.mails()).toHaveLength(1);
    await eventually(
      () => system.row(journey.journeyId),
      (row) => row.attention === 'uncertain',
    );
    return journey;
  }

  test('Law 8: a mail in doubt is never sent again by itself; the journey waits, whatever wakes it', async () => {
    const { journeyId, contactId, mails, ledger } = await inDoubt();
    const engine = system.engine();
    for (let time = 0; time < 3; time++) {
      const { advance } = await system.row(journeyId);
      await engine.receive({ type: 'email.opened', contactId, fields: { step: 'other' }, source: 'test' });
      await eventually(
        () => system.row(journeyId),
        (row) => row.advance > advance,
      );
    }
    expect(await ledger()).toMatchObject({ state: 'uncertain', attempts: 1 });
    expect(mails()).toHaveLength(1);
    expect(await system.row(journeyId)).toMatchObject({ status: 'open', attention: 'uncertain' });
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email uncertain']);
  });

  test('Law 8: a person may have a mail in doubt sent again, under the same message id', async () => {
    const { journeyId, mails, ledger, command } = await inDoubt();
    expect(await command({ kind: 'retry' })).toMatchObject({ ok: true, value: { phase: 'active' } });
    await eventually(ledger, (row) => row?.state === 'accepted');
    expect(mails()).toHaveLength(2);
    expect(new Set(mails().map((mail) => mail.messageId)).size).toBe(1);
    expect(await system.row(journeyId)).toMatchObject({ status: 'open', attention: null });
    expect((await system.story(journeyId)).slice(1)).toEqual([
      'hello email uncertain',
      'retry done',
      'hello email send',
      'wait wait',
    ]);
  });

  const LEAVING: readonly (readonly [string, JourneyCommand])[] = [
    ['a skip', { kind: 'skip', step: 'hello' }],
    ['an exit', { kind: 'exit', outcome: 'by-hand' }],
  ];

  test.each(LEAVING)(
    'Law 8: a mail in doubt that is sent again, put off by its server and left by %s is in doubt as before, as it may have arrived',
    async (_, leaving) => {
      const { journeyId, mails, ledger, command } = await inDoubt();
      await isBusy();
      expect(await command({ kind: 'retry' })).toMatchObject({ ok: true });
      await eventually(
        () => system.story(journeyId),
        (story) => story.at(-1)?.startsWith('hello email defer') === true,
      );
      expect(await ledger()).toMatchObject({ state: 'uncertain', attempts: 2 });
      expect(await command(leaving)).toMatchObject({ ok: true });
      expect(await ledger()).toMatchObject({ state: 'uncertain' });
      expect(mails()).toHaveLength(1);
    },
  );

  test.each(['email.delivered', 'email.bounced', 'email.replied'])(
    'Law 8: a mail in doubt that is to be sent again and put off is not sent once %s says that it has arrived',
    async (type) => {
      const { journeyId, contactId, mails, ledger, command } = await inDoubt();
      await isBusy();
      expect(await command({ kind: 'retry' })).toMatchObject({ ok: true });
      await eventually(
        () => system.story(journeyId),
        (story) => story.at(-1)?.startsWith('hello email defer') === true,
      );
      system.inbox.before = async () => {};
      await system.engine().receive({ type, contactId, fields: { step: 'hello' }, source: `report-${journeyId}` });
      const state = type === 'email.bounced' ? 'bounced' : 'accepted';
      expect(await ledger()).toMatchObject({ state });
      expect(await command({ kind: 'send-now' })).toMatchObject({ ok: true });
      expect((await system.story(journeyId)).slice(-2)).toEqual(['hello email send', 'wait wait']);
      expect(await ledger()).toMatchObject({ state });
      expect(mails()).toHaveLength(1);
      const { lastContactAt } = await system.db.contact.findUniqueOrThrow({ where: { id: contactId } });
      expect(lastContactAt !== null).toBe(state === 'accepted');
    },
  );

  test('Law 8: a mail in doubt that is sent again when its reader has unsubscribed is held back, and in doubt as before', async () => {
    const { journeyId, contactId, mails, ledger, command } = await inDoubt();
    await system.engine().receive({ type: 'contact.unsubscribed', contactId, fields: {}, source: 'test' });
    expect(await command({ kind: 'retry' })).toMatchObject({ ok: true });
    await eventually(
      () => system.story(journeyId),
      (story) => story.some((line) => line.startsWith('hello email skip')),
    );
    expect(await ledger()).toMatchObject({ state: 'uncertain', reason: 'unsubscribed' });
    expect(mails()).toHaveLength(1);
  });

  test('Law 8: a person may say that a mail in doubt has arrived, and the journey goes on', async () => {
    const { journeyId, mails, command } = await inDoubt();
    expect(await command({ kind: 'skip' })).toMatchObject({ ok: true });
    expect(mails()).toHaveLength(1);
    expect((await system.story(journeyId)).slice(1)).toEqual([
      'hello email uncertain',
      'hello email send by-hand',
      'wait wait',
    ]);
    expect(await system.row(journeyId)).toMatchObject({ attention: null });
  });

  test('Law 8: an answer to a mail in doubt settles it', async () => {
    const { journeyId, contactId, mails } = await inDoubt();
    await system.engine().receive({ type: 'email.replied', contactId, fields: { step: 'hello' }, source: 'test' });
    await eventually(
      () => system.row(journeyId),
      (row) => row.attention === null,
    );
    expect(mails()).toHaveLength(1);
    expect(await system.story(journeyId)).toContain('hello email send email.replied');
  });

  test('Law 8: a mail in doubt is looked for, and the journey goes on when it is found', async () => {
    const asked: string[] = [];
    const evidence: ActivityDeps['evidence'] = {
      look: async (messageId) => {
        asked.push(messageId);
        return system.inbox.mails.some((mail) => mail.messageId === messageId) ? 'found' : 'not-found';
      },
    };
    const { journeyId, mails, ledger } = await inDoubt({ evidence, lookAfter: 1500 });
    await eventually(ledger, (row) => row?.state === 'accepted');
    expect(asked).toEqual([mails()[0]?.messageId]);
    expect(mails()).toHaveLength(1);
    expect((await system.story(journeyId)).slice(1)).toEqual([
      'hello email uncertain',
      'hello email send found',
      'wait wait',
    ]);
    expect(await system.row(journeyId)).toMatchObject({ status: 'open', attention: null });
  });

  test('Law 8: marketing that is not found waits for a person, and the story says so', async () => {
    const { journeyId, mails } = await inDoubt({ evidence: { look: async () => 'not-found' }, lookAfter: 1500 });
    await eventually(
      () => system.story(journeyId),
      (story) => story.at(-1) === 'hello email uncertain not-found',
    );
    expect(mails()).toHaveLength(1);
    expect(await system.row(journeyId)).toMatchObject({ attention: 'uncertain', nextAt: null });
  });

  test('Law 8: a provider that reports a delivery by the Message-ID ends a doubt', async () => {
    const { journeyId, mails, ledger } = await inDoubt();
    const messageId = mails()[0]?.messageId ?? '';
    const report = { type: 'email.delivered', messageId, fields: {}, source: 'provider', externalId: messageId };
    expect(await system.engine().receive(report)).toMatchObject({ ok: true, value: { woken: 1 } });
    await eventually(
      () => system.row(journeyId),
      (row) => row.attention === null,
    );
    expect(await ledger()).toMatchObject({ state: 'accepted' });
    expect(await system.story(journeyId)).toContain('hello email send email.delivered');
    const stranger = { ...report, messageId: '<nobody@example.com>', externalId: '2' };
    expect(await system.engine().receive(stranger)).toMatchObject({ ok: false, error: { code: 'unknown-message' } });
  });

  const greylists = async () => {
    system.inbox.before = async () => {
      throw smtpReply(451, '4.7.1 Greylisted, please try again later');
    };
  };
  const isBusy = async () => {
    system.inbox.before = async () => {
      throw smtpReply(450, '4.3.2 Service currently unavailable, busy');
    };
  };

  test.each([
    ['greylists', greylists],
    ['is busy', isBusy],
  ] as const)(
    'Law 13: a server that %s is a value: the journey tries later, and can be ended meanwhile',
    async (_, misbehave) => {
      await misbehave();
      await system.work();
      const { journeyId, workflowId, ledger, command, mails } = await enrolled();
      const row = await eventually(
        () => system.row(journeyId),
        (found) => found.nextAt !== null,
      );
      expect(row.nextAt?.getTime()).toBeGreaterThan(Date.now() + 20_000);
      expect(await system.story(journeyId)).toEqual(['enter done', expect.stringMatching(/^hello email defer \w/)]);
      expect(await ledger()).toMatchObject({ state: 'intended' });
      await sleep(500);
      expect(await command({ kind: 'exit', outcome: 'by-hand' })).toMatchObject({
        ok: true,
        value: { phase: 'ended' },
      });
      expect(mails()).toHaveLength(0);
      await expectNoRetries(workflowId);
    },
  );

  test('Law 13: a server that can not be reached is a value too', async () => {
    const deps = system.activityDeps();
    const mailer = createSmtpMailer({ server: parseSmtpUrl('smtp://127.0.0.1:1?tls=off') });
    await system.work({ ...deps, mailer });
    const { journeyId, workflowId, command } = await enrolled();
    await eventually(
      () => system.row(journeyId),
      (found) => found.nextAt !== null,
    );
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email defer unreachable']);
    expect(await command({ kind: 'pause' })).toMatchObject({ ok: true, value: { phase: 'paused' } });
    expect(await command({ kind: 'exit', outcome: 'by-hand' })).toMatchObject({ ok: true });
    await expectNoRetries(workflowId);
    mailer.close();
  });

  test('Law 13: a refused address is a value: the step is skipped with its reason, and the journey goes on', async () => {
    system.inbox.before = async () => {
      throw smtpReply(550, '5.1.1 No such user');
    };
    await system.work();
    const { journeyId, workflowId, ledger } = await enrolled();
    await eventually(
      () => system.row(journeyId),
      (found) => found.nextAt !== null,
    );
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email skip refused', 'wait wait']);
    expect(await ledger()).toMatchObject({ state: 'refused' });
    await expectNoRetries(workflowId);
  });

  test('Law 13: lost infrastructure is what Temporal retries: the database comes back, and nothing shows', async () => {
    let down = 2;
    const beforeDecision = async () => {
      if (down-- > 0) throw new Error('the database is gone');
    };
    await system.work(withHooks(system.activityDeps(), { beforeDecision }));
    const { journeyId, mails } = await enrolled();
    await eventually(
      () => system.row(journeyId),
      (found) => found.nextAt !== null,
    );
    expect(mails()).toHaveLength(1);
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email send', 'wait wait']);
  });

  async function expectNoRetries(workflowId: string): Promise<void> {
    // The rows say what was decided a moment before the history does: the marker is written as the workflow task ends.
    const events = await eventually(
      async () => (await historiesOf(system.client, workflowId)).flatMap((run) => run.events),
      (found) => found.some((event) => event.markerRecordedEventAttributes),
    );
    // A decision that failed would have been asked for again as an activity.
    expect(events.filter((event) => event.activityTaskScheduledEventAttributes)).toEqual([]);
  }
});
