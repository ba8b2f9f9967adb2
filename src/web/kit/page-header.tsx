import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { headingIsDue, takeHeading } from './page-focus.js';
import './page-header.css';

export interface PageHeaderProps {
  /** The page's name; also the window's. */
  readonly title: string;
  /** Where the page belongs: a link back to its list. */
  readonly above?: ReactNode;
  /** A line under the title. */
  readonly below?: ReactNode;
  /** Buttons for the whole page. */
  readonly acts?: ReactNode;
}

/** The head of each page; there is one, and it holds the only h1. */
export function PageHeader({ title, above, below, acts }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Followthrough`;
  }, [title]);
  useLayoutEffect(() => {
    const own = heading.current;
    if (takeHeading()) own?.focus();
    return () => {
      // A page that loads has a header of its own; the focus goes on to the one that replaces it.
      if (own !== null && document.activeElement === own) headingIsDue();
    };
  }, []);
  return (
    <header className="ft-page-head">
      <div className="ft-page-title">
        {above !== undefined && <div className="ft-small">{above}</div>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {below !== undefined && <div className="ft-soft">{below}</div>}
      </div>
      {acts !== undefined && <div className="ft-line">{acts}</div>}
    </header>
  );
}
