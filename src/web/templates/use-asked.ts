import { useEffect, useState } from 'react';

/** So long a person must have stopped typing before something is asked of the text. */
const REST_MS = 400;

export interface Asked<A> {
  /** The newest answer, perhaps to an older question; null: none yet. */
  readonly answer: A | null;
  readonly isCurrent: boolean;
  readonly error: unknown;
}

/** Asks whenever a question rests. `question` is the question in one text, by which a new one is known; null asks nothing. */
export function useAsked<A>(question: string | null, ask: (signal: AbortSignal) => Promise<A>): Asked<A> {
  const [known, setKnown] = useState<{ readonly question: string; readonly answer: A } | null>(null);
  const [failed, setFailed] = useState<{ readonly question: string; readonly error: unknown } | null>(null);
  const isDue = question !== null && known?.question !== question;
  const isFirst = known === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is another function at each drawing
  useEffect(() => {
    if (!isDue) return;
    const abort = new AbortController();
    const run = () =>
      ask(abort.signal).then(
        (answer) => setKnown({ question, answer }),
        (error: unknown) => {
          if (!abort.signal.aborted) setFailed({ question, error });
        },
      );
    const timer = setTimeout(() => void run(), isFirst ? 0 : REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [isDue, question]);
  return {
    answer: known?.answer ?? null,
    isCurrent: !isDue,
    error: isDue && failed !== null && failed.question === question ? failed.error : null,
  };
}
