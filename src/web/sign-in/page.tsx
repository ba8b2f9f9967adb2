import { useEffect } from 'react';
import { LanguageSwitch } from '../app/top-bar.js';
import { Card } from '../kit/card.js';
import { useTexts } from '../texts/use-texts.js';
import { DemoLogins } from './demo-logins.js';
import { SignInForm } from './form.js';
import { signInTexts } from './texts.js';
import './sign-in.css';

/** What is shown to whoever has not signed in, at any address. */
export function SignInPage() {
  const t = useTexts(signInTexts);
  useEffect(() => {
    document.title = `${t.title} · Followthrough`;
  }, [t.title]);
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
        <h1>{t.title}</h1>
        <p className="ft-soft">{t.pitch}</p>
        <SignInForm />
      </Card>
      <DemoLogins />
    </main>
  );
}
