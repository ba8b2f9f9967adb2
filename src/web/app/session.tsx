import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef } from 'react';
import type { logout, me, updateMe, WhoView } from '../../api/contracts/auth.js';
import { ask } from '../api/ask.js';
import { isProblem } from '../api/problem.js';
import { sessionGate } from '../api/session-gate.js';
import { type Language, languageOf } from '../texts/language.js';
import { useLanguage } from '../texts/use-texts.js';

export type Me = WhoView['user'];

interface Session {
  /** undefined: not known yet. null: nobody is signed in. */
  readonly me: Me | null | undefined;
  readonly error: unknown;
  /** Somebody has signed in. */
  readonly enter: (who: WhoView) => void;
  readonly leave: () => Promise<void>;
  readonly chooseLanguage: (language: Language) => void;
}

const Context = createContext<Session | null>(null);
const KEY = ['me'];

async function whoIsIt(): Promise<Me | null> {
  try {
    return (await ask<typeof me>('GET /v1/auth/me', {}, { signedOut: 'throw' })).user;
  } catch (error) {
    if (isProblem(error, 'not-signed-in')) return null;
    throw error;
  }
}

/** Who is signed in. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const { language, choose } = useLanguage();
  const query = useQuery({ queryKey: KEY, queryFn: whoIsIt, staleTime: Number.POSITIVE_INFINITY });
  const known = query.data;

  // What the person chose elsewhere holds here too, once known; a choice made here goes to the server at once.
  const adopted = useRef<string | null>(null);
  useEffect(() => {
    if (known == null || adopted.current === known.id) return;
    adopted.current = known.id;
    const kept = languageOf(known.language);
    if (kept !== undefined && kept !== language) choose(kept);
  }, [known, language, choose]);

  const enter = useCallback(
    (who: WhoView) => {
      const before = client.getQueryData<Me | null>(KEY);
      if (before != null && before.id !== who.user.id) {
        // Another person: nothing that was read or begun for the first is theirs.
        sessionGate.giveUp();
        client.clear();
        client.setQueryData(KEY, who.user);
        return;
      }
      client.setQueryData(KEY, who.user);
      sessionGate.open();
      void client.invalidateQueries({ predicate: (entry) => entry.queryKey[0] !== KEY[0] });
    },
    [client],
  );

  const leave = useCallback(async () => {
    await ask<typeof logout>('POST /v1/auth/logout', {}, { signedOut: 'throw' }).catch((error: unknown) => {
      if (!isProblem(error, 'not-signed-in')) throw error;
    });
    adopted.current = null;
    client.clear();
    client.setQueryData(KEY, null);
  }, [client]);

  const chooseLanguage = useCallback(
    (next: Language) => {
      choose(next);
      if (client.getQueryData<Me | null>(KEY) == null) return;
      // Kept by this browser in any case: that the server did not take it is no reason to disturb.
      ask<typeof updateMe>('PATCH /v1/auth/me', { body: { language: next } }, { signedOut: 'throw' }).catch(() => null);
    },
    [choose, client],
  );

  const value = useMemo(
    () => ({ me: known, error: query.error, enter, leave, chooseLanguage }),
    [known, query.error, enter, leave, chooseLanguage],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSession(): Session {
  const value = useContext(Context);
  if (value === null) throw new Error('useSession outside of SessionProvider');
  return value;
}

/** The person who is signed in; only inside the shell, which is there for nobody else. */
export function useMe(): Me {
  const { me } = useSession();
  if (me == null) throw new Error('useMe without a person signed in');
  return me;
}
