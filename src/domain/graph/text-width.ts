/*
 * How wide a text is, without a font at hand: East Asian wide characters take an em, others what they take in a common
 * sans-serif, rounded up. A picture laid out by this never has text that leaves its card.
 */

/** Wide and full-width ranges of Unicode's East Asian Width, with the emoji that are drawn as wide as they. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1faff],
  [0x20000, 0x3fffd],
];
const NARROW = /[iljtfrI.,:;'"|!()[\]{} /\\·-]/;
const BROAD = /[mwMW@%—…→]/;
const CAPITAL = /[A-Z]/;
/** Marks that stand on the character before them, and joiners. */
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** Characters that end a place where a line may break: after them, not before. */
const BREAK_AFTER = /[\s\-/·,，、。；：？！)）]/u;

const isWide = (code: number): boolean => WIDE.some(([from, to]) => code >= from && code <= to);

function charWidth(char: string): number {
  if (WITHOUT_WIDTH.test(char)) return 0;
  if (isWide(char.codePointAt(0) ?? 0)) return 1;
  if (NARROW.test(char)) return 0.36;
  if (BROAD.test(char)) return 0.95;
  return CAPITAL.test(char) ? 0.7 : 0.58;
}

/** The width of a text at a font size, in the unit of that size. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + charWidth(char), 0) * size;

/** The text, cut short with an ellipsis where it is wider than `width`. */
export function cutToWidth(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const room = width - textWidth('…', size);
  let kept = '';
  let used = 0;
  for (const char of text) {
    used += charWidth(char) * size;
    if (used > room) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks a text into at most `most` lines of `width`; the last is cut short if there was more. */
export function wrapToWidth(text: string, size: number, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < most - 1) {
    const end = lineEnd(rest, size, width);
    lines.push(rest.slice(0, end).trimEnd());
    // A separator that would begin a line separates nothing there.
    rest = rest.slice(end).replace(/^[\s·]+/, '');
  }
  return rest === '' ? lines : [...lines, cutToWidth(rest, size, width)];
}

/** Where the first line of a text ends: at its last place for a break, else in the middle of a word. */
function lineEnd(text: string, size: number, width: number): number {
  let used = 0;
  let at = 0;
  let breakAt = 0;
  for (const char of text) {
    const wide = isWide(char.codePointAt(0) ?? 0);
    if (wide && !BREAK_AFTER.test(char)) breakAt = at;
    used += charWidth(char) * size;
    if (used > width && at > 0) return breakAt > 0 ? breakAt : at;
    at += char.length;
    if (BREAK_AFTER.test(char)) breakAt = at;
  }
  return at;
}
