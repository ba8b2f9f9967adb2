import { convert } from 'html-to-text';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { DAY, MINUTE } from '../../domain/instant.js';
import type { IncomingMail, MailPart, MailPerson } from './incoming-mail.js';

/*
 * The edge to the mail library: bytes in, an IncomingMail out, whatever the bytes are. What it can't take apart is
 * looked at as plain text, because half a bounce is still a bounce.
 */

/** What a mail says stands at its beginning; the rest is attachments. It bounds time and memory. */
export const MOST_BYTES = 4 * 1024 * 1024;
const MOST_TEXT = 100_000;
const MOST_HTML = 400_000;
const MOST_PARTS = 50;

/** Takes any bytes apart. Never throws. */
export async function readIncoming(raw: Uint8Array): Promise<IncomingMail> {
  const bytes = tidied(Buffer.from(raw.subarray(0, MOST_BYTES)));
  const parsed = await parse(bytes);
  const headers = headersOf(bytes);
  const first = (name: string) => headers.get(name)?.[0] ?? '';
  const sent = sentAt([first('date'), ...(headers.get('received') ?? []).map((line) => line.split(';').at(-1) ?? '')]);
  const contentType = first('content-type');
  return {
    headers,
    from: personOf(parsed?.from, first('from')),
    recipients: [
      ...(parsed === null ? [] : [parsed.to, parsed.cc].flatMap(addressesOf)),
      ...addressesIn(first('to')),
      ...addressesIn(first('delivered-to')),
    ],
    subject: subjectOf(first('subject'), parsed?.subject),
    sentOn: sent?.day ?? null,
    zoneMinutes: sent?.zone ?? null,
    type: (contentType.split(';')[0] ?? '').trim().toLowerCase(),
    reportType: (/report-type\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? '').toLowerCase(),
    text: calm(textOf(parsed, bytes).slice(0, MOST_TEXT)),
    parts: partsOf(parsed),
    isEmpty: bytes.toString('latin1').trim() === '',
  };
}

/** Without a byte order mark or blank lines before the head, and with line ends that the library knows. */
function tidied(bytes: Buffer): Buffer {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[start] === 0x0a || bytes[start] === 0x0d) start += 1;
  const rest = bytes.subarray(start);
  return rest.includes(0x0a) || !rest.includes(0x0d)
    ? rest
    : Buffer.from(rest.toString('latin1').replaceAll('\r', '\r\n'), 'latin1');
}

async function parse(bytes: Buffer): Promise<ParsedMail | null> {
  try {
    const options = { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true, keepDeliveryStatus: true };
    return await simpleParser(bytes, { ...options, maxHtmlLengthToParse: MOST_HTML });
  } catch {
    return null;
  }
}

/** The header block by ourselves: the library spoils headers that are written in GBK without saying so. */
function headersOf(bytes: Buffer): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const block =
    bytes
      .subarray(0, 256 * 1024)
      .toString('latin1')
      .replace(/^[\r\n]+/, '')
      .split(/\r?\n\r?\n|\r\r/, 1)[0] ?? '';
  let lines = 0;
  for (const line of block.replace(/(?:\r\n|\r|\n)(?=[ \t])/g, '').split(/\r\n|\r|\n/)) {
    const name = /^([\x21-\x39\x3b-\x7e]{1,100})[ \t]*:/.exec(line)?.[1];
    if (name === undefined) continue;
    if (++lines > 2_000) break;
    const value = decodeBytes(Buffer.from(line.slice(line.indexOf(':') + 1), 'latin1')).trim();
    const key = name.toLowerCase();
    const known = headers.get(key);
    if (known === undefined) headers.set(key, [decodeWords(value)]);
    else known.push(decodeWords(value));
  }
  return headers;
}

/** Text without a charset: UTF-8 if it can be, else what servers of the West write, or of China. */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(isWestern(bytes) ? 'windows-1252' : 'gb18030').decode(bytes);
  }
}

