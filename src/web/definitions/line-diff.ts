/* What changed between two texts, line by line. Pure. */

export interface DiffLine {
  readonly type: 'same' | 'added' | 'removed';
  /** Line numbers, from 1, in the text before and after; null where the line is not in it. */
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

export type DiffPart = DiffLine | { readonly type: 'gap'; readonly lines: number; readonly key: string };

/** More differing lines than this are shown as one replaced by the other: the search takes the square of it. */
const MOST_EDITS = 1_000;

export const linesOf = (text: string): readonly string[] => text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');

/** All lines of both texts, with as few changes as there can be (Myers 1986, "An O(ND) Difference Algorithm"). */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const kept = shortest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return numbered([
    ...a.slice(0, start).map((text) => ({ type: 'same' as const, text })),
    ...kept,
    ...a.slice(a.length - end).map((text) => ({ type: 'same' as const, text })),
  ]);
}

type Edit = Pick<DiffLine, 'type' | 'text'>;

function shortest(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const reach = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(new Map(reach));
    for (let k = -edits; k <= edits; k += 2) {
      let x = isDown(reach, k, edits) ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return backwards(a, b, trace);
    }
  }
  return [
    ...a.map((text) => ({ type: 'removed' as const, text })),
    ...b.map((text) => ({ type: 'added' as const, text })),
  ];
}

/** Whether the furthest way to diagonal k comes by adding a line (down) and not by removing one. */
const isDown = (reach: ReadonlyMap<number, number>, k: number, edits: number): boolean =>
  k === -edits || (k !== edits && (reach.get(k - 1) ?? 0) < (reach.get(k + 1) ?? 0));

function backwards(
  a: readonly string[],
  b: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let x = a.length;
  let y = b.length;
  for (let step = trace.length - 1; step >= 0; step -= 1) {
    const reach = trace[step] ?? new Map<number, number>();
    const k = x - y;
    const from = isDown(reach, k, step) ? k + 1 : k - 1;
    const fromX = reach.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x -= 1;
      y -= 1;
      edits.push({ type: 'same', text: a[x] ?? '' });
    }
    if (step === 0) break;
    edits.push(x === fromX ? { type: 'added', text: b[fromY] ?? '' } : { type: 'removed', text: a[fromX] ?? '' });
    x = fromX;
    y = fromY;
  }
  return edits.reverse();
}

function numbered(edits: readonly Edit[]): readonly DiffLine[] {
  let before = 0;
  let after = 0;
  return edits.map(({ type, text }) => {
    if (type !== 'added') before += 1;
    if (type !== 'removed') after += 1;
    return { type, text, before: type === 'added' ? null : before, after: type === 'removed' ? null : after };
  });
}

const AROUND = 3;

/** The changed lines with a few around them; what lies between becomes a gap. Empty if nothing changed. */
export function foldDiff(lines: readonly DiffLine[]): readonly DiffPart[] {
  const shown = lines.map(() => false);
  lines.forEach((line, i) => {
    if (line.type !== 'same') shown.fill(true, Math.max(0, i - AROUND), i + AROUND + 1);
  });
  if (!shown.includes(true)) return [];
  const parts: DiffPart[] = [];
  let hidden = 0;
  lines.forEach((line, i) => {
    if (shown[i] !== true) {
      hidden += 1;
      return;
    }
    if (hidden > 0) parts.push({ type: 'gap', lines: hidden, key: `gap ${i}` });
    hidden = 0;
    parts.push(line);
  });
  if (hidden > 0) parts.push({ type: 'gap', lines: hidden, key: 'gap end' });
  return parts;
}
