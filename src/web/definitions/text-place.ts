/* Where a line and a column of a text are, as an editor counts. Pure. */

/** The offset of a place; of one past its line or the text, the end of that. Lines and columns count from 1. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const index = Math.max(0, Math.min(lines.length, line) - 1);
  const before = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  const within = Math.max(0, Math.min(lines[index]?.length ?? 0, column - 1));
  return before + within;
}

/** The end of the word that begins at an offset, for marking it; at least one character, within its line. */
export function wordEnd(text: string, offset: number): number {
  const word = /^[^\s:,{}[\]"']+/.exec(text.slice(offset))?.[0].length ?? 0;
  const isAtEnd = offset >= text.length || text[offset] === '\n';
  return offset + (word > 0 ? word : isAtEnd ? 0 : 1);
}
