import type { ReactNode } from 'react';
import { isProblem } from '../api/problem.js';
import { useTexts } from '../texts/use-texts.js';
import { Button } from './button.js';
import { Link } from './link.js';
import { PageHeader } from './page-header.js';
import { ProblemNote } from './problem-note.js';
import { Sign, type SignName } from './sign.js';
import { kitTexts } from './texts.js';
import './states.css';

/*
 * The states of everything that is read: nothing yet, nothing there, failed, not for you. Each says what to do next.
 */

interface StateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do about it: links and buttons. */
  readonly acts?: ReactNode;
}

function State({ sign, title, children, acts }: StateProps & { readonly sign: SignName }) {
  return (
    <div className="ft-state">
      <span className="ft-state-sign">
        <Sign of={sign} />
      </span>
      <p className="ft-state-title">{title}</p>
      {children !== undefined && <div className="ft-soft">{children}</div>}
      {acts !== undefined && <div className="ft-line">{acts}</div>}
    </div>
  );
}

/** There is nothing, and that is no fault: say what would be here, and how it comes. */
export const Empty = (props: StateProps) => <State sign="ring" {...props} />;

/** Grey lines where content will be. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  const t = useTexts(kitTexts);
  return (
    <div className="ft-loading" role="status">
      <span className="ft-hidden">{t.loading}</span>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all alike
        <span key={i} className="ft-skeleton" aria-hidden="true" />
      ))}
    </div>
  );
}

/** Reading failed. A refusal for the role and a missing thing have words of their own. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useTexts(kitTexts);
  if (isProblem(error, 'forbidden')) return <Denied />;
  if (isProblem(error, 'not-found')) {
    return (
      <State sign="none" title={t.missingTitle} acts={<Link href="/">{t.goHome}</Link>}>
        {t.missingHelp}
      </State>
    );
  }
  return (
    <div className="ft-state">
      <ProblemNote error={error} />
      {onRetry !== undefined && <Button onPress={onRetry}>{t.tryAgain}</Button>}
    </div>
  );
}

/** This role may not see it. */
export function Denied() {
  const t = useTexts(kitTexts);
  return (
    <State sign="stop" title={t.deniedTitle} acts={<Link href="/">{t.goHome}</Link>}>
      {t.deniedHelp}
    </State>
  );
}

/** Nothing is at this address. */
export function NotFound() {
  const t = useTexts(kitTexts);
  return <PageHeader title={t.notFoundTitle} below={t.notFoundHelp} acts={<Link href="/">{t.goHome}</Link>} />;
}

interface Readable<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly refetch: () => void;
}

/** What was read, or the state of reading it. Old data stays when reading it again fails. */
export function Loaded<T>({
  of,
  lines,
  children,
}: {
  readonly of: Readable<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) return children(of.data);
  if (of.error != null) return <ErrorState error={of.error} onRetry={of.refetch} />;
  return <Loading {...(lines === undefined ? {} : { lines })} />;
}
