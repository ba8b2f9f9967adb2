import { useEffect, useState } from 'react';
import type { definitionImpact, ImpactView, Policy } from '../../api/contracts/versions.js';
import { ask } from '../api/ask.js';
import { useLanguage } from '../texts/use-texts.js';

/** Where those go on who stand at what is gone, by its key; a step's null: after it. */
export interface ChosenMap {
  readonly steps: { readonly [key: string]: string | null };
  readonly stages: { readonly [id: string]: string };
}

export interface KnownImpact {
  /** Of this very question; null: not yet. */
  readonly impact: ImpactView | null;
  /** The last one there was, to show meanwhile. */
  readonly shown: ImpactView | null;
  readonly error: unknown;
}

/** What publishing a text would do to those in flight. */
export function useImpact(text: string, file: string, policy: Policy, map: ChosenMap): KnownImpact {
  const { language } = useLanguage();
  const question = JSON.stringify([text, file, policy, map, language]);
  const [answer, setAnswer] = useState<{ question: string; impact: ImpactView } | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (policy === 'pin') return;
    const abort = new AbortController();
    const body = { text, file, policy, map, language };
    ask<typeof definitionImpact>('POST /v1/definitions/impact', { body }, abort)
      .then((impact) => {
        setAnswer({ question: JSON.stringify([text, file, policy, map, language]), impact });
        setError(null);
      })
      .catch((failure: unknown) => {
        if (!abort.signal.aborted) setError(failure);
      });
    return () => abort.abort();
  }, [text, file, policy, map, language]);
  return { impact: answer?.question === question ? answer.impact : null, shown: answer?.impact ?? null, error };
}