/** Letters with accents stand alone, seldom two together; Chinese has two bytes for a character, and seldom one character alone. */
function isWestern(bytes: Uint8Array): boolean {
  let [alone, together, run] = [0, 0, 0];
  const endRun = () => {
    if (run === 1) alone += 1;
    else if (run > 1) together += run > 3 ? Number.POSITIVE_INFINITY : 1;
    run = 0;
  };
  for (const byte of bytes) {
    if (byte >= 0x80) run += 1;
    else endRun();
  }
  endRun();
  return alone >= together;
}

/** RFC 2047, also where a word was cut inside of a character: neighbours of one charset are joined first. */
export function decodeWords(text: string): string {
  const joined = text.replace(/(=\?[^?\s]{1,40}\?[bq]\?[^?]{0,998}\?=)[ \t]+(?==\?)/gi, '$1');
  return joined.replace(/(?:=\?[^?\s]{1,40}\?[bq]\?[^?]{0,998}\?=)+/gi, (run) => {
    const words = [...run.matchAll(/=\?([^?*\s]{1,40})(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi)];
    let out = '';
    let pending: { charset: string; bytes: Buffer } | null = null;
    const flush = () => {
      if (pending !== null) out += decodeAs(pending.charset, pending.bytes);
    };
    for (const [, charset = '', encoding = '', data = ''] of words) {
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : fromQuoted(data);
      if (pending !== null && pending.charset === charset.toLowerCase())
        pending = { charset: pending.charset, bytes: Buffer.concat([pending.bytes, bytes]) };
      else {
        flush();
        pending = { charset: charset.toLowerCase(), bytes };
      }
    }
    flush();
    return out;
  });
}

const fromQuoted = (data: string): Buffer =>
  Buffer.from(
    data
      .replace(/_/g, ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function decodeAs(charset: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(/^gb/.test(charset) ? 'gb18030' : charset).decode(bytes);
  } catch {
    return decodeBytes(bytes);
  }
}

/** Our own reading, unless it leaves a charset that only the library knows. */
const subjectOf = (own: string, theirs: string | undefined): string =>
  (/=\?[^?]+\?[bq]\?/i.test(own) ? (theirs ?? own) : own).replace(/\s+/g, ' ').trim();

function personOf(parsed: AddressObject | undefined, header: string): MailPerson {
  const first = parsed?.value[0];
  const address = (first?.address ?? addressesIn(header)[0] ?? '').toLowerCase();
  return {
    address: address.includes('@') ? address : (addressesIn(header)[0] ?? address),
    name: header
      .replace(/<[^>]*>/, '')
      .replace(/["']/g, '')
      .trim(),
  };
}

const addressesOf = (value: AddressObject | AddressObject[] | undefined): string[] =>
  (value === undefined ? [] : Array.isArray(value) ? value : [value]).flatMap((list) =>
    list.value.flatMap(({ address }) => (address ? [address.toLowerCase()] : [])),
  );

const addressesIn = (text: string): string[] =>
  [...text.slice(0, 5_000).matchAll(/[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\p{L}\p{N}.-]{1,250}[\p{L}\p{N}]/gu)].map(
    ([found]) => found.toLowerCase(),
  );

function sentAt(dates: readonly string[]): { readonly day: number; readonly zone: number } | null {
  for (const text of dates) {
    const at = Date.parse(text.trim().replace(/\([^)]*\)/g, ''));
    if (Number.isNaN(at)) continue;
    const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)(?:\s|$)/.exec(text) ?? [];
    const offset = Number(`${sign ?? '+'}1`) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
    const zone = Math.abs(offset) > 14 * 60 ? 0 : offset;
    return { day: Math.floor((at + zone * MINUTE) / DAY), zone };
  }
  return null;
}

function textOf(mail: ParsedMail | null, bytes: Buffer): string {
  const plain = repaired(mail?.text ?? '', bytes);
  if (plain.trim() !== '') return plain;
  const html = typeof mail?.html === 'string' ? mail.html : '';
  if (html.trim() !== '') return textOfHtml(html);
  if (mail !== null && mail.attachments.length > 0) return '';
  // No part came out of it: its boundary is missing, or its head has no end. Then all of it is text.
  const whole = bytes.subarray(0, MOST_HTML);
  const end = whole.toString('latin1').search(/\r?\n\r?\n/);
  const rest = decodeBytes(end < 0 ? whole.subarray(0, 0) : whole.subarray(end));
  return /<(html|body|div|p)\b/i.test(rest) ? textOfHtml(rest) : rest;
}

/** Chinese that was called Latin or UTF-8, and Latin that was taken for UTF-8: its bytes once more, by what they look like. */
function repaired(text: string, bytes: Buffer): string {
  const isBroken = text.includes('\ufffd');
  if (!isBroken && !/[\u0080-\u00ff]{4}/.test(text)) return text;
  const again = decodeBytes(firstText(bytes));
  if (again.includes('\ufffd')) return text;
  const isChinese = /[\u4e00-\u9fff\u3040-\u30ff]{2}/.test(again);
  return isChinese || (isBroken && /[\u00c0-\u00ff]/.test(again)) ? again : text;
}

/** The bytes of the first text part, found without the library. */
function firstText(bytes: Buffer): Buffer {
  const raw = bytes.subarray(0, MOST_HTML).toString('latin1').replace(/\r\n/g, '\n');
  const at = raw.search(/^content-type:\s*text\/plain/im);
  const blank = raw.indexOf('\n\n', Math.max(at, 0));
  if (blank < 0) return Buffer.alloc(0);
  const head = raw.slice(Math.max(0, raw.lastIndexOf('\n\n', Math.max(at, 0))), blank);
  const rest = raw.slice(blank + 2);
  const end = rest.search(/^--\S/m);
  const body = end < 0 ? rest : rest.slice(0, end);
  const encoding = /^content-transfer-encoding:\s*([\w-]+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  return encoding === 'quoted-printable'
    ? fromQuoted(body.replace(/=\n/g, '').replace(/_/g, '=5F'))
    : Buffer.from(body, 'latin1');
}

/** Long runs of blanks and blank lines say nothing, and patterns that look for line beginnings drown in them. */
const calm = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]{40,}/g, ' ')
    .replace(/\n(?:[^\S\n]{0,40}\n){4,}/g, '\n\n\n');

function textOfHtml(html: string): string {
  try {
    return convert(html.slice(0, MOST_HTML), {
      wordwrap: false,
      limits: { maxInputLength: MOST_HTML, maxDepth: 60, maxChildNodes: 5_000 },
      selectors: [
        { selector: 'img', format: 'skip' },
        { selector: 'a', options: { ignoreHref: true } },
        { selector: 'div.gmail_quote', format: 'blockquote' },
        { selector: 'div.yahoo_quoted', format: 'blockquote' },
        { selector: 'div#isReplyContent', format: 'blockquote' },
      ],
    });
  } catch {
    return html.replace(/<[^<>]{0,2000}>/g, ' ');
  }
}

function partsOf(mail: ParsedMail | null): MailPart[] {
  return (mail?.attachments ?? []).slice(0, MOST_PARTS).map((part) => {
    // Its types promise a string; for a part with a broken head it has `false`.
    const type = String(part.contentType || 'text/plain').toLowerCase();
    const fileName = String(part.filename || '');
    const isText = /^(text|message)\//.test(type) || /\.(eml|ics|txt)$/i.test(fileName);
    const content = Buffer.isBuffer(part.content) ? part.content : Buffer.alloc(0);
    return {
      type,
      fileName,
      text: isText ? calm(decodeBytes(content.subarray(0, MOST_TEXT))) : '',
    };
  });
}
