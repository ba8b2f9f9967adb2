import { Store } from './store.js';

/** Lists (by the hash of their query) of which newer rows are known to exist. */
export const behind = new Store<ReadonlySet<string>>(new Set());

export function fallBehind(hashes: readonly string[]): void {
  const all = new Set([...behind.get(), ...hashes]);
  if (all.size !== behind.get().size) behind.set(all);
}

/** The list has been read anew. */
export function caughtUp(hash: string): void {
  if (behind.get().has(hash)) behind.set(new Set([...behind.get()].filter((other) => other !== hash)));
}
