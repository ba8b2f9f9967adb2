import type { ReactNode } from 'react';
import type { Tone } from './status.js';
import './notice.css';

const SIGNS: Readonly<Record<Tone, string>> = { neutral: '•', info: 'ℹ', good: '✓', warn: '⚠', bad: '✕' };

/** A strip of text that a person should see: announced when it appears. */
export function Notice({ tone = 'info', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <div className={`ft-notice ft-tone-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className="ft-notice-sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <div className="ft-notice-text">{children}</div>
    </div>
  );
}
