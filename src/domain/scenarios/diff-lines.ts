/** A line of a comparison. `expected` is its index in the expected ones, null for a line that was not expected. */
export interface DiffLine {
  readonly type: 'same' | 'missing' | 'unexpected';
  readonly text: string;
  readonly expected: number | null;
}

/**
 * What was expected against what came: as few differences as there are, in order. Time grows with the number of
 * differences, so long stories that agree cost little.
 */
export function diffLines(expected: readonly string[], actual: readonly string[]): DiffLine[] {
  const { common, head } = trim(expected, actual);
  const middle = {
    expected: expected.slice(head, expected.length - common),
    actual: actual.slice(head, actual.length - common),
  };
  const same = (from: number, to: number): DiffLine[] =>
    expected.slice(from, to).map((text, i) => ({ type: 'same', text, expected: from + i }));
  return [
    ...same(0, head),
    ...between(middle.expected, middle.actual, head),
    ...same(expected.length - common, expected.length),
  ];
}

/** Lines that agree at the beginning and at the end. */
function trim(
  expected: readonly string[],
  actual: readonly string[],
): { readonly head: number; readonly common: number } {
  const most = Math.min(expected.length, actual.length);
  let head = 0;
  while (head < most && expected[head] === actual[head]) head++;
  let common = 0;
  while (common < most - head && expected[expected.length - 1 - common] === actual[actual.length - 1 - common])
    common++;
  return { head, common };
}

/** The longest common lines by the table of their lengths; both sides are what trimming left. */
function between(expected: readonly string[], actual: readonly string[], offset: number): DiffLine[] {
  const lengths = lengthsOf(expected, actual);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < actual.length) {
    const [wanted, came] = [expected[i], actual[j]];
    if (wanted !== undefined && wanted === came) {
      lines.push({ type: 'same', text: wanted, expected: offset + i++ });
      j++;
    } else if (wanted !== undefined && (came === undefined || at(i + 1, j) >= at(i, j + 1)))
      lines.push({ type: 'missing', text: wanted, expected: offset + i++ });
    else if (came !== undefined) {
      lines.push({ type: 'unexpected', text: came, expected: null });
      j++;
    }
  }
  return lines;
}

function lengthsOf(expected: readonly string[], actual: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: expected.length + 1 }, () => new Array<number>(actual.length + 1).fill(0));
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = actual.length - 1; j >= 0; j--) {
      const [row, below] = [table[i] ?? [], table[i + 1] ?? []];
      row[j] = expected[i] === actual[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return table;
}
