import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailCatcher, startMailCatcher } from '../../src/dev/mail-catcher.js';
import { decodeWords, headerText, readHeaders } from '../../src/dev/mail-headers.js';

let folder: string;
let catcher: MailCatcher;
const start = () => startMailCatcher({ dataDir: folder, smtpPort: 0, webPort: 0 });

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ft-mail-'));
  catcher = await start();
});
afterEach(async () => {
  await catcher.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function send(mails: readonly { to: string; subject: string; html?: string; messageId?: string }[]) {
  const transport = nodemailer.createTransport({ url: catcher.smtpUrl, pool: true, maxConnections: 10 });
  await Promise.all(
    mails.map((mail) => transport.sendMail({ from: 'shop@example.test', text: 'Hello 你好', ...mail })),
  );
  transport.close();
}

async function get(pathname: string) {
  const answer = await fetch(`${catcher.webUrl}${pathname}`);
  return {
    status: answer.status,
    policy: answer.headers.get('content-security-policy') ?? '',
    body: await answer.text(),
  };
}
const getJson = async (pathname: string) => JSON.parse((await get(pathname)).body);

describe('the mail catcher', () => {
  it('keeps a mail with its envelope and shows subject, text and HTML in Chinese', async () => {
    await send([{ to: 'li@example.test', subject: '您好,王先生', html: '<p>欢迎光临</p>', messageId: '<a@x.test>' }]);
    const [row] = (await getJson('/api/messages')).messages;
    expect(row).toMatchObject({
      id: 1,
      envelopeFrom: 'shop@example.test',
      envelopeTo: ['li@example.test'],
      messageId: '<a@x.test>',
      subject: '您好,王先生',
    });
    expect(await getJson('/api/messages/1')).toMatchObject({ text: 'Hello 你好', html: '<p>欢迎光临</p>' });
    expect((await get('/')).body).toContain('您好,王先生');
    expect((await get('/messages/1/html')).body).toContain('<p>欢迎光临</p>');
    expect((await get('/messages/1?view=text')).body).toContain('Hello 你好');
    expect((await get('/messages/1/raw')).body).toMatch(/^Message-ID: <a@x\.test>/im);
  });

  it('keeps the same mail as often as it was accepted', async () => {
    const mail = { to: 'a@example.test', subject: 'Twice', messageId: '<same@x.test>' };
    await send([mail, mail]);
    expect(await getJson('/api/count?to=a@example.test')).toEqual({ count: 2 });
  });

  it('keeps a mail with more than one recipient as one row that each recipient finds', async () => {
    await send([{ to: 'a@example.test, b@example.test', subject: 'Both' }]);
    expect(await getJson('/api/count')).toEqual({ count: 1 });
    expect(await getJson('/api/count?to=B@example.test')).toEqual({ count: 1 });
  });

  it('finds by recipient and subject, newest first or on from an id', async () => {
    for (const n of [1, 2, 3]) await send([{ to: `p${n}@example.test`, subject: `Offer ${n}` }]);
    const ids = async (query: string) =>
      (await getJson(`/api/messages?${query}`)).messages.map((m: { id: number }) => m.id);
    expect(await ids('')).toEqual([3, 2, 1]);
    expect(await ids('after=1')).toEqual([2, 3]);
    expect(await ids('after=0&limit=2')).toEqual([1, 2]);
    expect(await ids('q=offer 2')).toEqual([2]);
    expect(await ids('to=p3@example.test')).toEqual([3]);
    expect((await get('/?q=p2@')).body).toContain('Offer 2');
    expect((await get('/?q=p2@')).body).not.toContain('Offer 3');
  });

  it('has every mail again after a restart, and forgets a row that a crash cut off', async () => {
    await send([{ to: 'a@example.test', subject: 'Kept' }]);
    await catcher.stop();
    appendFileSync(path.join(folder, 'mail/index.jsonl'), '{"id":2,"subj');
    catcher = await start();
    expect((await getJson('/api/messages')).messages).toHaveLength(1);
    await send([{ to: 'b@example.test', subject: 'Next' }]);
    expect((await getJson('/api/messages?after=1')).messages).toMatchObject([{ id: 2, subject: 'Next' }]);
  });

  it('never uses an id again, even after the inbox was emptied and restarted', async () => {
    await send([{ to: 'a@example.test', subject: 'Old' }]);
    expect((await fetch(`${catcher.webUrl}/api/messages`, { method: 'DELETE' })).status).toBe(200);
    expect(await getJson('/api/count')).toEqual({ count: 0 });
    await catcher.stop();
    catcher = await start();
    await send([{ to: 'a@example.test', subject: 'New' }]);
    expect((await getJson('/api/messages')).messages).toMatchObject([{ id: 2, subject: 'New' }]);
  });

  it('shows a hostile mail without letting it run or fetch anything', async () => {
    await send([
      {
        to: 'a@example.test',
        subject: '<script>alert(1)</script>',
        html: '<script>alert(2)</script><img src="http://203.0.113.1/x">',
      },
    ]);
    const list = await get('/');
    expect(list.body).toContain('&lt;script&gt;alert(1)');
    expect(list.body).not.toContain('<script');
    const page = await get('/messages/1');
    expect(page.body).not.toContain('<script');
    expect(page.body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const { policy } = await get('/messages/1/html');
    expect(policy).toMatch(/default-src 'none'.*img-src data:; sandbox/);
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin/);
  });

  it('does not answer under a foreign name, nor let another site empty it', async () => {
    const foreign = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(`${catcher.webUrl}/api/messages`, { headers: { host: 'evil.test' } }, (r) => {
        resolve(r.resume().statusCode);
      });
      asked.once('error', reject).end();
    });
    expect(foreign).toBe(403);
    const post = await fetch(`${catcher.webUrl}/clear`, { method: 'POST', headers: { origin: 'http://evil.test' } });
    expect(post.status).toBe(403);
  });

  it('answers for what is not there', async () => {
    expect((await get('/messages/99')).status).toBe(404);
    expect((await get('/api/messages/99')).status).toBe(404);
    expect((await get('/messages/1%2f..')).status).toBe(404);
  });

  it('keeps a burst of a thousand mails, each once', { timeout: 60_000 }, async () => {
    await send(Array.from({ length: 1000 }, (_, n) => ({ to: `p${n}@example.test`, subject: `Mail ${n}` })));
    const first = (await getJson('/api/messages?after=0&limit=1000')).messages as {
      envelopeTo: string[];
      id: number;
    }[];
    expect(new Set(first.map((row) => row.envelopeTo[0])).size).toBe(1000);
    expect(first.map((row) => row.id)).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1));
    expect((await get('/?page=20')).body).toContain('20 / 20');
  });
});

describe('mail headers', () => {
  it('joins encoded words that cut a character in two', () => {
    const bytes = Buffer.from('报价单');
    const word = (part: Buffer) => `=?UTF-8?B?${part.toString('base64')}?=`;
    expect(decodeWords(`Re: ${word(bytes.subarray(0, 4))}\r\n ${word(bytes.subarray(4))} end`)).toBe('Re: 报价单 end');
  });

  it('reads other charsets, quoted words and folded lines, and leaves what it does not know', () => {
    expect(decodeWords('=?gb18030?B?xOO6ww==?= =?utf-8?Q?a=20b_c?=')).toBe('你好a b c');
    expect(decodeWords('=?x-none?B?aGk=?=')).toBe('hi');
    const headers = readHeaders(Buffer.from('Subject: one\r\n two\r\nX: y\r\n\r\nSubject: body'));
    expect(headerText(headers, 'subject')).toBe('one two');
    expect(headers).toHaveLength(2);
  });
});
