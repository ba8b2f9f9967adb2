import { useTexts } from '../texts/use-texts.js';
import { DemoLogins } from './demo-logins.js';
import { SignInForm } from './form.js';
import { SignInFrame } from './frame.js';
import { signInTexts } from './texts.js';

/** What is shown to whoever has not signed in, at any address. */
export function SignInPage() {
  const t = useTexts(signInTexts);
  return (
    <SignInFrame title={t.title} below={<DemoLogins />}>
      <p className="ft-soft">{t.pitch}</p>
      <SignInForm />
    </SignInFrame>
  );
}
