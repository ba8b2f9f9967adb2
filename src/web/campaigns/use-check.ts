import { useEffect, useState } from 'react';
import type { checkCampaign } from '../../api/contracts/campaign-looks.js';
import { ask } from '../api/ask.js';
import { draftsOf } from '../api/drafts.js';
import { useMe } from '../app/session.js';
import { type Checked, withPage } from './check-sum.js';

interface Kept {
  readonly checked: Checked | null;
}

const NONE: Kept = { checked: null };
const { useDraft: useKept } = draftsOf<Kept>();
/** A page of some thousand, each asked of the gate. */
const PATIENCE_MS = 60_000;

/** What the check of this text said, as far as it went; null: there was none, or the text is another one by now. */
export function useChecked(id: string, revision: number): Checked | null {
  const { id: userId } = useMe();
  const [{ checked }] = useKept(`${userId} ${id}`, NONE);
  return checked?.revision === revision ? checked : null;
}

export interface Checking {
  readonly checked: Checked | null;
  readonly error: unknown;
  readonly again: () => void;
}

/** Asks the gate about the whole audience, page by page, for as long as it is looked at. */
export function useCheck(id: string, revision: number): Checking {
  const { id: userId } = useMe();
  const [, keep] = useKept(`${userId} ${id}`, NONE);
  const known = useChecked(id, revision);
  const [run, setRun] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const isDue = known === null || !known.isWhole;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one run for a text, and for each time it is asked again
  useEffect(() => {
    if (!isDue) return;
    const abort = new AbortController();
    const look = async () => {
      let sum: Checked | null = null;
      let cursor: string | null = null;
      do {
        const query: { cursor?: string } = cursor === null ? {} : { cursor };
        const options = { signal: abort.signal, patienceMs: PATIENCE_MS };
        const page = await ask<typeof checkCampaign>('GET /v1/campaigns/:id/check', { params: { id }, query }, options);
        sum = withPage(sum, page);
        cursor = page.nextCursor;
        if (!abort.signal.aborted) keep({ checked: sum });
      } while (cursor !== null && !abort.signal.aborted);
    };
    look().catch((failure: unknown) => {
      if (!abort.signal.aborted) setError(failure);
    });
    return () => abort.abort();
  }, [id, revision, run]);
  return {
    checked: known,
    error,
    again: () => {
      setError(null);
      keep(null);
      setRun((n) => n + 1);
    },
  };
}
