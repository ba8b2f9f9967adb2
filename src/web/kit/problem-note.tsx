import { lazy, Suspense } from 'react';
import { ApiProblem, Unreachable } from '../api/problem.js';
import { useTexts } from '../texts/use-texts.js';
import { Notice } from './notice.js';
import { kitTexts } from './texts.js';

const ServersWords = ({ problem }: { readonly problem: ApiProblem }) => problem.message;

/** The words for all codes are fetched when there is one to word; where they can't be, the server's own stand in. */
const Words = lazy(() =>
  import('./problem-words.js').then(
    ({ ProblemWords }) => ({ default: ProblemWords }),
    () => ({ default: ServersWords }),
  ),
);

/** An error in the person's words. */
function Said({ error }: { readonly error: unknown }) {
  const t = useTexts(kitTexts);
  if (error instanceof ApiProblem)
    return (
      <Suspense>
        <Words problem={error} />
      </Suspense>
    );
  return error instanceof Unreachable ? t.unreachable : t.unexpected;
}

/** Why an act was refused, with the details the server gave. */
export function ProblemNote({ error, sent = false }: { readonly error: unknown; readonly sent?: boolean }) {
  const t = useTexts(kitTexts);
  return (
    <Notice tone="bad">
      <p>
        <Said error={error} />
      </p>
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
