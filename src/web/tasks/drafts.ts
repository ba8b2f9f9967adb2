import { newKey } from '../api/ask.js';
import { Store, useStore } from '../api/store.js';
import type { TypedForm } from './form.js';

/** What a person has typed about a task and not recorded yet. */
export interface Draft {
  readonly note: string;
  readonly form: TypedForm;
}

const EMPTY: Draft = { note: '', form: {} };

// Outside of the components: going to another task or page and back must lose nothing. By person: two may share a tab.
const drafts = new Store<ReadonlyMap<string, Draft>>(new Map());

/** The draft of one task, and how to change it. Null clears it. */
export function useDraft(userId: string, taskId: string): readonly [Draft, (draft: Draft | null) => void] {
  const all = useStore(drafts);
  const id = `${userId} ${taskId}`;
  const set = (draft: Draft | null) => {
    const next = new Map(drafts.get());
    if (draft === null) next.delete(id);
    else next.set(id, draft);
    drafts.set(next);
  };
  return [all.get(id) ?? EMPTY, set];
}

/** Gives the same key for as long as the same thing is to be sent, so that trying again takes effect once. */
export function makeKeeper(make: () => string = newKey): (content: unknown) => string {
  let last: { readonly text: string; readonly key: string } | null = null;
  return (content) => {
    const text = JSON.stringify(content);
    if (last?.text !== text) last = { text, key: make() };
    return last.key;
  };
}
