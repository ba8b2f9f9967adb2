import type { Step } from '../../definition/definition.js';
import { stepKey } from '../../definition/step-walk.js';

/*
 * Which steps of two lists are the same step: those of one id; steps without an id by what they say and where they stand
 * among the others. The order is kept, so a step that was moved is none of these; `match-programs.ts` looks for it.
 */

/** What a step says beside its id, its place and the steps inside it: equal texts, equal steps. */
export function contentOf(step: Step): string {
  const { id: _id, path: _path, ...said } = step;
  return JSON.stringify(said, (key, value: unknown) => (INNER.has(key) ? undefined : value));
}

/** Keys under which steps stand inside a step. */
const INNER: ReadonlySet<string> = new Set(['then', 'else', 'onOutcome', 'onArm', 'steps']);

export interface Named {
  /** Ids that both versions have, for the same kind of step. */
  readonly kept: ReadonlySet<string>;
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
}

/** How surely two steps are the same; 0: they aren't. */
function likeness(a: Step, b: Step, named: Named, says: (step: Step) => string): number {
  if (a.id !== undefined && a.id === b.id) return named.kept.has(a.id) ? 100 : 0;
  if (a.action !== b.action) return 0;
  if (a.id === undefined && b.id === undefined) return says(a) === says(b) ? 3 : 1;
  // A step that was given its first id, or lost it, is the same if it says the same.
  const isFree = (a.id === undefined || !named.to.has(a.id)) && (b.id === undefined || !named.from.has(b.id));
  return isFree && (a.id === undefined) !== (b.id === undefined) && says(a) === says(b) ? 2 : 0;
}

/** The pairs of the likeliest alignment of two lists that keeps their order. */
export function align(from: readonly Step[], to: readonly Step[], named: Named): readonly (readonly [Step, Step])[] {
  const best = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const said = new Map([...from, ...to].map((step) => [step, contentOf(step)]));
  const says = (step: Step): string => said.get(step) ?? '';
  const like = from.map((a) => to.map((b) => likeness(a, b, named, says)));
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--) {
      const pair = like[i]?.[j] ?? 0;
      const row = best[i];
      if (row !== undefined) row[j] = Math.max(at(i + 1, j), at(i, j + 1), pair === 0 ? 0 : pair + at(i + 1, j + 1));
    }
  const pairs: (readonly [Step, Step])[] = [];
  let [i, j] = [0, 0];
  while (i < from.length && j < to.length) {
    const [a, b, pair] = [from[i], to[j], like[i]?.[j] ?? 0];
    if (a !== undefined && b !== undefined && pair > 0 && at(i, j) === pair + at(i + 1, j + 1)) {
      pairs.push([a, b]);
      i += 1;
      j += 1;
    } else if (at(i, j) === at(i + 1, j)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** The one pair of steps without ids that say the same, of those that `align` left over. */
export function lonePairs(from: readonly Step[], to: readonly Step[]): readonly (readonly [Step, Step])[] {
  const said = (steps: readonly Step[]) => {
    const all = new Map<string, Step[]>();
    for (const step of steps) all.set(contentOf(step), [...(all.get(contentOf(step)) ?? []), step]);
    return all;
  };
  const others = said(to);
  return [...said(from)].flatMap(([content, mine]): (readonly [Step, Step])[] => {
    const [a, second] = mine;
    const [b, third] = others.get(content) ?? [];
    return a === undefined || b === undefined || second !== undefined || third !== undefined ? [] : [[a, b]];
  });
}

export const pairOfKeys = ([a, b]: readonly [Step, Step]): readonly [string, string] => [stepKey(a), stepKey(b)];
