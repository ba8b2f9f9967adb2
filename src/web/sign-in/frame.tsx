import { type ReactNode, useEffect } from 'react';
import { LanguageSwitch } from '../app/top-bar.js';
import { Card } from '../kit/card.js';
import './sign-in.css';

export interface SignInFrameProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Below the card. */
  readonly below?: ReactNode;
}

/** A page for who has not signed in: its title, the languages, and one card. */
export function SignInFrame({ title, children, below }: SignInFrameProps) {
  useEffect(() => {
    document.title = `${title} · Followthrough`;
  }, [title]);
  return (
    <main className="ft-sign-in">
      <div className="ft-sign-in-head">
        <span className="ft-brand">
          <span className="ft-brand-mark" aria-hidden="true" />
          Followthrough
        </span>
        <LanguageSwitch />
      </div>
      <Card className="ft-stack">
        <h1>{title}</h1>
        {children}
      </Card>
      {below}
    </main>
  );
}
