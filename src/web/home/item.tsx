import type { ReactNode } from 'react';
import { Link } from '../kit/link.js';

export interface ItemProps {
  readonly href: string;
  readonly title: string;
  /** Facts under the title; what is empty is left out. */
  readonly facts: readonly (ReactNode | null)[];
  /** At the end of the line: when. */
  readonly end?: ReactNode;
  /** A sentence of its own: why. */
  readonly why?: string;
}

/** One thing in a part of the home; all of it leads there. */
export function Item({ href, title, facts, end, why }: ItemProps) {
  const shown = facts.filter((fact) => fact !== null && fact !== '');
  return (
    <li>
      <Link href={href} look="plain" className="home-item">
        <span className="home-item-main">
          <span className="home-item-title">{title}</span>
          {shown.length > 0 && (
            <span className="home-item-facts ft-soft ft-small">
              {shown.map((fact, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: facts have fixed places
                <span key={i}>{fact}</span>
              ))}
            </span>
          )}
          {why !== undefined && <span className="ft-small">{why}</span>}
        </span>
        {end !== undefined && <span className="home-item-end ft-small">{end}</span>}
      </Link>
    </li>
  );
}
