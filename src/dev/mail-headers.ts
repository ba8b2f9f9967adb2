/** The header block of a raw mail, unfolded: name (as written) and value, in order. */
export function readHeaders(raw: Buffer): readonly (readonly [name: string, value: string])[] {
  const end = headerEnd(raw);
  // Latin-1 keeps every byte; what is really UTF-8 (SMTPUTF8 mail) is read again as such below.
  const lines = decodeBytes(raw.subarray(0, end)).split(/\r?\n/);
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last[1] += ` ${line.trim()}`;
    else {
      const colon = line.indexOf(':');
      if (colon > 0) headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    }
  }
  return headers;
}

/** The value of the first header of a name, with encoded words (RFC 2047) turned into text; empty if there is none. */
export function headerText(headers: ReturnType<typeof readHeaders>, name: string): string {
  const found = headers.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase());
  return found === undefined ? '' : decodeWords(found[1]);
}

function headerEnd(raw: Buffer): number {
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  if (crlf === -1 && lf === -1) return raw.length;
  return crlf === -1 ? lf : lf === -1 ? crlf : Math.min(crlf, lf);
}

function decodeBytes(bytes: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/**
 * Turns encoded words into text. Neighbours of the same charset are joined before they are decoded,
 * because many senders cut a Chinese character in two.
 */
export function decodeWords(value: string): string {
  const words = /=\?([^?\s]+)\?([bqBQ])\?([^?]*)\?=/g;
  const parts: { charset: string | null; bytes: Buffer; text: string }[] = [];
  let at = 0;
  for (const match of value.matchAll(words)) {
    const between = value.slice(at, match.index);
    const previous = parts.at(-1);
    // White space between two encoded words is not part of the text.
    if (between !== '' && !(previous?.charset != null && between.trim() === '')) {
      parts.push({ charset: null, bytes: Buffer.alloc(0), text: between });
    }
    const charset = (match[1] ?? '').split('*')[0]?.toLowerCase() ?? 'utf-8';
    const bytes = wordBytes(match[2] ?? 'b', match[3] ?? '');
    const last = parts.at(-1);
    if (last?.charset === charset) last.bytes = Buffer.concat([last.bytes, bytes]);
    else parts.push({ charset, bytes, text: '' });
    at = match.index + match[0].length;
  }
  parts.push({ charset: null, bytes: Buffer.alloc(0), text: value.slice(at) });
  return parts.map((part) => (part.charset === null ? part.text : decodeBytes(part.bytes, part.charset))).join('');
}

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(text, 'base64');
  const plain = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}
