import type { ReactNode } from 'react';
import { Sign, type SignName } from './sign.js';
import './status.css';

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

const SIGNS: Readonly<Record<Tone, SignName>> = {
  neutral: 'ring',
  info: 'dot',
  good: 'check',
  warn: 'warn',
  bad: 'cross',
};

/** A state in a word. The colour helps, the sign and the word say it. */
export function Status({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={`ft-status ft-tone-${tone}`}>
      <Sign of={SIGNS[tone]} />
      {children}
    </span>
  );
}

/** A small word or number beside something: a tag, a count. */
export function Badge({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`ft-status ft-tone-${tone}`}>{children}</span>;
}
