import { type FormEvent, useState } from 'react';
import type { login } from '../../api/contracts/auth.js';
import { ask } from '../api/ask.js';
import { useSession } from '../app/session.js';
import { Button } from '../kit/button.js';
import { ProblemNote } from '../kit/problem-note.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { signInTexts } from './texts.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs in and tells the session. Rejects with the API's problem. */
export function useSignIn(): (credentials: Credentials) => Promise<void> {
  const { enter } = useSession();
  return async (body) => enter(await ask<typeof login>('POST /v1/auth/login', { body }, { signedOut: 'throw' }));
}

/** The form, with the names and hints that password managers go by. */
export function SignInForm({ email: given = '' }: { readonly email?: string }) {
  const t = useTexts(signInTexts);
  const signIn = useSignIn();
  const [email, setEmail] = useState(given);
  const [password, setPassword] = useState('');
  const [pressed, setPressed] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (isRunning || email.trim() === '' || password === '') return;
    setIsRunning(true);
    setError(null);
    try {
      await signIn({ email: email.trim(), password });
    } catch (failure) {
      setError(failure);
      setIsRunning(false);
    }
  };

  return (
    <form className="ft-stack" method="post" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t.email}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        isRequired
        autoFocus={given === ''}
        error={pressed && email.trim() === '' ? t.emailMissing : undefined}
      />
      <TextField
        label={t.password}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
        autoFocus={given !== ''}
        error={pressed && password === '' ? t.passwordMissing : undefined}
      />
      {error !== null && <ProblemNote error={error} />}
      <Button type="submit" look="main" isPending={isRunning}>
        {isRunning ? t.submitting : t.submit}
      </Button>
    </form>
  );
}
