import { useEffect, useState } from 'react';
import type { Answer } from '../../api/contracts/contract.js';
import type { countWritten } from '../../api/contracts/segments.js';
import { ask } from '../api/ask.js';

/** So long a person must have stopped typing before the text is counted. */
const REST_MS = 400;

export type Counted = Answer<typeof countWritten>;

export interface LiveCount {
  /** The last answer, and of which text; null: there was none yet. */
  readonly counted: { readonly text: string; readonly answer: Counted } | null;
  readonly isCounting: boolean;
  /** Why the last count did not come about. */
  readonly error: unknown;
}

/** Counts a condition whenever its text rests; what was typed since gives up the count under way, in the database too. */
export function useLiveCount(text: string): LiveCount {
  const [counted, setCounted] = useState<LiveCount['counted']>(null);
  const [error, setError] = useState<unknown>(null);
  const isDue = text.trim() !== '' && counted?.text !== text;
  useEffect(() => {
    if (!isDue) return;
    const abort = new AbortController();
    const count = async () => {
      const { signal } = abort;
      const answer = await ask<typeof countWritten>('POST /v1/segments/count', { body: { text } }, { signal });
      setError(null);
      setCounted({ text, answer });
    };
    const timer = setTimeout(
      () =>
        void count().catch((failure: unknown) => {
          if (!abort.signal.aborted) setError(failure);
        }),
      REST_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [isDue, text]);
  return { counted, isCounting: isDue && error === null, error: isDue ? error : null };
}
