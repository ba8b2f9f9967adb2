const WIDTH = 76;
/** Writing without blanks between words: the reader's program breaks it, and better than we could. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * The plain-text part as it goes out: long lines are broken at blanks (a list's under its first word), never inside an
 * address of the web; no blanks at line ends, no more than one empty line in a row, one line break at the end.
 */
export function plainText(text: string): string {
  const lines = text.split('\n').map((line) => broken(line.trimEnd()));
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** A long line, in several. */
export function broken(line: string): string {
  if (line.length <= WIDTH || UNSPACED.test(line)) return line;
  const indent = /^\s*(?:[-*] )?/.exec(line)?.[0].length ?? 0;
  const lines: string[] = [];
  let current = line.slice(0, indent);
  for (const word of line.slice(indent).split(/ +/)) {
    const isFirst = current.trim() === '' || current.length === indent;
    if (!isFirst && current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = ' '.repeat(indent) + word;
    } else current += isFirst ? word : ` ${word}`;
  }
  return [...lines, current].join('\n');
}
