import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import type { acceptInvitation } from '../../api/contracts/auth.js';
import { ask } from '../api/ask.js';
import { useSession } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { SignInFrame } from './frame.js';
import { signInTexts } from './texts.js';

const SHORTEST = 12;

/** Where the link of an invitation leads: its token is behind the `#`, which no server sees. */
export function InvitationPage() {
  const t = useTexts(signInTexts);
  const [token] = useState(() => location.hash.slice(1));
  return (
    <SignInFrame title={t.invited}>
      {token === '' ? <Notice tone="warn">{t.noToken}</Notice> : <ChooseForm token={token} />}
      <Link href="/">{t.toSignIn}</Link>
    </SignInFrame>
  );
}

function ChooseForm({ token }: { readonly token: string }) {
  const t = useTexts(signInTexts);
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState('');
  const [pressed, setPressed] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isShort = password.length < SHORTEST;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (isRunning || isShort) return;
    setIsRunning(true);
    setError(null);
    try {
      const body = { token, password };
      const who = await ask<typeof acceptInvitation>('POST /v1/auth/invitation', { body }, { signedOut: 'throw' });
      // The token is used up; it need not stay in the history either.
      navigate('/', { replace: true });
      enter(who);
    } catch (failure) {
      setError(failure);
      setIsRunning(false);
    }
  };

  return (
    <form className="ft-stack" method="post" onSubmit={(event) => void submit(event)} noValidate>
      <p className="ft-soft">{t.invitedHelp}</p>
      <TextField
        label={t.newPassword}
        help={t.newPasswordHelp}
        name="password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        isRequired
        autoFocus
        error={pressed && isShort ? t.newPasswordShort : undefined}
      />
      {error !== null && <ProblemNote error={error} />}
      <Button type="submit" look="main" isPending={isRunning}>
        {isRunning ? t.submitting : t.choose}
      </Button>
    </form>
  );
}
