import { ApiProblem, Unreachable } from '../api/problem.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useTexts } from '../texts/use-texts.js';
import { Notice } from './notice.js';
import { kitTexts } from './texts.js';

/** An error in the person's words. */
export function useProblemWords(): (error: unknown) => string {
  const words = useTexts(problemTexts);
  const t = useTexts(kitTexts);
  return (error) => {
    if (error instanceof ApiProblem) return wordsOf(words, error.code) ?? error.message;
    return error instanceof Unreachable ? t.unreachable : t.unexpected;
  };
}

/** Why an act was refused, with the details the server gave. */
export function ProblemNote({ error, sent = false }: { readonly error: unknown; readonly sent?: boolean }) {
  const t = useTexts(kitTexts);
  const words = useProblemWords();
  return (
    <Notice tone="bad">
      <p>{words(error)}</p>
      {sent && error instanceof Unreachable && <p>{t.pressAgain}</p>}
      {error instanceof ApiProblem && (
        <details>
          <summary>{t.details}</summary>
          <p lang="en">{error.message}</p>
          {error.body.errors.map((entry) => (
            <p key={`${entry.pointer} ${entry.code}`} lang="en">
              {entry.pointer}: {entry.message}
            </p>
          ))}
          <p className="ft-soft">{t.requestId(error.body.requestId)}</p>
        </details>
      )}
    </Notice>
  );
}
