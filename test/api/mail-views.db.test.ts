import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCaughtMail } from '../../src/api/caught-mail.js';
import type { InboxMail, InboxRow } from '../../src/api/contracts/inbox.js';
import type { MessageView } from '../../src/api/contracts/messages.js';
import { type MailCatcher, startMailCatcher } from '../../src/dev/mail-catcher.js';
import { aContact, aJourney, aMessage, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
let folder: string;
let catcher: MailCatcher;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ft-inbox-'));
  catcher = await startMailCatcher({ dataDir: folder, smtpPort: 0, webPort: 0 });
  api = await startTestApi({ inbox: createCaughtMail(catcher.webUrl) });
});
afterAll(async () => {
  await api.stop();
  await catcher.stop().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

const RAW = [
  'From: Shop <shop@followthrough.example>',
  'To: =?utf-8?B?546L6Iqz?= <wang@customer.example>',
  'Subject: =?utf-8?B?5oKo5aW9?=',
  'Date: Mon, 04 Jan 2027 09:00:00 +0000',
  'Message-ID: <a@followthrough.example>',
  'X-Internal: secret of the sender',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>您好 <script>alert(1)</script></p>',
].join('\r\n');

describe('the content of a message', () => {
  it('is what went out, taken apart', async () => {
    const contactId = await aContact(api.db, { ownerId: api.users.rep });
    const id = await aMessage(api.db, { id: await aJourney(api.db, contactId), contactId }, { raw: Buffer.from(RAW) });
    const content = (await api.ask('rep', 'GET', `/v1/messages/${id}/content`)).json();
    expect(content).toMatchObject({
      subject: '您好',
      from: '"Shop" <shop@followthrough.example>',
      to: '"王芳" <wang@customer.example>',
      date: '2027-01-04T09:00:00.000Z',
    });
    expect(content.html).toContain('<p>您好');
    expect(content.headers).toEqual([{ name: 'Message-ID', value: '<a@followthrough.example>' }]);
  });

  it('is not there for a message that was never made, nor for another’s rep', async () => {
    const contactId = await aContact(api.db, { ownerId: api.users.manager });
    const journey = { id: await aJourney(api.db, contactId), contactId };
    const bare = await aMessage(api.db, journey);
    expect((await api.ask('ops', 'GET', `/v1/messages/${bare}/content`)).statusCode).toBe(404);
    const theirs = await aMessage(api.db, journey, { raw: Buffer.from(RAW), stepId: 'second' });
    expect((await api.ask('rep', 'GET', `/v1/messages/${theirs}/content`)).statusCode).toBe(404);
  });
});

describe('the list of messages', () => {
  it('filters by owner and by words', async () => {
    const contactId = await aContact(api.db, { name: '李雷', ownerId: api.users.manager });
    const journey = { id: await aJourney(api.db, contactId, { ownerId: api.users.manager }), contactId };
    const id = await aMessage(api.db, journey, { subject: 'Your machines' });
    const ids = async (query: string) =>
      (await api.ask('ops', 'GET', `/v1/messages?${query}`))
        .json<{ data: MessageView[] }>()
        .data.map((each) => each.id);
    expect(await ids(`q=${encodeURIComponent('李')}`)).toEqual([id]);
    expect(await ids('q=MACHINES')).toEqual([id]);
    expect(await ids(`owner=${api.users.manager}`)).toEqual([id]);
    expect(await ids(`owner=${api.users.viewer}`)).toEqual([]);
  });
});

describe('the inbox', () => {
  const list = async (query = '') =>
    (await api.ask('manager', 'GET', `/v1/inbox?${query}`)).json<{ data: InboxRow[]; nextCursor: string | null }>();

  it('pages through what was caught, newest first, though more comes in', async () => {
    const transport = nodemailer.createTransport({ url: catcher.smtpUrl });
    const send = (subject: string) =>
      transport.sendMail({ from: 'shop@example.test', to: 'li@example.test', subject, html: `<b>${subject}</b>` });
    for (const subject of ['one', 'two', '三']) await send(subject);
    const first = await list('limit=2');
    expect(first.data.map((row) => row.subject)).toEqual(['三', 'two']);
    expect(first.data[0]).toMatchObject({ from: 'shop@example.test', to: ['li@example.test'] });
    await send('four');
    const second = await list(`limit=2&cursor=${first.nextCursor}`);
    expect(second.data.map((row) => row.subject)).toEqual(['one']);
    expect(second.nextCursor).toBeNull();
    expect((await list(`q=${encodeURIComponent('三')}`)).data).toHaveLength(1);
    const mail = (await api.ask('viewer', 'GET', `/v1/inbox/${first.data[0]?.id}`)).json<InboxMail>();
    expect(mail).toMatchObject({
      subject: '三',
      html: expect.stringContaining('<b>三</b>'),
      messageId: expect.stringContaining('@'),
    });
    expect(mail.headers.map((header) => header.name.toLowerCase())).toContain('mime-version');
    expect((await api.ask('viewer', 'GET', '/v1/inbox/999999')).statusCode).toBe(404);
    transport.close();
  });

  it('is not there where mail is really sent, and says so when the catcher is away', async () => {
    const real = await startTestApi({ inbox: null });
    expect(problemOf(await real.ask('ops', 'GET', '/v1/inbox'))).toMatchObject({ status: 404, code: 'not-embedded' });
    expect((await real.ask('ops', 'GET', '/v1/world')).json()).toMatchObject({ inbox: false });
    await real.stop();
    await catcher.stop();
    expect(problemOf(await api.ask('ops', 'GET', '/v1/inbox'))).toMatchObject({
      status: 503,
      code: 'inbox-unreachable',
    });
  });
});

describe('the world around the page', () => {
  it('has the clock, the zone, the languages and what else runs', async () => {
    const world = (await api.ask('viewer', 'GET', '/v1/world')).json();
    expect(world).toMatchObject({
      mode: 'embedded',
      version: '1.2.3',
      rate: 1,
      timezone: 'UTC',
      temporalUiUrl: 'http://127.0.0.1:8233',
      inbox: true,
      languages: ['en', 'zh-CN'],
    });
    expect(Math.abs(Date.parse(world.now) - Date.now())).toBeLessThan(60_000);
  });

  it('keeps the language that a person chose', async () => {
    expect((await api.ask('rep', 'GET', '/v1/auth/me')).json()).toMatchObject({
      user: { language: null, role: 'rep' },
    });
    const chosen = await api.ask('rep', 'PATCH', '/v1/auth/me', { language: 'zh-CN' });
    expect(chosen.json()).toMatchObject({ user: { language: 'zh-CN' } });
    expect((await api.ask('rep', 'GET', '/v1/auth/me')).json()).toMatchObject({ user: { language: 'zh-CN' } });
    expect((await api.ask('ops', 'GET', '/v1/auth/me')).json()).toMatchObject({ user: { language: null } });
    const unknown = await api.ask('rep', 'PATCH', '/v1/auth/me', { language: 'tlh' });
    expect(problemOf(unknown)).toMatchObject({ code: 'invalid', errors: [{ pointer: '/language' }] });
  });
});
