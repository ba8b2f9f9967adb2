import { randomUUID } from 'node:crypto';
import type { ImapServer, IncomingStore, ReadableMailbox, ReadingBook } from '../../src/activities/inbound-ports.js';
import { hashAddressText } from '../../src/db/address-hash.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { createIncomingStore } from '../../src/db/inbound/incoming-store.js';
import { createReadingBook } from '../../src/db/inbound/reading-book.js';
import { newId } from '../../src/db/new-id.js';
import { createPrograms } from '../../src/db/programs.js';
import { createImapOpener } from '../../src/mail/inbound/imap-mailbox.js';
import { createMailReader } from '../../src/mail/inbound/mail-reader.js';
import { createMailboxReaders, type MailboxReaders } from '../../src/worker/mailboxes/mailbox-readers.js';
import type { ReadMailboxDeps } from '../../src/worker/mailboxes/read-mailbox.js';
import { campaignMailIdsAt } from './campaign-mail-ids.js';
import { createTestDatabase } from './postgres.js';
import { aDeployment } from './walk.js';

export const MESSAGE_HOST = 'mail.followthrough.example';

/** Our books, and readers of mailboxes over them; no journeys, no Temporal. */
export class ReadingWorld {
  /** What is read, and with what password, from now on. */
  mailboxes: ReadableMailbox[] = [];
  readonly troubles: string[] = [];
  private readonly running = new Set<MailboxReaders>();
  private constructor(
    readonly db: Db,
    private readonly definitions: Db,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(): Promise<ReadingWorld> {
    const database = await createTestDatabase();
    return new ReadingWorld(openDb(database.url, 8), openDb(database.url, 1), database.drop);
  }

  store(): IncomingStore {
    return createIncomingStore({
      db: this.db,
      programs: createPrograms(this.definitions),
      deployment: aDeployment({}),
      clock: createClock(() => REAL_TIME, Date.now),
      messageHost: MESSAGE_HOST,
      campaignMailIds: campaignMailIdsAt(MESSAGE_HOST),
      tell: async () => {},
    });
  }

  book(): ReadingBook {
    return createReadingBook(this.db, async () => this.mailboxes);
  }

  /** Mailboxes are read from now on by these alone. */
  read(...servers: readonly (readonly [id: string, server: ImapServer])[]): void {
    this.mailboxes = servers.map(([id, server]) => ({ id, revision: JSON.stringify(server), server }));
  }

  /** A process that reads; `changes` stand in for parts of it. */
  async readers(changes: Partial<ReadMailboxDeps> = {}): Promise<MailboxReaders> {
    const readers = createMailboxReaders(
      {
        reader: createMailReader(),
        store: this.store(),
        book: this.book(),
        open: createImapOpener(),
        now: Date.now,
        realNow: Date.now,
        lookEveryMs: 60_000,
        onMail: () => {},
        onTrouble: ({ code }) => this.troubles.push(code),
        ...changes,
      },
      randomUUID(),
    );
    this.running.add(readers);
    await readers.round();
    return readers;
  }

  /** A contact, and a mail that we sent to them in the step `hello` of a journey. */
  async sent(changes: { readonly messageId?: string; readonly to?: string; readonly subject?: string } = {}) {
    const now = new Date();
    const contactId = newId('contact');
    const journeyId = newId('journey');
    const email = changes.to ?? `${contactId.slice(-8)}@customer.example`;
    await this.db.contact.create({
      data: { id: contactId, name: 'Wang Li', email, emailKey: email.toLowerCase(), createdAt: now, updatedAt: now },
    });
    await this.db.journey.create({
      data: {
        ...{ id: journeyId, definitionId: 'test', definitionVersion: 1, subjectType: 'contact', subjectId: contactId },
        ...{ contactId, n: 1, workflowId: `journey/test/${contactId}/1`, status: 'open', phase: 'active' },
        ...{ startedAt: now, enteredBy: 'test', interests: ['email.replied'] },
      },
    });
    const messageId = changes.messageId ?? `<${journeyId.slice(4)}.x@${MESSAGE_HOST}>`;
    await this.db.message.create({
      data: {
        ...{ id: newId('message'), journeyId, contactId, stepId: 'hello', occurrence: 0, state: 'accepted' },
        ...{ purpose: 'marketing', template: 'test/hello', subject: changes.subject ?? 'The pumps we spoke about' },
        ...{ toAddress: email, addressHash: hashAddressText(email), messageId, intendedAt: now, claimedAt: now },
      },
    });
    return { contactId, journeyId, email, messageId };
  }

  incoming(mailboxId: string) {
    return this.db.incomingMail.findMany({ where: { mailboxId }, orderBy: { id: 'asc' } });
  }

  events(contactId: string) {
    return this.db.event.findMany({ where: { contactId, source: 'mail' }, orderBy: { seq: 'asc' } });
  }

  suppressed(address: string) {
    return this.db.suppression.findFirst({ where: { addressHash: hashAddressText(address) } });
  }

  reading(mailboxId: string) {
    return this.db.mailboxReading.findUnique({ where: { mailboxId } });
  }

  /** Ends all readers. */
  async rest(): Promise<void> {
    await Promise.all([...this.running].map((readers) => readers.stop()));
    this.running.clear();
  }

  async stop(): Promise<void> {
    await this.rest();
    await this.db.$disconnect();
    await this.definitions.$disconnect();
    await this.drop();
  }
}
