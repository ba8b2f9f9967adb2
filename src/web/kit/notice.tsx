import type { ReactNode } from 'react';
import { Sign, type SignName } from './sign.js';
import type { Tone } from './status.js';
import './notice.css';

const SIGNS: Readonly<Record<Tone, SignName>> = {
  neutral: 'dot',
  info: 'info',
  good: 'check',
  warn: 'warn',
  bad: 'stop',
};

/** A strip of text that a person should see: announced when it appears. */
export function Notice({ tone = 'info', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <div className={`ft-notice ft-tone-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className="ft-notice-sign">
        <Sign of={SIGNS[tone]} />
      </span>
      <div className="ft-notice-text">{children}</div>
    </div>
  );
}
