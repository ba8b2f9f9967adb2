import type { Answer } from '../../api/contracts/contract.js';
import type { validateDefinition } from '../../api/contracts/definitions.js';
import { Store, useStore } from '../api/store.js';

export type Checked = Answer<typeof validateDefinition>;

/** What a person is writing and has not published. */
export interface Draft {
  readonly text: string;
  /** The name that findings carry. */
  readonly file: string;
  /** The version it was begun from; null: from nothing. */
  readonly from: number | null;
  /** What the last check said, and of which text. */
  readonly checked: { readonly text: string; readonly answer: Checked } | null;
}

// Outside of the components: going to another tab or page and back must lose nothing. By person: two may share a tab.
const drafts = new Store<ReadonlyMap<string, Draft>>(new Map());

/** The draft under a key, or what it begins with; and how to change it. Null clears it. */
export function useDraft(key: string, initial: Draft): readonly [Draft, (change: Partial<Draft> | null) => void] {
  const all = useStore(drafts);
  const set = (change: Partial<Draft> | null) => {
    const next = new Map(drafts.get());
    if (change === null) next.delete(key);
    else next.set(key, { ...(next.get(key) ?? initial), ...change });
    drafts.set(next);
  };
  return [all.get(key) ?? initial, set];
}
