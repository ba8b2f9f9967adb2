import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingMail } from '../../src/activities/ports.js';
import { parseEmailAddress } from '../../src/domain/mail-address.js';
import { wireAddress } from '../../src/mail/address.js';
import { composeMail, headersOf, UnsafeMailError } from '../../src/mail/compose.js';
import { createSmtpMailer, type SmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { outgoingMail } from './builders.js';

/*
 * Whatever names of contacts, owners and mailboxes, subjects and addresses are: what a real SMTP server gets is for the one
 * recipient that was meant, and has the headers that were meant and no other.
 */

const RUNS = 10_000;
/** Strings that have steered mail to others, in pieces, so that they come together in new ways. */
const EVIL = [
  ...['\r\n', '\n', '\r', '\0', ',', ';', ':', '<', '>', '"', '\\', '(', ')', '@', ' ', '\t'],
  ...['\u2028', '\u202e', '\ufeff', '\ud800'],
  ...['Bcc: evil@evil.example', 'To: evil@evil.example', 'evil@evil.example', '<evil@evil.example>', 'undisclosed:;'],
  ...['=?utf-8?B?ZXZpbEBldmlsLmV4YW1wbGU=?=', '=?utf-8?Q?=0D=0ABcc:_evil@evil.example?='],
  ...['\r\n\r\n.\r\n', 'RCPT TO:<evil@evil.example>', '张伟', 'Ünal', '🙂', 'a', 'Ada', 'x'.repeat(300)],
];

const word = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...EVIL) }, fc.string({ unit: 'grapheme' })), {
  maxLength: 6,
});
const words = word.map((parts) => parts.join(''));
const address = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('gary@example.net', 'li@例子.cn', "o'neil+tag@sub.example.org", 'a.b-c_d@example.co'),
  },
  words,
  words.map((local) => `${local}@example.net`),
);

const onWire = (text = ''): string => {
  const wire = wireAddress(text);
  return wire.ok ? wire.value : '';
};

interface Got {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

describe('10,000 mails of all that people and importers write', () => {
  const got: Got[] = [];
  let server: SMTPServer;
  let mailer: SmtpMailer;
  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, { envelope }, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          got.push({ from, to: envelope.rcptTo.map((each) => each.address), raw: Buffer.concat(chunks) });
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    mailer = createSmtpMailer({ server: parseSmtpUrl(`smtp://127.0.0.1:${port}`), maxMessages: RUNS });
  });
  afterAll(async () => {
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const ALLOWED = new Set([
    ...['from', 'to', 'subject', 'message-id', 'date', 'mime-version', 'content-type', 'content-transfer-encoding'],
    ...['reply-to', 'list-unsubscribe', 'list-unsubscribe-post'],
  ]);

  const mail = fc.record({
    subject: words,
    fromName: words,
    toName: words,
    from: fc.oneof({ weight: 5, arbitrary: fc.constant('david@example.com') }, address),
    to: address,
    replyTo: fc.option(fc.constant('david+tag@example.com'), { nil: null }),
  });

  it('come to the one that was meant with the headers that were meant, or are refused before a word is said', async () => {
    let sent = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(mail, async ({ subject, fromName, toName, from, to, replyTo }) => {
        const over: Partial<OutgoingMail> = {
          ...{ subject, from: { name: fromName, address: from }, to: { name: toName, address: to } },
          ...(replyTo === null ? {} : { replyTo, unsubscribeUrl: 'https://mail.example.com/u/abc' }),
        };
        const isUsable =
          parseEmailAddress(from).ok && parseEmailAddress(to).ok && wireAddress(from).ok && wireAddress(to).ok;
        const raw = await composeMail(outgoingMail(over)).catch((error: unknown) => {
          if (error instanceof UnsafeMailError) return null;
          throw error;
        });
        expect(raw !== null).toBe(isUsable);
        if (raw === null) {
          refused += 1;
          return;
        }
        got.length = 0;
        const verdict = await mailer.send(raw, { from, to }, async () => true);
        expect(verdict.type).toBe('accepted');
        const [mailGot, ...more] = got;
        expect(more).toEqual([]);
        // The server shows domains outside ASCII as people write them.
        expect([onWire(mailGot?.from), mailGot?.to.map(onWire)]).toEqual([onWire(from), [onWire(to)]]);
        const headers = headersOf(mailGot?.raw ?? Buffer.alloc(0));
        for (const [name, values] of headers) expect([name, ALLOWED.has(name), values.length]).toEqual([name, true, 1]);
        expect(headers.get('message-id')).toEqual(['<m1.abc@example.com>']);
        expect(headers.has('reply-to')).toBe(replyTo !== null);
        sent += 1;
      }),
      { numRuns: RUNS },
    );
    expect(sent + refused).toBe(RUNS);
    expect(sent).toBeGreaterThan(RUNS / 2);
    expect(refused).toBeGreaterThan(RUNS / 20);
  }, 300_000);
});
