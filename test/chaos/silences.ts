/** An instant at which something was done to what sends. Epoch ms. */
export interface Stroke {
  readonly what: string;
  readonly at: number;
}

/**
 * Of each stroke how long nothing was taken at most, after it and before the next one; ms, by what it was. `rests`: stretches
 * in which nothing was to be.
 */
export function silences(
  mails: readonly number[],
  strokes: readonly Stroke[],
  rests: readonly { readonly from: number; readonly to: number }[] = [],
): ReadonlyMap<string, readonly number[]> {
  const inOrder = strokes.toSorted((a, b) => a.at - b.at);
  const longest = inOrder.map(() => 0);
  const times = mails.toSorted((a, b) => a - b);
  let last = -1;
  for (const [index, until] of times.entries()) {
    const since = times[index - 1];
    while ((inOrder[last + 1]?.at ?? Number.POSITIVE_INFINITY) < until) last += 1;
    if (since === undefined || last < 0 || rests.some(({ from, to }) => from < until && to > since)) continue;
    longest[last] = Math.max(longest[last] ?? 0, until - since);
  }
  const of = new Map<string, number[]>();
  for (const [index, { what }] of inOrder.entries()) of.set(what, [...(of.get(what) ?? []), longest[index] ?? 0]);
  return of;
}
