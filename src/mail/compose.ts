import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingMail } from '../activities/ports.js';
import { isOneClickUrl, MAX_ONE_CLICK_URL } from '../domain/one-click.js';
import { wireAddress } from './address.js';

/*
 * The exact bytes of a mail. The same OutgoingMail gives the same bytes on every machine and attempt: boundary, date
 * and Message-ID come from the mail. What comes out is read again, because the mail library takes some strings apart
 * in ways that have sent mail to others.
 */

/** A mail that may not be built: a wrong address, header or id. A fault of the program, not of a user. */
export class UnsafeMailError extends Error {
  override readonly name = 'UnsafeMailError';
}

const MESSAGE_ID = /^<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;
const VISIBLE_ASCII = /^[\x20-\x7e]*$/;
const MAX_REFERENCES = 20;
/** A subject without blanks can't be folded, and a line may have 998 octets. */
const MAX_SUBJECT = 250;
/** What the composer writes itself; an extra header of these names would be a second one. */
const OWN_HEADERS = new Set([
  ...['from', 'to', 'cc', 'bcc', 'reply-to', 'sender', 'subject', 'message-id', 'date', 'mime-version', 'return-path'],
  ...[
    'content-type',
    'content-transfer-encoding',
    'in-reply-to',
    'references',
    'list-unsubscribe',
    'list-unsubscribe-post',
  ],
]);

