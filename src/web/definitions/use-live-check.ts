import { useEffect, useState } from 'react';
import type { validateDefinition } from '../../api/contracts/definitions.js';
import { ask } from '../api/ask.js';
import type { Draft } from './drafts.js';

/** So long a person must have stopped typing before the text is checked. */
const REST_MS = 500;

export interface LiveCheck {
  readonly isChecking: boolean;
  /** Why the last check did not come about. */
  readonly error: unknown;
}

/** Checks a draft whenever its text rests. What the check says is kept with the draft. */
export function useLiveCheck(
  { text, file, checked }: Draft,
  keep: (checked: NonNullable<Draft['checked']>) => void,
): LiveCheck {
  const [error, setError] = useState<unknown>(null);
  const isDue = text.trim() !== '' && checked?.text !== text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `keep` is another function at each drawing
  useEffect(() => {
    if (!isDue) return;
    const abort = new AbortController();
    const check = async () => {
      const answer = await ask<typeof validateDefinition>(
        'POST /v1/definitions/validate',
        { body: { text, file } },
        { signal: abort.signal },
      );
      setError(null);
      keep({ text, answer });
    };
    const timer = setTimeout(
      () =>
        void check().catch((failure: unknown) => {
          if (!abort.signal.aborted) setError(failure);
        }),
      REST_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [isDue, text, file]);
  return { isChecking: isDue && error === null, error: isDue ? error : null };
}
