import { broken, plainText } from '../plain-text.js';
import { encodedText, foreignIn, foreignText, isForeign, textPart } from './parts.js';
import { quotedPrintable } from './quoted-printable.js';

/** One line as it was rendered, broken and encoded. */
interface Line {
  readonly text: string;
  /** In quoted-printable, with the line breaks. */
  readonly encoded: string;
  /** Characters outside of ASCII. */
  readonly foreign: number;
}

const EMPTY: Line = { text: '', encoded: '\r\n', foreign: 0 };

/**
 * The plain text of a template's mails: what `encodedText(plainText(…))` makes of each (a test holds that), but lines that the
 * template has, and so all mails, are broken and encoded once.
 */
export class PlainPart {
  private readonly known = new Map<string, Line>();

  constructor(texts: readonly string[]) {
    // The first and the last line of a text go on in what is printed beside it, or may.
    for (const text of texts) for (const line of text.split('\n').slice(1, -1)) this.known.set(line, lineOf(line));
  }

  /** The part of a mail with this text. */
  of(text: string): string {
    if (text.includes('\r')) return encodedText(plainText(text));
    const lines = this.lines(text);
    let foreign = 0;
    let length = 0;
    for (const line of lines) {
      foreign += line.foreign;
      length += line.text.length + 1;
    }
    if (isForeign(foreign, length)) return foreignText(`${lines.map((line) => line.text).join('\n')}\n`);
    let encoded = '';
    for (const line of lines) encoded += line.encoded;
    return textPart('quoted-printable', encoded);
  }

  /** None empty at either end, and no two empty ones behind each other. */
  private lines(text: string): readonly Line[] {
    const lines: Line[] = [];
    let isAfterEmpty = false;
    for (const raw of text.split('\n')) {
      const line = this.known.get(raw) ?? lineOf(raw);
      if (line === EMPTY) {
        isAfterEmpty = lines.length > 0;
        continue;
      }
      if (isAfterEmpty) lines.push(EMPTY);
      isAfterEmpty = false;
      lines.push(lines.length === 0 ? lineWith(line.text.trimStart()) : line);
    }
    return lines.length === 0 ? [EMPTY] : lines;
  }
}

function lineOf(raw: string): Line {
  const text = broken(raw.trimEnd());
  return text === '' ? EMPTY : lineWith(text);
}

const lineWith = (text: string): Line => ({
  ...{ text, encoded: quotedPrintable(`${text}\n`), foreign: foreignIn(text) },
});
