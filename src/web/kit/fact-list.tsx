import type { ReactNode } from 'react';
import './fact-list.css';

export interface FactListProps {
  /** Each with its name; null: there is none. */
  readonly facts: readonly (readonly [string, ReactNode])[];
  /** What stands where there is none. */
  readonly none?: string;
}

/** What there is to know of something, each with its name. */
export function FactList({ facts, none }: FactListProps) {
  return (
    <dl className="ft-facts">
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value ?? <span className="ft-soft">{none}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
