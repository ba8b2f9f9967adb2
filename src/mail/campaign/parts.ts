import type { Attachment } from '../../activities/ports.js';
import { quotedPrintable } from './quoted-printable.js';

/*
 * The parts of a mail, each with its head. Nothing in them can look like the boundary between parts: both encodings escape or
 * lack its `=_`.
 */

/** A text in ASCII, or its bytes. */
export type Piece = string | Buffer;

/** Of one that comes again in each mail the bytes are worth keeping: a long text takes longer to write than to copy. */
const LONG = 100;

/** What comes again in each mail, encoded once. Has no text with a carriage return in it. */
export function encodedOnce(texts: readonly string[]): ReadonlyMap<string, Piece> {
  const known = new Map<string, Piece>();
  for (const text of texts) {
    if (text.includes('\r')) continue;
    const encoded = quotedPrintable(text);
    known.set(text, encoded.length < LONG ? encoded : Buffer.from(encoded, 'latin1'));
  }
  return known;
}

/** The HTML in pieces; `known`: those that are encoded already. */
export function encodedHtml(pieces: readonly string[], known: ReadonlyMap<string, Piece>): Piece[] {
  const head = 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';
  const encoded: Piece[] = [head];
  for (const piece of pieces) {
    const same = known.get(piece);
    // One at the end of a piece and a line feed at the beginning of the next would be one line break.
    if (same === undefined && piece.includes('\r')) return [head, quotedPrintable(unixLines(pieces.join('')))];
    encoded.push(same ?? quotedPrintable(piece));
  }
  return encoded;
}

/** All pieces behind each other. */
export function joined(pieces: readonly Piece[]): Buffer {
  let size = 0;
  for (const { length } of pieces) size += length;
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const piece of pieces)
    at += typeof piece === 'string' ? bytes.write(piece, at, 'latin1') : piece.copy(bytes, at);
  return bytes;
}

/** Plain text: in base64 where much of it is no ASCII. */
export function encodedText(text: string): string {
  const lines = unixLines(text);
  return isForeign(foreignIn(lines), lines.length)
    ? foreignText(lines)
    : textPart('quoted-printable', quotedPrintable(lines));
}

/** A text with the line breaks of Unix. */
export const foreignText = (lines: string): string =>
  textPart('base64', base64(Buffer.from(lines.replaceAll('\n', '\r\n'), 'utf8')));

export const textPart = (encoding: 'base64' | 'quoted-printable', encoded: string): string =>
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encoded}`;

/** Of so many characters so many are foreign: base64 is shorter then. */
export const isForeign = (foreign: number, length: number): boolean => foreign * 6 > length;

/** Characters outside of ASCII. */
export const foreignIn = (text: string): number => text.length - text.replace(FOREIGN, '').length;

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
const FOREIGN = /[^\x00-\x7f]+/g;
const unixLines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/** A file, encoded once for all. Its name has been checked to be a plain file name. */
export function attachmentPart({ name, contentType, bytes }: Attachment): string {
  const encodedName = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const parameter = (key: string) =>
    /^[A-Za-z0-9._-]+$/.test(name) ? `${key}=${name}` : `${key}*=utf-8''${encodedName}`;
  return (
    `Content-Type: ${contentType}; ${parameter('name')}\r\nContent-Transfer-Encoding: base64\r\n` +
    `Content-Disposition: attachment; ${parameter('filename')}\r\n\r\n${base64(Buffer.from(bytes))}`
  );
}

const base64 = (bytes: Buffer): string => `${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`;
