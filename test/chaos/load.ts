import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/api/ports.js';
import type { Db } from '../../src/db/client.js';
import { newDkimKey } from '../../src/db/mailboxes/dkim-keys.js';
import { newId } from '../../src/db/new-id.js';
import { createSeal } from '../../src/db/seal.js';
import { aMail } from '../support/definitions.js';
import { MAILBOX_SECRET } from '../support/mailbox-secret.js';
import { insist } from './people.js';
import { SMTP_TROUBLES } from './smtp-troubles.js';

export const DEFINITION = `kind: journey
id: chaos
name: Chaos
variables: { topic: our offer }
enter: { on: nothing.such, again: always }
exit: [ { on: email.replied, as: replied } ]
steps:
${aMail('first')}
  - id: call
    task: { kind: call, title: Call, due: 9 days, outcomes: [reached] }
    onOutcome: { reached: [ { update: { contact.status: talking } } ] }
  - wait: 1 days
${aMail('second')}
  - wait: 1 days
  - id: third
    email: { template: test/hello, from: owner, purpose: service }
  - end: done
`;
export const TEMPLATE = '---\nsubject: Hello\n---\n<p>Hello. <a href="{{links.unsubscribe}}">No more</a></p>\n';

export interface Subject {
  readonly contactId: string;
  readonly email: string;
  readonly disturbedBy: 'nothing' | 'unsubscribe' | 'reply';
  /** Which of its mails, at which moment, and how many ms after it. */
  readonly nth: number;
  readonly at: 'rcpt' | 'taken';
  readonly delay: number;
}

/** Whose mails go over the configured server, over a mailbox's own with a quota, and over another's that signs them. */
const SENDERS = ['usr_rep', 'usr_boxed', 'usr_signed'] as const;

/** The mailboxes have connections of their own to the one mail server, whose records are read in the end. */
async function createSenders(db: Db, { hostname, port }: URL): Promise<void> {
  const createdAt = new Date();
  const addressOf = (id: string) => `${id.slice('usr_'.length)}@sender.example`;
  await db.user.createMany({
    data: SENDERS.map((id) => ({ id, email: addressOf(id), name: 'Rep', role: 'rep', createdAt })),
  });
  const server = { smtpHost: hostname, smtpPort: Number(port), smtpTls: 'none' };
  const key = createSeal(MAILBOX_SECRET).seal(await newDkimKey(), 'mailboxes/usr_signed/dkim');
  const dkim = { dkimDomain: 'sender.example', dkimSelector: 'ft', dkimKey: key };
  const boxOf = (id: string) => ({
    ...{ id, ownerId: id, name: 'Rep', address: addressOf(id), kind: 'personal', ...server },
  });
  await db.mailbox.create({ data: { ...boxOf('usr_boxed'), dailyQuota: 100_000, hourlyQuota: 100_000 } });
  await db.mailbox.create({ data: { ...boxOf('usr_signed'), ...dkim } });
}

const DOMAINS = Object.keys(SMTP_TROUBLES);

/** The people of a run: of four one unsubscribes, one replies, and one has a mail server with troubles. */
export class Load {
  readonly subjects = new Map<string, Subject>();
  readonly enrolled: string[] = [];
  /** When the unsubscribe or reply of a contact was acknowledged. */
  readonly acknowledged = new Map<string, number>();
  private readonly seen = new Map<string, number>();
  private readonly disturbances: Promise<void>[] = [];

  constructor(
    private readonly db: Db,
    private readonly engine: Pick<Engine, 'receive' | 'start'>,
    private readonly random: () => number,
  ) {}

  async publish(mailServer: URL): Promise<void> {
    const { db } = this;
    await createSenders(db, mailServer);
    await db.definition.create({ data: { id: 'chaos', kind: 'journey', current: 1 } });
    await db.definitionVersion.create({
      data: {
        ...{ definitionId: 'chaos', version: 1, text: DEFINITION, textHash: '', enterOn: ['nothing.such'] },
        ...{ publishedAt: new Date(0), publishedBy: 'chaos' },
      },
    });
  }

  /** Starts the journey of one more person. */
  async enrol(): Promise<void> {
    const subject = this.draw(this.subjects.size);
    const { contactId, email } = subject;
    const ownerId = SENDERS[this.subjects.size % SENDERS.length] as string;
    this.subjects.set(email, subject);
    const at = new Date();
    const contact = { name: 'Ada', email, emailKey: email, ownerId, tags: [], createdAt: at, updatedAt: at };
    await insist(() =>
      this.db.contact.upsert({ where: { id: contactId }, create: { id: contactId, ...contact }, update: {} }),
    );
    await insist(() => this.engine.start({ definitionId: 'chaos', contactId, actorId: 'usr_rep' }));
    this.enrolled.push(contactId);
  }

  private draw(n: number): Subject {
    const { random } = this;
    const troubled = n % 4 === 2;
    const domain = troubled ? (DOMAINS[Math.floor(n / 4) % DOMAINS.length] ?? '') : `customer-${n % 50}.example`;
    return {
      ...{ contactId: newId('contact'), email: `c${n}@${domain}` },
      disturbedBy: n % 4 === 1 ? 'unsubscribe' : n % 4 === 3 ? 'reply' : 'nothing',
      nth: 1 + Math.floor(random() * 3),
      ...{ at: random() < 0.5 ? 'rcpt' : 'taken', delay: random() * 8 },
    };
  }

  /** The mail server has a recipient, or a whole mail: whoever wants to disturb that one does. */
  onMail({ at, to }: { readonly at: string; readonly to: string }): void {
    const subject = this.subjects.get(to);
    if (subject === undefined || subject.disturbedBy === 'nothing' || subject.at !== at) return;
    const times = (this.seen.get(to) ?? 0) + 1;
    this.seen.set(to, times);
    if (times === subject.nth) this.disturbances.push(this.disturb(subject));
  }

  private async disturb({ contactId, disturbedBy, delay }: Subject): Promise<void> {
    await sleep(delay);
    const type = disturbedBy === 'reply' ? 'email.replied' : 'contact.unsubscribed';
    const event = { type, contactId, fields: {}, source: 'chaos', externalId: contactId };
    await insist(() => this.engine.receive(event));
    this.acknowledged.set(contactId, Date.now());
  }

  /** Waits until all that was begun has been acknowledged. */
  async settled(): Promise<void> {
    await Promise.all(this.disturbances);
  }
}
