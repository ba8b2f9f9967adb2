import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { assertRecipient, composeMail, headersOf, UnsafeMailError } from '../../src/mail/compose.js';
import { outgoingMail } from './builders.js';

const textOf = async (over: Parameters<typeof outgoingMail>[0] = {}) =>
  Buffer.from(await composeMail(outgoingMail(over))).toString('latin1');

describe('composing a mail', () => {
  it('gives the same bytes for the same mail', async () => {
    const mail = outgoingMail({
      subject: '您好 Gary',
      html: '<p>张伟，您好：</p>',
      text: '张伟，您好：\n',
      references: ['<a@example.com>'],
      unsubscribeUrl: 'https://mail.example.com/u/abc',
    });
    const first = Buffer.from(await composeMail(mail)).toString('base64');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(Buffer.from(await composeMail({ ...mail })).toString('base64')).toBe(first);
  });

  it('reads back as it was meant, text and HTML in this order', async () => {
    const html = '<p>报价已准备好。</p>';
    const parsed = await simpleParser(
      Buffer.from(
        await composeMail(
          outgoingMail({
            subject: '关于 “水泵” 的报价',
            html,
            text: '报价已准备好。\n',
            to: { name: '张, 伟 <x@evil.com>', address: 'li@例子.cn' },
          }),
        ),
      ),
    );
    expect(parsed.subject).toBe('关于 “水泵” 的报价');
    expect(parsed.to).toMatchObject({ value: [{ address: 'li@例子.cn', name: '张, 伟 <x@evil.com>' }] });
    expect(parsed.text?.trim()).toBe('报价已准备好。');
    expect(parsed.html).toContain('报价已准备好。');
    expect(await textOf({ to: { name: '', address: 'li@例子.cn' } })).toContain('To: li@xn--fsqu00a.cn');
    const raw = await textOf();
    expect(raw.indexOf('text/plain')).toBeLessThan(raw.indexOf('text/html'));
  });

  it('carries files as they are, the same bytes each time', async () => {
    const attachments = [
      { name: 'offer.pdf', contentType: 'application/pdf', bytes: Buffer.from([0, 255, 13, 10, 46, 13, 10]) },
      { name: 'when.ics', contentType: 'text/calendar', bytes: Buffer.from('BEGIN:VCALENDAR') },
    ];
    const mail = outgoingMail({ attachments });
    const bytes = Buffer.from(await composeMail(mail));
    expect(Buffer.from(await composeMail(mail)).equals(bytes)).toBe(true);
    const parsed = await simpleParser(bytes);
    expect(parsed.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['offer.pdf', 'application/pdf'],
      ['when.ics', 'text/calendar'],
    ]);
    expect(parsed.attachments[0]?.content.equals(attachments[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect([parsed.text?.trim(), parsed.html]).toEqual(['Hello', '<p>Hello</p>']);
  });

  it('has the date and id of the mail, and no line over 998 octets', async () => {
    const raw = await textOf({ subject: 'x'.repeat(1500), html: `<p>${'word '.repeat(3000)}</p>` });
    expect(raw).toContain('Date: Mon, 04 Jan 2027 09:00:00 +0000');
    expect(raw).toContain('Message-ID: <m1.abc@example.com>');
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });

  it('offers one-click unsubscribing where it has the address (RFC 8058), and only there', async () => {
    const headers = headersOf(await composeMail(outgoingMail({ unsubscribeUrl: 'https://mail.example.com/u/abc' })));
    expect(headers.get('list-unsubscribe')).toEqual(['<https://mail.example.com/u/abc>']);
    expect(headers.get('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
    expect(headersOf(await composeMail(outgoingMail())).has('list-unsubscribe')).toBe(false);
  });

  it('keeps an unsubscribe address of the longest length whole', async () => {
    const url = `https://mail.example.com/u/${'a'.repeat(172)}`;
    expect(headersOf(await composeMail(outgoingMail({ unsubscribeUrl: url }))).get('list-unsubscribe')).toEqual([
      `<${url}>`,
    ]);
  });

  it('continues a thread with the last id and the chain', async () => {
    const references = ['<a@example.com>', '<b@example.com>'];
    const headers = headersOf(await composeMail(outgoingMail({ references })));
    expect(headers.get('in-reply-to')).toEqual(['<b@example.com>']);
    expect(headers.get('references')).toEqual(['<a@example.com> <b@example.com>']);
    expect(headersOf(await composeMail(outgoingMail())).has('in-reply-to')).toBe(false);
  });

  it('keeps the first and the last ids of a long thread', async () => {
    const references = Array.from({ length: 50 }, (_, i) => `<m${i}@example.com>`);
    const ids =
      headersOf(await composeMail(outgoingMail({ references })))
        .get('references')?.[0]
        ?.split(' ') ?? [];
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([20, '<m0@example.com>', '<m49@example.com>']);
  });

  it('does not say that it was made by a machine, nor with what', async () => {
    const headers = headersOf(await composeMail(outgoingMail()));
    expect([headers.has('auto-submitted'), headers.has('x-mailer')]).toEqual([false, false]);
  });
});

describe('composing refuses', () => {
  it.each([
    ['a second recipient', 'x@y.com, z@y.com'],
    ['a header in the address', 'a@b.co\r\nBcc: evil@x.com'],
    ['a command in the address', 'a@b.co>\r\nRCPT TO:<evil@x.com'],
    ['a group', 'friends: evil@x.com;'],
    ['a name in the address', 'Gary <gary@example.com>'],
    ['a quoted address', '"a@b.co, evil@x.com"@c.com'],
  ])('%s', async (_, address) => {
    await expect(composeMail(outgoingMail({ to: { name: 'x', address } }))).rejects.toThrow(UnsafeMailError);
    await expect(composeMail(outgoingMail({ from: { name: 'x', address } }))).rejects.toThrow(UnsafeMailError);
  });

  it.each([
    ['a Message-ID with a line break', { messageId: '<a@b.co>\r\nBcc: evil@x.com' }],
    ['a reference that is none', { references: ['<a@b.co>', 'evil'] }],
    ['an extra header that is ours', { headers: { Bcc: 'evil@x.com' } }],
    ['an extra header with a colon in its name', { headers: { 'X-A: b\r\nBcc': 'evil@x.com' } }],
    ['an extra header with a line break', { headers: { 'X-A': 'b\r\nBcc: evil@x.com' } }],
    ['an unsubscribe address without TLS', { unsubscribeUrl: 'http://mail.example.com/u/abc' }],
    ['an unsubscribe address that is two', { unsubscribeUrl: 'https://a.example.com/u>, <https://b.example.com/u' }],
    [
      'an unsubscribe address too long for one line',
      { unsubscribeUrl: `https://mail.example.com/u/${'a'.repeat(300)}` },
    ],
  ])('%s', async (_, over) => {
    await expect(composeMail(outgoingMail(over))).rejects.toThrow(UnsafeMailError);
  });

  it('nothing in subject, names or bodies, which can make no header', async () => {
    const evil = 'x\r\nBcc: evil@x.com\r\n\r\n<b>y</b>';
    const bytes = await composeMail(
      outgoingMail({
        subject: evil,
        to: { name: evil, address: 'gary@example.net' },
        from: { name: evil, address: 'david@example.com' },
      }),
    );
    expect([...headersOf(bytes).keys()].sort()).toEqual([
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ]);
    expect(headersOf(bytes).get('to')?.[0]).toContain('<gary@example.net>');
  });

  it('to hand a message over to another than it is addressed to', async () => {
    const bytes = await composeMail(outgoingMail());
    expect(() => assertRecipient(bytes, 'gary@example.net')).not.toThrow();
    expect(() => assertRecipient(bytes, 'evil@example.net')).toThrow(UnsafeMailError);
  });
});