/** The bytes of RFC 5322 as they will go out. Throws UnsafeMailError for input that no caller may give. */
export async function composeMail(mail: OutgoingMail): Promise<Uint8Array> {
  const from = checkedAddress(mail.from.address, 'From');
  const to = checkedAddress(mail.to.address, 'To');
  const replyTo = mail.replyTo === undefined ? null : checkedAddress(mail.replyTo, 'Reply-To');
  const references = threadOf(mail);
  const composer = new MailComposer({
    from: { name: displayName(mail.from.name), address: from },
    to: { name: displayName(mail.to.name), address: to },
    subject: shortened(mail.subject),
    text: mail.text,
    html: mail.html,
    attachments: (mail.attachments ?? []).map(({ name, contentType, bytes }) => ({
      filename: name,
      contentType,
      content: Buffer.from(bytes),
    })),
    // As the second of the alternatives, which calendars read, and once more as a file, for programs that look for one only.
    ...(mail.calendar === undefined
      ? {}
      : { icalEvent: { method: mail.calendar.method, content: mail.calendar.text, filename: 'invite.ics' } }),
    messageId: checkedMessageId(mail.messageId),
    date: new Date(mail.date),
    ...(replyTo === null ? {} : { replyTo: { name: displayName(mail.from.name), address: replyTo } }),
    ...(references.length > 0 && { inReplyTo: references.at(-1), references }),
    headers: { ...extraHeaders(mail), ...unsubscribeHeaders(mail) },
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  assertAsIntended(bytes, { from, to, replyTo, messageId: mail.messageId, extra: Object.keys(mail.headers ?? {}) });
  return bytes;
}

export const shortened = (subject: string): string =>
  subject.length <= MAX_SUBJECT ? subject : [...subject].slice(0, MAX_SUBJECT).join('');

export function checkedAddress(address: string, header: string): string {
  const wire = wireAddress(address);
  if (!wire.ok) throw new UnsafeMailError(`${header}: ${wire.error}`);
  return wire.value;
}

/** A name is for reading: without control characters, so that nothing in it can look like a header. */
export function displayName(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 120);
}

export function checkedMessageId(id: string): string {
  if (!MESSAGE_ID.test(id) || id.length > 250) throw new UnsafeMailError('Message-ID: expected <id@domain>');
  return id;
}

/** First and last ids, so that the header stays short in a thread of years and still names its beginning. */
function threadOf(mail: OutgoingMail): string[] {
  const ids = mail.references.map(checkedMessageId);
  const [first] = ids;
  return first === undefined || ids.length <= MAX_REFERENCES ? ids : [first, ...ids.slice(1 - MAX_REFERENCES)];
}

export function extraHeaders(mail: Pick<OutgoingMail, 'headers'>): { [name: string]: string } {
  const entries = Object.entries(mail.headers ?? {});
  for (const [name, value] of entries) {
    if (!HEADER_NAME.test(name) || OWN_HEADERS.has(name.toLowerCase()))
      throw new UnsafeMailError('an extra header has a name that is not allowed');
    if (!VISIBLE_ASCII.test(value) || value.length > 900)
      throw new UnsafeMailError(`${name}: expected a short line of ASCII`);
  }
  return Object.fromEntries(entries);
}

export function unsubscribeHeaders(mail: Pick<OutgoingMail, 'unsubscribeUrl'>): { [name: string]: string } {
  if (mail.unsubscribeUrl === undefined) return {};
  if (!isOneClickUrl(mail.unsubscribeUrl))
    throw new UnsafeMailError(`List-Unsubscribe: expected one HTTPS address under ${MAX_ONE_CLICK_URL} characters`);
  return { 'List-Unsubscribe': `<${mail.unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

interface Intent {
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | null;
  readonly messageId: string;
  readonly extra: readonly string[];
}

function assertAsIntended(bytes: Uint8Array, intent: Intent): void {
  const headers = headersOf(bytes);
  const allowed = new Set([...OWN_HEADERS, ...intent.extra.map((name) => name.toLowerCase())]);
  for (const forbidden of ['cc', 'bcc', 'sender', 'return-path']) allowed.delete(forbidden);
  for (const [name, values] of headers) {
    if (!allowed.has(name)) throw new UnsafeMailError(`the composed mail has a header that nobody asked for: ${name}`);
    if (values.length !== 1) throw new UnsafeMailError(`the composed mail has ${values.length} headers ${name}`);
  }
  if (addressIn(headers.get('to')?.[0]) !== intent.to)
    throw new UnsafeMailError('the composed mail names another recipient than intended');
  if (addressIn(headers.get('from')?.[0]) !== intent.from)
    throw new UnsafeMailError('the composed mail names another sender than intended');
  if (addressIn(headers.get('reply-to')?.[0]) !== intent.replyTo)
    throw new UnsafeMailError('the composed mail has answers go elsewhere than intended');
  if (headers.get('message-id')?.[0] !== intent.messageId)
    throw new UnsafeMailError('the composed mail has another Message-ID than intended');
}

/** The header block, unfolded, by lower-case name. */
export function headersOf(bytes: Uint8Array): Map<string, string[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const block = buffer
    .subarray(0, buffer.indexOf('\r\n\r\n'))
    .toString('latin1')
    .replace(/\r\n[ \t]+/g, ' ');
  const headers = new Map<string, string[]>();
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw new UnsafeMailError('the composed mail has a line in its head that is no header');
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return headers;
}

/** The one address of a header that the composer wrote: `a@b`, `Name <a@b>` or `"Name" <a@b>`. */
export function addressIn(value: string | undefined): string | null {
  if (value === undefined) return null;
  const withoutQuoted = value.replace(/"(?:[^"\\]|\\.)*"/g, '');
  const match = /^(?:[^<>,;:]*<([^<>,;:\s]+)>|([^<>,;:\s]+))$/.exec(withoutQuoted.trim());
  return match?.[1] ?? match?.[2] ?? null;
}

const RECIPIENTS = /^(to|cc|bcc)[ \t]*:((?:[^\r]|\r\n[ \t])*)/gim;

/** Throws unless the message is to this one address and no other: a last look before it is handed over. */
export function assertRecipient(bytes: Uint8Array, to: string): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.toString('latin1', 0, buffer.indexOf('\r\n\r\n') + 2);
  const [only, ...more] = head.matchAll(RECIPIENTS);
  const [, name = '', value = ''] = only ?? [];
  const isOnlyOne = name.toLowerCase() === 'to' && addressIn(value.replace(/\r\n[ \t]+/g, ' ').trim()) === to;
  if (!isOnlyOne || more.length > 0) throw new UnsafeMailError('the message is not addressed to its one recipient');
}
