import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../src/config/env.js';
import { openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { newId } from '../../src/db/new-id.js';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { composeTestMails } from '../support/campaign-messages.js';
import { type Inbox, startInbox } from '../support/inbox.js';
import { createTestDatabase } from '../support/postgres.js';
import { aDeployment } from '../support/walk.js';
import { mailCampaignText } from './access-cases.js';
import { problemOf, startTestApi, type TestApi } from './support.js';

/* A campaign looked at before anything goes out: its mail as a contact would get it, and a test of it over a real server. */

const person = (name: string) => ({ id: newId('contact'), email: `${name}@customer.example` });
const [ADA, WEI, NOBODY, OUT] = [person('ada'), person('wei'), person('nobody'), person('out')];

describe('a campaign before it goes out', () => {
  let api: TestApi;
  let inbox: Inbox;
  let close: () => Promise<void>;
  const at = new Date();

  beforeAll(async () => {
    inbox = await startInbox();
    const database = await createTestDatabase();
    const db = openDb(database.url, 2);
    const mailer = createSmtpMailer({ server: parseSmtpUrl(inbox.url) });
    const sendTestMail = composeTestMails({
      ...{ db, definitions: db, templates: path.join(repositoryRoot, 'templates'), deployment: aDeployment() },
      ...{ transport: mailer, clock: createClock(() => REAL_TIME, Date.now) },
    });
    close = async () => {
      mailer.close();
      await db.$disconnect();
      await inbox.stop();
    };
    api = await startTestApi({ sendTestMail }, database);
    const ownerId = api.users.rep;
    const like = { ownerId, tags: [], createdAt: at, updatedAt: at };
    await api.db.contact.createMany({
      data: [
        { ...like, ...ADA, name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace', language: 'en' },
        { ...like, ...WEI, name: '王伟', firstName: '伟', lastName: '王', language: 'zh-CN' },
        { ...like, ...NOBODY, name: 'Nobody', firstName: 'No', lastName: 'Body', doNotContact: true },
        { ...like, ...OUT, name: 'Out' },
      ],
    });
    const text = mailCampaignText('looked-at').replace('{ exists: true }', '{ in: [Ada Lovelace, 王伟, Nobody] }');
    const made = await api.ask('marketing', 'POST', '/v1/campaigns', { text });
    expect(made.statusCode).toBe(201);
  });
  afterAll(async () => {
    await api.stop();
    await close();
  });

  const preview = async (query: string) =>
    (await api.ask('marketing', 'GET', `/v1/campaigns/looked-at/preview?${query}`)).json();
  const test = (body: object) => api.ask('marketing', 'POST', '/v1/campaigns/looked-at/test', body);

  it('shows its mail as any contact would get it, in their language, with what the gate would say', async () => {
    const ada = await preview(`contactId=${ADA.id}`);
    expect(ada).toMatchObject({ outcome: 'ok', locale: 'en', step: 'send', contact: { name: 'Ada Lovelace' } });
    expect(ada.text).toContain('Ada');
    expect(ada.html).toContain('simulation.invalid');
    expect(ada.fate).toMatchObject({ inAudience: true, heldOut: false, answer: 'send', code: null });
    expect(await preview(`contactId=${WEI.id}`)).toMatchObject({ locale: 'zh-CN', contact: { name: '王伟' } });
    const refused = await preview(`contactId=${NOBODY.id}`);
    expect(refused.fate).toMatchObject({ inAudience: true, answer: 'skip', code: 'do-not-contact' });
    expect(await preview('')).toMatchObject({ outcome: 'ok', contact: null, fate: null });
  });

  it('says of who is not in its audience that they get nothing', async () => {
    expect((await preview(`contactId=${OUT.id}`)).fate).toMatchObject({ inAudience: false, answer: null });
  });

  it('is sent as a test to whoever asks: marked, with links of ours that lead nowhere, and nothing counts it', async () => {
    const answer = await test({ contactId: ADA.id });
    expect(answer.json()).toMatchObject({ contact: { id: ADA.id }, sentTo: ['marketing@followthrough.example'] });
    const [mail, ...others] = inbox.mails;
    expect(others).toEqual([]);
    expect(mail?.to).toEqual(['marketing@followthrough.example']);
    expect(mail?.subject).toMatch(/^\[Test\] /);
    const raw = String(mail?.raw);
    expect(raw).toContain('simulation.invalid');
    expect(raw).not.toContain('mail.example.com/');
    expect(raw).not.toMatch(/^List-Unsubscribe:/m);
    expect(await api.db.campaignRecipient.count()).toBe(0);
    expect(await api.db.message.count()).toBe(0);
    expect((await api.db.contact.findUniqueOrThrow({ where: { id: ADA.id } })).lastContactAt).toBeNull();
  });

  it('is marked in the language of the mail, and goes to several colleagues', async () => {
    inbox.mails.length = 0;
    const to = ['ops@followthrough.example', 'manager@followthrough.example'];
    const answer = await test({ contactId: WEI.id, to });
    expect(answer.json().subject).toMatch(/^【测试】/);
    expect(inbox.mails.flatMap((mail) => mail.to).sort()).toEqual([...to].sort());
  });

  it('goes to nobody outside of the house, and says what the mail server had against it', async () => {
    inbox.mails.length = 0;
    expect(problemOf(await test({ to: ['ada@customer.example'] }))).toMatchObject({ code: 'not-a-colleague' });
    expect(inbox.mails).toEqual([]);
    inbox.named = async () => {
      throw Object.assign(new Error('5.7.1 not from you'), { responseCode: 550 });
    };
    expect(problemOf(await test({ contactId: ADA.id }))).toMatchObject({ code: 'test-not-taken' });
    inbox.named = async () => {};
  });
});
