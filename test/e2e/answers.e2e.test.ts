import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIncomingStore } from '../../src/db/inbound/incoming-store.js';
import { readableMailboxes } from '../../src/db/inbound/readable.js';
import { createReadingBook } from '../../src/db/inbound/reading-book.js';
import { placeOf } from '../../src/db/mailboxes/servers.js';
import { createPrograms } from '../../src/db/programs.js';
import { createSeal } from '../../src/db/seal.js';
import { createImapOpener } from '../../src/mail/inbound/imap-mailbox.js';
import { createMailReader } from '../../src/mail/inbound/mail-reader.js';
import { relay } from '../../src/temporal/relay.js';
import { createMailboxReaders, type MailboxReaders } from '../../src/worker/mailboxes/mailbox-readers.js';
import { mail } from '../mail/inbound/corpus/builders.js';
import { campaignMailIdsAt } from '../support/campaign-mail-ids.js';
import { aJourney, aMail } from '../support/definitions.js';
import { GreenMail, type TestMailbox } from '../support/greenmail.js';
import type { ReceivedMail } from '../support/inbox.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const STEPS = `${aMail('hello')}
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 3 days }
    then: [ { end: talking } ]
    else: [ { end: silent } ]`;

describe('an answer to a mail of a journey', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let server: GreenMail;
  let box: TestMailbox;
  let readers: MailboxReaders;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    server = await GreenMail.start();
    box = server.mailbox();
    const seal = createSeal(randomBytes(32).toString('hex'));
    const { host, port, tls, user, password } = box.server;
    await system.db.mailbox.create({
      data: {
        ...{ id: 'sales', name: 'Sales', address: box.address, imapHost: host, imapPort: port, imapTls: tls },
        ...{ imapUser: user, imapPassword: seal.seal(password, placeOf('sales', 'imap')) },
      },
    });
    await system.publish(aJourney('talk', STEPS));
    await system.work();
    readers = readersOf(system, () => readableMailboxes(system.db, seal));
    await readers.round();
  });

  afterAll(async () => {
    await readers?.stop();
    await server?.stop();
    await system?.stop();
    await temporal?.stop();
  });

  async function greeted() {
    const contactId = await system.contact();
    const enrolled = await system.enrol('talk', contactId);
    const { email } = await system.db.contact.findUniqueOrThrow({ where: { id: contactId } });
    const sent = await eventually(
      async () => system.inbox.mails.find(({ to }) => to[0] === email),
      (found) => found !== undefined,
    );
    await eventually(
      () => system.row(enrolled.journeyId),
      ({ interests }) => interests.includes('email.replied'),
    );
    return { ...enrolled, email: email ?? '', sent: sent as ReceivedMail };
  }

  const answer = ({ email, sent }: { email: string; sent: ReceivedMail }, headers = {}) =>
    mail(
      {
        From: `Ada <${email}>`,
        'Message-ID': `<${randomBytes(6).toString('hex')}@customer.example>`,
        'In-Reply-To': sent.messageId,
        Subject: `Re: ${sent.subject}`,
        ...headers,
      },
      'Yes, call me tomorrow.\n\nOn Tue, 24 Nov 2026, Rita Rep wrote:\n> Dear Ada, this is our offer.\n',
    );

  test('ends the wait for it, and its words are in our books and not in Temporal', async () => {
    const one = await greeted();
    await box.put(answer(one));
    await eventually(
      () => system.row(one.journeyId),
      ({ outcome }) => outcome === 'talking',
    );
    expect(await system.story(one.journeyId)).toContain('wait done email.replied');
    expect(await system.db.incomingMail.findMany({ where: { journeyId: one.journeyId } })).toMatchObject([
      { effect: 'replied', stepId: 'hello', text: 'Yes, call me tomorrow.' },
    ]);
    const history = await system.client.workflow.getHandle(one.workflowId).fetchHistory();
    expect(JSON.stringify(history)).not.toMatch(/tomorrow|customer\.example/);
  });

  test('counts from another address of the thread, too', async () => {
    const one = await greeted();
    await box.put(answer(one, { From: 'The assistant <assistant@customer.example>' }));
    await eventually(
      () => system.row(one.journeyId),
      ({ outcome }) => outcome === 'talking',
    );
    expect(await system.db.incomingMail.findFirst({ where: { journeyId: one.journeyId } })).toMatchObject({
      otherAddress: true,
    });
  });

  test('two engines that answer each other stop: a machine’s answer sends nothing and ends no wait', async () => {
    const one = await greeted();
    const before = system.inbox.mails.length;
    await box.put(answer(one, { 'Auto-Submitted': 'auto-replied', Subject: 'We have your request [#4711]' }));
    await eventually(
      () => system.db.incomingMail.findFirst({ where: { journeyId: one.journeyId } }),
      (row) => row !== null,
    );
    expect(await system.db.incomingMail.findFirst({ where: { journeyId: one.journeyId } })).toMatchObject({
      kind: 'auto-reply',
      effect: 'none',
    });
    expect(await system.db.event.findMany({ where: { contactId: one.contactId, source: 'mail' } })).toEqual([]);
    expect(system.inbox.mails).toHaveLength(before);
  });
});

/** As the worker makes them. */
function readersOf(system: TestSystem, readable: Parameters<typeof createReadingBook>[1]): MailboxReaders {
  const { db, deployment, clock } = system;
  const tell = async (ids: readonly bigint[]) => void (await relay(system.tellings, system.journeys, ids));
  const store = createIncomingStore({
    ...{ db, deployment, clock, tell },
    programs: createPrograms(db),
    messageHost: 'sender.example',
    campaignMailIds: campaignMailIdsAt('sender.example'),
  });
  return createMailboxReaders(
    {
      ...{ store, book: createReadingBook(db, readable), reader: createMailReader(), open: createImapOpener() },
      ...{ now: () => clock.now(0).virtual, realNow: Date.now, lookEveryMs: 60_000 },
      ...{ onMail: () => {}, onTrouble: () => {} },
    },
    'test',
  );
}
