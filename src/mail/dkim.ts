import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';

/*
 * Signs a composed mail (RFC 6376, relaxed on both sides; RFC 8463 for Ed25519). It has no clock: the same mail under the same
 * key gives the same bytes, and no time of signing is told. The signature of Ed25519 and of RSA by PKCS #1 1.5 has no
 * randomness either.
 */

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** Signed where they are; those that decide what a mail is are also signed as not being there once more. */
const SIGNED = [
  ...['from', 'to', 'subject', 'date', 'message-id', 'reply-to', 'in-reply-to', 'references'],
  ...['mime-version', 'content-type', 'content-transfer-encoding'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'list-id', 'feedback-id', 'auto-submitted'],
];
const OVERSIGNED = new Set([
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'reply-to',
  'in-reply-to',
  'references',
]);

interface Field {
  readonly name: string;
  /** With its name and without the line break at its end. */
  readonly text: string;
}

/** The mail with its signature before it. `raw` has CRLF line breaks, as the composer writes them. */
export const signMail = (raw: Uint8Array, key: DkimKey): Uint8Array => createSigner(key)(raw);

/** The same for many mails: to read a key takes longer than to sign by some. */
export function createSigner({ domain, selector, privateKey }: DkimKey): (raw: Uint8Array) => Uint8Array {
  const key = createPrivateKey(privateKey);
  return (raw) => signed(raw, { domain, selector, key });
}

interface ReadKey {
  readonly domain: string;
  readonly selector: string;
  readonly key: KeyObject;
}

function signed(raw: Uint8Array, { domain, selector, key }: ReadKey): Uint8Array {
  const source = Buffer.from(raw).toString('latin1');
  const end = source.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('a mail without an end of its head can not be signed');
  const fields = fieldsOf(source.slice(0, end));
  const names = namesToSign(fields);
  const bodyHash = sha256(relaxedBody(source.slice(end + 4))).digest('base64');
  const tags = [
    ...[`a=${algorithmOf(key)}`, 'c=relaxed/relaxed', `d=${domain}`, `s=${selector}`],
    ...[`h=${names.join(':')}`, `bh=${bodyHash}`],
  ];
  const unsigned = folded(['DKIM-Signature: v=1', ...tags, 'b=']);
  const header = [...chosen(fields, names).map(relaxedField), relaxedField({ name: 'dkim-signature', text: unsigned })];
  const signature = signatureOf(key, header.join('\r\n')).toString('base64');
  const field = `${unsigned}${(signature.match(/.{1,72}/g) ?? []).map((part) => `\r\n ${part}`).join('')}`;
  return Buffer.concat([Buffer.from(`${field}\r\n`, 'latin1'), raw]);
}

const sha256 = (text: string) => createHash('sha256').update(text, 'latin1');

const algorithmOf = (key: KeyObject): string => (key.asymmetricKeyType === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256');

/** Ed25519 signs the hash, as RFC 8463 has it. */
const signatureOf = (key: KeyObject, text: string): Buffer =>
  key.asymmetricKeyType === 'ed25519'
    ? sign(null, sha256(text).digest(), key)
    : sign('sha256', Buffer.from(text, 'latin1'), key);

function fieldsOf(head: string): Field[] {
  return head
    .split(/\r\n(?![ \t])/)
    .map((text) => ({ name: text.slice(0, text.indexOf(':')).trim().toLowerCase(), text }));
}

/** Each as often as it is there; the deciding ones once more, so that a second one breaks the signature. */
const namesToSign = (fields: readonly Field[]): string[] =>
  [...new Set([...SIGNED, ...OVERSIGNED])].flatMap((name) => {
    const count = fields.filter((field) => field.name === name).length;
    return Array.from({ length: count + (OVERSIGNED.has(name) ? 1 : 0) }, () => name);
  });

/** The fields that the names mean: the last of a name first; a name without a field left means nothing. */
function chosen(fields: readonly Field[], names: readonly string[]): Field[] {
  const left = new Map<string, Field[]>();
  for (const field of fields) left.set(field.name, [...(left.get(field.name) ?? []), field]);
  return names.flatMap((name) => left.get(name)?.pop() ?? []);
}

function relaxedField({ name, text }: Field): string {
  const value = text
    .slice(text.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${name}:${value}`;
}

function relaxedBody(body: string): string {
  const lines = body
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=\r\n|$)/g, '')
    .replace(/(?:\r\n)+$/, '');
  return lines === '' ? '' : `${lines}\r\n`;
}

/** Tags in lines below 78 characters; a list of names is broken between names. */
function folded(tags: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of tags.join('; ').split(/(?<=; )|(?<=:)/)) {
    if (line.length + piece.trimEnd().length > 74 && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line].join('\r\n ');
}
