/** Edits (insert, delete, replace, swap of neighbours) that lead from `a` to `b`; more than `most` is reported as `most + 1`. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? most + 1;
}

/**
 * The name that `text` was most probably meant to be, or undefined if none is near: at most one edit in three
 * characters, letter case not counted. Of equally near ones the first is taken.
 */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  if (text.length > 80) return undefined;
  const wanted = text.toLowerCase();
  let most = Math.max(1, Math.floor(text.length / 3));
  let best: string | undefined;
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase(), most);
    if (distance > most || (best !== undefined && distance === most)) continue;
    best = name;
    most = distance;
  }
  return best;
}
