interface OfHost {
  readonly host: string;
}

/**
 * Which of those that are due may begin, the oldest first. A host takes a further place only while it holds fewer than are
 * free, as receiving domains do of mail (src/mail/turns.ts): one that is silent has half of them at most, and whoever else
 * waits goes past it. `inHand`: the host of each place that is taken.
 */
export function withinShares<T extends OfHost>(due: readonly T[], free: number, inHand: readonly string[]): T[] {
  const held = new Map<string, number>();
  const holds = (host: string) => held.get(host) ?? 0;
  for (const host of inHand) held.set(host, holds(host) + 1);
  const chosen: T[] = [];
  for (const each of due) {
    if (holds(each.host) >= free - chosen.length) continue;
    held.set(each.host, holds(each.host) + 1);
    chosen.push(each);
  }
  return chosen;
}
