import stringWidth from 'string-width';
import type { Style } from './style.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Cells wider than this are cut; in columns of a terminal, where a Chinese character takes two. */
  readonly atMost?: number;
}

const GAP = '  ';
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Cuts a text to so many columns, with `…` for what is missing. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Fills a text up with spaces to so many columns. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? spaces + text : text + spaces;
}

/** Columns under their titles, each as wide as its widest cell. No spaces at the ends of lines. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string {
  const cells = rows.map((row) =>
    columns.map((column, i) => cut(oneLine(row[i] ?? ''), column.atMost ?? Number.POSITIVE_INFINITY)),
  );
  const widths = columns.map((column, i) =>
    Math.max(stringWidth(column.title), ...cells.map((row) => stringWidth(row[i] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0, columns[i]?.align))
      .join(GAP)
      .trimEnd();
  return [style.bold(line(columns.map((column) => column.title))), ...cells.map(line)].join('\n');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** `1 journey`, `2 journeys`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
