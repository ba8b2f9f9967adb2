import { useState } from 'react';
import type { welcome } from '../../api/contracts/welcome.js';
import { useOne } from '../api/hooks.js';
import { useRoleName } from '../app/top-bar.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useTexts } from '../texts/use-texts.js';
import { type Credentials, useSignIn } from './form.js';
import { signInTexts } from './texts.js';

/** The demo's people, to come in as with one click. There are none where the server tells of none. */
export function DemoLogins() {
  const t = useTexts(signInTexts);
  const roleName = useRoleName();
  const signIn = useSignIn();
  const { data } = useOne<typeof welcome>('GET /v1/public/welcome', {});
  const [running, setRunning] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  if (data === undefined || data.demoLogins.length === 0) return null;

  const come = async (credentials: Credentials) => {
    setRunning(credentials.email);
    setError(null);
    try {
      await signIn(credentials);
    } catch (failure) {
      setError(failure);
      setRunning(null);
    }
  };
  return (
    <Card title={t.demo}>
      {error !== null && <ProblemNote error={error} />}
      <ul className="ft-demo-logins">
        {data.demoLogins.map(({ email, name, role, password }) => (
          <li key={email}>
            <Button
              className="ft-demo-login"
              isPending={running === email}
              onPress={() => void come({ email, password })}
            >
              <span>{name}</span>
              <span className="ft-soft ft-small">{roleName(role)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
