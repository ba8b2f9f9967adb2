/* Where an interval is drawn. Pure. */

interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The largest share that is drawn: a little more than the highest there is, at least a hundredth, at most all. */
export function scaleOf(shares: readonly (Estimate | null)[]): number {
  const highest = Math.max(0, ...shares.map((share) => share?.high ?? 0));
  return Math.min(1, Math.max(0.01, highest * 1.1));
}

/** From where to where on a scale, as CSS; never narrower than can be seen. */
export const intervalOn = (
  scale: number,
  { low, high }: Estimate,
): { readonly insetInlineStart: string; readonly inlineSize: string } => ({
  insetInlineStart: `${((low / scale) * 100).toFixed(2)}%`,
  inlineSize: `max(4px, ${(((high - low) / scale) * 100).toFixed(2)}%)`,
});
