import { simpleParser } from 'mailparser';
import type { InvitationBook, Mailer } from '../../src/activities/ports.js';
import { createInvitationBook } from '../../src/db/appointments/invitation-book.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { createDeliveryStore } from '../../src/db/deliveries.js';
import { newId } from '../../src/db/new-id.js';
import { readProperties, readText } from '../../src/domain/appointment/read-calendar.js';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { deliverWaiting } from '../../src/worker/deliver.js';
import { sendInvitations } from '../../src/worker/send-invitations.js';
import { aContact, aJourney, type TestApi } from '../api/support.js';
import { type Inbox, startInbox } from './inbox.js';
import { NO_ROBOTS } from './no-robots.js';
import { aDeployment } from './walk.js';

export const HOST = 'sender.example';

/** A mail as it arrived, with what a calendar reads of it. */
export interface Invited {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly method: string;
  /** Of the entry: the values as texts, by property. */
  readonly entry: { readonly [property: string]: string };
  readonly raw: string;
}

/** The API, a mail server, and the worker's part that sends invitations. */
export interface AppointmentWorld {
  readonly api: TestApi;
  readonly inbox: Inbox;
  readonly book: InvitationBook;
  readonly mailer: Mailer;
  /** Real time as the worker's part sees it: a test moves it on. */
  clock: { later: number };
  /** Tells all who are to hear, of everything. */
  tellAll(with_?: { readonly book?: InvitationBook }): Promise<void>;
  /** What has arrived since the last look, in order of arrival. */
  arrived(): Promise<Invited[]>;
  stop(): Promise<void>;
}

export async function startAppointments(api: TestApi): Promise<AppointmentWorld> {
  const inbox = await startInbox();
  const smtp = createSmtpMailer({ server: parseSmtpUrl(inbox.url) });
  const clock = { later: 0 };
  const now = () => Date.now() + clock.later;
  const book = createInvitationBook({
    ...{ db: api.db, mailer: smtp, deployment: aDeployment(), messageHost: HOST },
    ...{ clock: createClock(() => REAL_TIME, now), staffSender: `followthrough@${HOST}` },
  });
  let seen = 0;
  const deliveries = {
    ...NO_ROBOTS,
    ...{ store: createDeliveryStore(api.db), mailer: smtp, now, messageHost: HOST, onFailed: () => undefined },
    callWebhook: async () => ({ type: 'done' as const, status: 200 }),
    sender: { name: 'Followthrough', address: `followthrough@${HOST}` },
  };
  return {
    ...{ api, inbox, book, mailer: smtp, clock },
    async tellAll(given = {}) {
      const troubles: unknown[] = [];
      const sending = {
        book: given.book ?? book,
        mailer: smtp,
        now,
        onTrouble: (_: string, e: unknown) => troubles.push(e),
      };
      while ((await sendInvitations(sending)) > 0) if (troubles.length > 0) throw troubles[0];
      await deliverWaiting(deliveries, 'staff-mail');
    },
    async arrived() {
      const mails = inbox.mails.slice(seen);
      seen = inbox.mails.length;
      return await Promise.all(mails.map(({ raw, to }) => invited(raw, to[0] ?? '')));
    },
    async stop() {
      smtp.close();
      await inbox.stop();
    },
  };
}

async function invited(raw: Buffer, to: string): Promise<Invited> {
  const mail = await simpleParser(raw);
  const calendar = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
  const properties = readProperties(calendar?.content.toString() ?? '');
  return {
    ...{ to, from: mail.from?.value[0]?.address ?? '', subject: mail.subject ?? '', text: mail.text ?? '' },
    method: properties.find(({ name }) => name === 'METHOD')?.value ?? '',
    entry: Object.fromEntries(properties.map(({ name, value }) => [name, readText(value)])),
    raw: raw.toString(),
  };
}

let made = 0;

/** A visit of the rep's for a contact of theirs, in a journey of its own. */
export async function aVisit(api: TestApi, changes: { readonly email?: string; readonly timezone?: string } = {}) {
  made += 1;
  const ownerId = api.users.rep;
  const email = changes.email ?? `ada${made}@customer.example`;
  const contact = await aContact(api.db, {
    name: 'Ada Lovelace',
    ownerId,
    email,
    timezone: 'Europe/Berlin',
    ...changes,
  });
  const journey = await aJourney(api.db, contact, { ownerId });
  const task = newId('task');
  const at = new Date();
  await api.db.task.create({
    data: {
      ...{ id: task, journeyId: journey, contactId: contact, stepId: 'visit', occurrence: 1, kind: 'visit' },
      ...{ title: 'Sell her the big one', assigneeId: ownerId, assign: 'owner', status: 'open', outcomes: ['done'] },
      ...{ origin: 'journey', createdAt: at, updatedAt: at },
    },
  });
  return { contact, journey, task, email, path: `/v1/tasks/${task}/appointment` };
}
