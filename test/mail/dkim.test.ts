import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, it } from 'vitest';
import type { OutgoingMail } from '../../src/activities/ports.js';
import { dkimRecord, newDkimKey } from '../../src/db/mailboxes/dkim-keys.js';
import { composeMail, headersOf } from '../../src/mail/compose.js';
import { type DkimKey, signMail } from '../../src/mail/dkim.js';
import { outgoingMail } from './builders.js';

/* Judged by mailauth, which is not ours; its questions to the DNS are answered by our own record. */

const RSA: DkimKey = { domain: 'example.com', selector: 'ft', privateKey: await newDkimKey() };
const ED25519: DkimKey = {
  ...RSA,
  selector: 'ed',
  privateKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

async function judged(raw: Uint8Array, ...keys: readonly DkimKey[]) {
  const records = new Map(
    keys.map(({ domain, selector, privateKey }) => [`${selector}._domainkey.${domain}`, dkimRecord(privateKey)]),
  );
  const resolver = async (name: string, type: string) => {
    const record = type === 'TXT' ? records.get(name) : undefined;
    if (record !== undefined) return [[record]];
    throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' });
  };
  const { results } = await dkimVerify(Buffer.from(raw), { resolver });
  return results;
}

const MARKETING: Partial<OutgoingMail> = {
  subject: '您好 Gary, a subject that is long enough to be folded somewhere on its way to the other side of the world',
  unsubscribeUrl: `https://mail.example.com/u/${'a'.repeat(150)}`,
  references: ['<a@example.com>', '<b@example.com>'],
  replyTo: 'david+tag@example.com',
  headers: { 'List-Id': '<news.example.com>', 'Feedback-ID': 'welcome:news:marketing:example-com' },
};
const signed = async (over: Partial<OutgoingMail> = {}, key = RSA) =>
  signMail(await composeMail(outgoingMail(over)), key);
const status = async (raw: Uint8Array) => (await judged(raw, RSA, ED25519)).map(({ status }) => status.result);

describe('a signed mail', () => {
  it('is found to be whole by an independent verifier, under RSA and Ed25519, aligned with its sender', async () => {
    for (const key of [RSA, ED25519])
      for (const over of [{}, MARKETING, { html: '', text: '' }, { text: 'a \t b  \r\n\r\n\r\n' }]) {
        const [result] = await judged(await signed(over, key), key);
        expect(result).toMatchObject({
          signingDomain: 'example.com',
          status: { result: 'pass', aligned: 'example.com' },
        });
      }
  });

  it('has what unsubscribes at one click inside of the signature (RFC 8058), and all that decides what it is', async () => {
    const raw = await signed(MARKETING);
    const list = /h=([^;]*);/
      .exec(headersOf(raw).get('dkim-signature')?.[0] ?? '')?.[1]
      ?.replace(/\s/g, '')
      .split(':');
    for (const name of ['list-unsubscribe', 'list-unsubscribe-post', 'list-id', 'feedback-id', 'content-type'])
      expect(list).toContain(name);
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'reply-to'])
      expect(list?.filter((each) => each === name)).toHaveLength(2);
  });

  it('is whole no more with another word in it, or a second header of those that decide', async () => {
    const text = Buffer.from(await signed(MARKETING)).toString('latin1');
    const changes = [
      text.replace('mail.example.com/u/', 'evil.example.com/u/'),
      text.replace('List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Click'),
      text.replace('From: David', 'From: Davis'),
      text.replace(/\r\nFrom:/, '\r\nFrom: Evil <evil@example.com>\r\nFrom:'),
      text.replace(/\r\nSubject:/, '\r\nSubject: other\r\nSubject:'),
      text.replace(/\r\nTo:/, '\r\nCc: evil@example.com\r\nTo:'),
      `${text}more`,
    ];
    for (const changed of changes) {
      expect(changed).not.toBe(text);
      expect(await status(Buffer.from(changed, 'latin1'))).not.toEqual(['pass']);
    }
    expect(await status(Buffer.from(text, 'latin1'))).toEqual(['pass']);
  });

  it('stays whole when a server on the way folds and spaces anew', async () => {
    const text = Buffer.from(await signed({ subject: 'one two three' })).toString('latin1');
    const moved = text.replace('Subject: one two three', 'Subject:  one\r\n\ttwo   three ');
    expect(await status(Buffer.from(moved, 'latin1'))).toEqual(['pass']);
  });

  it('has the same bytes each time, and no line longer than 78 characters in its signature', async () => {
    for (const key of [RSA, ED25519]) {
      const [one, two] = [await signed(MARKETING, key), await signed(MARKETING, key)];
      expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
      const text = Buffer.from(one).toString('latin1');
      const head = text.slice(0, text.search(/\r\n(?![ \t])/));
      expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    }
  });

  it('is whole whatever is in it', async () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(words, words, words, words, async (subject, name, html, text) => {
        const raw = await signed({ subject, html, text, to: { name, address: 'gary@example.net' } }, ED25519);
        expect(await status(raw)).toEqual(['pass']);
      }),
      { numRuns: 300 },
    );
  });
});
