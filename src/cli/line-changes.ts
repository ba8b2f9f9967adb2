export interface LineChange {
  readonly type: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** What turns one text into another, line by line: as few lines as can be are removed and added. */
export function lineChanges(from: string, to: string): LineChange[] {
  const [before, after] = [from.split('\n'), to.split('\n')];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (texts: readonly string[]): LineChange[] => texts.map((text) => ({ type: 'same', text }));
  const middle = betweenEnds(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [...same(before.slice(0, start)), ...middle, ...same(before.slice(before.length - end))];
}

/** Two texts of so many lines are compared by a table of this many places; larger ones are replaced as a whole. */
const MOST_PLACES = 4_000_000;

function betweenEnds(before: readonly string[], after: readonly string[]): LineChange[] {
  const removed = before.map((text): LineChange => ({ type: 'removed', text }));
  const added = after.map((text): LineChange => ({ type: 'added', text }));
  if (before.length === 0 || after.length === 0 || before.length * after.length > MOST_PLACES)
    return [...removed, ...added];
  const width = after.length + 1;
  // How many lines two ends of the texts have in common at most.
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      changes.push({ type: 'same', text: before[i] ?? '' });
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) changes.push(...removed.slice(i, ++i));
    else changes.push(...added.slice(j, ++j));
  }
  return [...changes, ...removed.slice(i), ...added.slice(j)];
}
