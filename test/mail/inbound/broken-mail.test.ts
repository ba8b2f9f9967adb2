import { describe, expect, it } from 'vitest';
import { MAIL_KINDS } from '../../../src/domain/sorted-mail.js';
import { sortRawMail } from '../../../src/mail/inbound/sort-mail.js';
import { CORPUS } from './corpus/all.js';
import { bytes, DATE, mail, THEM, thread, US } from './corpus/builders.js';

const sort = (text: string) => sortRawMail(bytes(text));
const MB = 1024 * 1024;

/** The same numbers every time, so that what fails can be looked at. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Cuts, doubles, swaps, drops and spoils pieces, as bad programs and lines do. */
function spoiled(raw: Buffer, random: (below: number) => number): Buffer {
  let out = Buffer.from(raw);
  for (let times = 1 + random(4); times > 0 && out.length > 4; times--) {
    const [at, length] = [random(out.length), 1 + random(60)];
    const piece = out.subarray(at, at + length);
    switch (random(7)) {
      case 0:
        out = out.subarray(0, at);
        break;
      case 1:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), piece, piece, piece, out.subarray(at)]);
        break;
      case 3:
        for (let i = 0; i < length && at + i < out.length; i++) out[at + i] = random(256);
        break;
      case 4:
        out = Buffer.from(
          out.toString('latin1').replaceAll(random(2) === 0 ? '\r\n' : ':', random(2) === 0 ? '\n' : ''),
          'latin1',
        );
        break;
      case 5:
        out = Buffer.from(
          out
            .toString('latin1')
            .replace(/boundary="[^"]*"|charset=\S+|--=_b1/, ['', 'boundary=', 'charset=x-none', '--'][random(4)] ?? ''),
          'latin1',
        );
        break;
      default:
        out = Buffer.concat([
          out.subarray(0, at),
          Buffer.from(['\r\n\r\n', '\0', '--=_b1', '=?gb18030?B?//8=?=', '\uFFFD'][random(5)] ?? ''),
          out.subarray(at),
        ]);
    }
  }
  return out;
}

describe('a broken mail', () => {
  it.each([
    ['nothing', ''],
    ['only a head', `From: ${THEM}\nSubject: Hello`],
    ['only a body', '\n\nHello'],
    ['a charset that is none', `From: ${THEM}\nContent-Type: text/plain; charset=klingon\n\nHello`],
    ['base64 that is none', `From: ${THEM}\nContent-Transfer-Encoding: base64\n\n!!!###`],
    ['parts without an end', `From: ${THEM}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello`],
    ['parts without a boundary', `From: ${THEM}\nContent-Type: multipart/mixed\n\n--b\n\nhello`],
    [
      'a thousand parts in parts',
      `From: ${THEM}\n${Array.from({ length: 1000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join('')}\n\nhello`,
    ],
    ['mails in mails', `From: ${THEM}\n${'Content-Type: message/rfc822\n\n'.repeat(500)}Subject: x\n\nhello`],
    ['a header of a megabyte', `From: ${THEM}\nSubject: ${'x'.repeat(MB)}\n\nhello`],
    ['no line end at all', 'x'.repeat(10_000)],
    ['quotes without an end', `From: "${'\\"'.repeat(5_000)}\nTo: ${'<'.repeat(5_000)}\n\nhello`],
  ])('with %s is sorted, with a reason', async (_, text) => {
    const { kind, why } = await sort(text);
    expect(MAIL_KINDS).toContain(kind);
    expect(why).not.toBe('');
  });

  it('with nothing in it says so', async () => {
    expect(await sort('')).toMatchObject({ kind: 'other', why: 'the file is empty' });
  });

  it('of 30 MB is sorted by its beginning, in bounded time', async () => {
    const lines = Buffer.from('QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\r\n'.repeat(800_000));
    const raw = Buffer.concat([
      bytes(
        `From: ${THEM}\nTo: ${US}\nDate: ${DATE}\nIn-Reply-To: ${thread['In-Reply-To']}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHere are the plans.\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n`,
      ),
      lines,
    ]);
    expect(raw.length).toBeGreaterThan(28 * MB);
    const began = performance.now();
    expect((await sortRawMail(raw)).kind).toBe('reply');
    expect((await sortRawMail(mail(thread, 'word '.repeat(6 * MB)))).kind).toBe('reply');
    // Seconds, not minutes: the machine may be busy.
    expect(performance.now() - began).toBeLessThan(12_000);
  }, 30_000);

  it.each([
    ['spaces', ' '],
    ['brackets', '<'],
    ['at signs', 'a@'],
    ['quote marks', '> '],
    ['dates', '1 May - '],
    ['numbers', '1.'],
    ['dashes', '-'],
    ['Chinese', '请不要再'],
    ['please', 'please do not '],
    ['encoded words', '=?utf-8?q?a?= '],
    ['blank lines', '\n'],
  ])(
    'of nothing but %s takes bounded time',
    async (_, piece) => {
      const began = performance.now();
      const much = piece.repeat(Math.ceil(200_000 / piece.length));
      await sortRawMail(mail({ ...thread, 'Auto-Submitted': 'auto-replied', Subject: 'Automatic reply' }, much));
      await sortRawMail(mail({ From: 'MAILER-DAEMON@x.example', Subject: 'failure notice' }, much));
      await sortRawMail(mail({ Subject: much.replaceAll('\n', ' ').slice(0, 50_000) }, much));
      expect(performance.now() - began).toBeLessThan(8_000);
    },
    30_000,
  );

  it('never ends in an error, in 10,000 spoiled mails', async () => {
    const random = randomFrom(20261124);
    for (let nth = 0; nth < 10_000; nth++) {
      const original = CORPUS[nth % CORPUS.length];
      if (original === undefined) break;
      const raw = spoiled(original.raw, random);
      const { kind, why, references, until } = await sortRawMail(raw).catch((error: unknown) => {
        throw new Error(`${original.name}, mail ${nth}: ${raw.toString('base64').slice(0, 4_000)}`, { cause: error });
      });
      expect(MAIL_KINDS).toContain(kind);
      expect(why).not.toBe('');
      for (const id of references) expect(id).toMatch(/^<[^<>\s]+>$/);
      if (until !== null) expect(until).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  }, 240_000);
});
