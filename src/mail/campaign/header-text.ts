/*
 * What differs from mail to mail in a head: names and the subject. As RFC 2047 and RFC 5322 have it; a text that a reader could
 * take for something else is encoded whole.
 */

const WORDS = /^[A-Za-z0-9_ ]*$/;
const PRINTABLE = /^[\x20-\x7e]*$/;
/** A line of a head, as the mail library folds it. */
const LINE = 76;
/** So many bytes make an encoded word that fits on a line with the name of its header. */
const BYTES_OF_A_WORD = 39;

/** `Name <address>`; the address is one that `wireAddress` made, the name has no control characters. */
export function mailbox(name: string, address: string): string {
  if (name === '') return address;
  if (WORDS.test(name) && name.length < LINE) return `${name} <${address}>`;
  // A quoted string is one word; a long one isn't folded, and a line may have 998 octets.
  if (PRINTABLE.test(name) && !name.includes('=?')) return `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `${encodedWords(name)}\r\n <${address}>`;
}

/** A subject without control characters, folded behind the header's name. */
export function subjectText(subject: string, headerName = 'Subject'): string {
  if (!PRINTABLE.test(subject) || subject.includes('=?') || subject.startsWith(' ') || subject.endsWith(' '))
    return encodedWords(subject);
  return headerName.length + 2 + subject.length <= LINE ? subject : folded(subject, LINE - headerName.length - 2);
}

/** Broken before a blank, which the reader puts back. */
function folded(text: string, first: number): string {
  const lines: string[] = [];
  let rest = text;
  for (let most = first; rest.length > most; most = LINE) {
    const before = rest.lastIndexOf(' ', most);
    const at = before > 0 ? before : rest.indexOf(' ', 1);
    // A line of blanks alone is no line of a head.
    if (at <= 0 || rest.slice(at).trim() === '') break;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...lines, rest].join('\r\n');
}

/** Characters are kept whole. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  let bytes = 0;
  for (const character of text) {
    const more = Buffer.byteLength(character, 'utf8');
    if (bytes + more > BYTES_OF_A_WORD) {
      words.push(word);
      [word, bytes] = ['', 0];
    }
    word += character;
    bytes += more;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each, 'utf8').toString('base64')}?=`).join('\r\n ');
}
