import type { ReactNode } from 'react';
import './status.css';

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

const SIGNS: Readonly<Record<Tone, string>> = { neutral: '○', info: '●', good: '✓', warn: '▲', bad: '✕' };

/** A state in a word. The colour helps, the sign and the word say it. */
export function Status({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={`ft-status ft-tone-${tone}`}>
      <span className="ft-status-sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      {children}
    </span>
  );
}

/** A small word or number beside something: a tag, a count. */
export function Badge({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`ft-status ft-tone-${tone}`}>{children}</span>;
}
