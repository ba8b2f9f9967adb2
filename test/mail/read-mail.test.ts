import { describe, expect, it } from 'vitest';
import { readMail } from '../../src/mail/read-mail.js';

const read = (text: string) => readMail(new TextEncoder().encode(text));

describe('a mail taken apart', () => {
  it('has both its bodies, and of its headers those that show how it went out, unfolded', async () => {
    const mail = await read(
      [
        'From: shop@followthrough.example',
        'To: a@customer.example, b@customer.example',
        'Subject: Hello',
        'List-Unsubscribe:',
        ' <https://followthrough.example/u/x>',
        'Received: from somewhere',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        '您好',
        '--b',
        'Content-Type: text/html; charset=utf-8',
        '',
        '<p>您好</p>',
        '--b--',
      ].join('\r\n'),
    );
    expect(mail).toMatchObject({ subject: 'Hello', to: 'a@customer.example, b@customer.example', date: null });
    expect(mail.text?.trim()).toBe('您好');
    expect(mail.html?.trim()).toBe('<p>您好</p>');
    expect(mail.headers).toEqual([{ name: 'List-Unsubscribe', value: '<https://followthrough.example/u/x>' }]);
  });

  it('that has only text has no HTML made of it', async () => {
    expect(await read('Subject: x\r\n\r\nplain <b>')).toMatchObject({ html: null, text: 'plain <b>' });
  });

  it.each([
    ['nothing at all', ''],
    ['a date that is none', 'Date: whenever\r\n\r\nhello'],
    ['a part that never ends', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello'],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon\r\n\r\nhello'],
  ])('with %s is still read', async (_, text) => {
    expect(await read(text)).toMatchObject({ date: null, headers: [] });
  });
});
