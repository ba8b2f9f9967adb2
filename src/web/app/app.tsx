import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { createQueryClient } from '../api/query-client.js';
import { ErrorState, Loading } from '../kit/states.js';
import { InvitationPage } from '../sign-in/invitation.js';
import { SignInPage } from '../sign-in/page.js';
import { LanguageProvider } from '../texts/use-texts.js';
import { SessionProvider, useSession } from './session.js';
import { Shell } from './shell.js';

/** The whole page. */
export function App() {
  const [client] = useState(createQueryClient);
  return (
    <LanguageProvider>
      <QueryClientProvider client={client}>
        <SessionProvider>
          <Door />
        </SessionProvider>
      </QueryClientProvider>
    </LanguageProvider>
  );
}

/** Nobody comes past it without having signed in. The address stays, so one comes to where one wanted. */
function Door() {
  const { me, error } = useSession();
  const [path] = useLocation();
  // Whoever is signed in: the link may be another's.
  if (path === '/invitation') return <InvitationPage />;
  if (me === undefined) {
    return (
      <main className="ft-door">
        {error == null ? <Loading /> : <ErrorState error={error} onRetry={() => location.reload()} />}
      </main>
    );
  }
  return me === null ? <SignInPage /> : <Shell key={me.id} />;
}
