/** Where a text stops being JSON (RFC 8259), and what was expected there. */
export interface JsonFault {
  readonly offset: number;
  readonly message: string;
}

const BLANK = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const MOST_LEVELS = 200;

/**
 * The first fault of a text that should be JSON, or null if it is. Runtimes word and place theirs differently, some not at
 * all; a person needs the line. Never throws, in time linear in the text.
 */
export function jsonFault(text: string): JsonFault | null {
  const reader = new Reader(text);
  const fault = reader.value(0);
  if (fault !== null) return fault;
  reader.skip(BLANK);
  return reader.at === text.length ? null : reader.expected('the end of the file');
}

/** A line break inside a text is the most frequent one: its quote was never closed. */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true;
  return false;
}

class Reader {
  at = 0;

  constructor(private readonly text: string) {
    // A byte order mark is no JSON, but editors write it.
    if (text.startsWith('\uFEFF')) this.at = 1;
  }

  expected(what: string): JsonFault {
    const found = this.at >= this.text.length ? 'the file ends' : `found ${JSON.stringify(this.text.charAt(this.at))}`;
    return { offset: this.at, message: `this is no JSON: expected ${what}, ${found}` };
  }

  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null || (pattern === TEXT && hasControl(found[0]))) return false;
    this.at += found[0].length;
    return true;
  }

  private take(character: string): boolean {
    this.skip(BLANK);
    if (this.text.charAt(this.at) !== character) return false;
    this.at += 1;
    return true;
  }

  value(level: number): JsonFault | null {
    if (level > MOST_LEVELS) return this.expected(`at most ${MOST_LEVELS} levels`);
    if (this.take('{')) return this.list('}', () => this.pair(level));
    if (this.take('[')) return this.list(']', () => this.value(level + 1));
    return this.skip(TEXT) || this.skip(PLAIN) ? null : this.expected('a value');
  }

  private list(end: string, item: () => JsonFault | null): JsonFault | null {
    if (this.take(end)) return null;
    do {
      const fault = item();
      if (fault !== null) return fault;
    } while (this.take(','));
    return this.take(end) ? null : this.expected(`"," or "${end}"`);
  }

  private pair(level: number): JsonFault | null {
    this.skip(BLANK);
    if (!this.skip(TEXT)) return this.expected('a key in double quotes');
    return this.take(':') ? this.value(level + 1) : this.expected('":"');
  }
}
