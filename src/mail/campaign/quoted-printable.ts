/*
 * Quoted-printable (RFC 2045, 6.7) in pieces: each begins at the beginning of a line and ends with a line break, a soft one
 * unless the text has one there itself. So what many mails have in common is encoded once, and pieces are put together as
 * they are.
 */

const LONGEST_LINE = 76;
const PLAIN = /^[\x20-\x3c\x3e-\x7e]*$/;
const SOFT_BREAK = '=\r\n';
const HARD_BREAK = '\r\n';
const DOT = '=2E';

const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);

/** A piece of a text, whose line breaks are `\n`, as ASCII in lines. */
export function quotedPrintable(text: string): string {
  if (text === '') return '';
  // Most of what differs between mails is a short name or an address of the web.
  if (isLine(text) && PLAIN.test(text)) return text + SOFT_BREAK;
  let encoded = '';
  let from = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
    encoded += line(text.slice(from, end), HARD_BREAK);
    from = end + 1;
  }
  return from < text.length ? encoded + line(text.slice(from), SOFT_BREAK) : encoded;
}

/** Whether it is no longer than a line, and has no dot at its beginning, which would be doubled on the way (RFC 5321, 4.5.2). */
const isLine = (text: string): boolean => text.length < LONGEST_LINE && !text.startsWith('.');

/** One line of the text, in as many of the encoding as it takes. */
function line(text: string, end: string): string {
  const isBare = PLAIN.test(text) && !(end === HARD_BREAK && text.endsWith(' '));
  if (isBare && isLine(text)) return text + end;
  return isBare ? sliced(text, end) : unitByUnit(text, end);
}

/** A line that is broken softly has its `=` too. */
const MOST = LONGEST_LINE - 1;

function sliced(text: string, end: string): string {
  let encoded = '';
  let from = 0;
  for (;;) {
    const isDot = text.charAt(from) === '.';
    const to = from + MOST - (isDot ? DOT.length - 1 : 0);
    const piece = isDot ? DOT + text.slice(from + 1, to) : text.slice(from, to);
    if (to >= text.length) return encoded + piece + end;
    encoded += piece + SOFT_BREAK;
    from = to;
  }
}

function unitByUnit(text: string, end: string): string {
  let encoded = '';
  let current = '';
  for (const unit of unitsOf(text, end)) {
    if (current.length + unit.length > MOST) {
      encoded += current + SOFT_BREAK;
      current = '';
    }
    current += current === '' && unit === '.' ? DOT : unit;
  }
  return encoded + current + end;
}

/** What may not be broken: a character, or an encoded byte. A blank before a line's end would get lost on the way. */
function* unitsOf(text: string, end: string): Generator<string> {
  const bytes = Buffer.from(text, 'utf8');
  const last = bytes.length - 1;
  for (let index = 0; index <= last; index++) {
    const byte = bytes[index] ?? 0;
    const isBlankAtEnd = byte === 0x20 && index === last && end === HARD_BREAK;
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d && !isBlankAtEnd;
    yield isPlain ? String.fromCharCode(byte) : (HEX[byte] ?? '');
  }
}
