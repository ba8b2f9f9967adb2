import { Store, useStore } from './store.js';

export interface Drafts<Draft> {
  /** The draft under a key, or what it begins with; and how to change it. Null clears it. */
  readonly useDraft: (key: string, initial: Draft) => readonly [Draft, (change: Partial<Draft> | null) => void];
  /** All there are, by key. */
  readonly useDrafts: () => ReadonlyMap<string, Draft>;
}

/**
 * What people are writing or have chosen and have not sent. Outside of the components: going to another tab or page and back
 * must lose nothing. Their keys begin with the person: two may share a tab of the browser.
 */
export function draftsOf<Draft extends object>(): Drafts<Draft> {
  const drafts = new Store<ReadonlyMap<string, Draft>>(new Map());
  const useDrafts = () => useStore(drafts);
  return {
    useDrafts,
    useDraft: (key, initial) => {
      const all = useDrafts();
      const set = (change: Partial<Draft> | null) => {
        const next = new Map(drafts.get());
        if (change === null) next.delete(key);
        else next.set(key, { ...(next.get(key) ?? initial), ...change });
        drafts.set(next);
      };
      return [all.get(key) ?? initial, set];
    },
  };
}
