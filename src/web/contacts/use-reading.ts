import { useEffect, useState } from 'react';
import type { ContactView, getContact } from '../../api/contracts/contacts.js';
import { ask } from '../api/ask.js';

/** A contact as it was read, with the tag to change it by. */
export interface Reading {
  readonly contact: ContactView;
  readonly tag: string | null;
}

/** Reads a contact anew, with its tag. */
export async function readContact(id: string, signal?: AbortSignal): Promise<Reading> {
  let tag: string | null = null;
  const onTag = (found: string | null) => {
    tag = found;
  };
  const options = signal === undefined ? { onTag } : { onTag, signal };
  const contact = await ask<typeof getContact>('GET /v1/contacts/:id', { params: { id } }, options);
  return { contact, tag };
}

/** Reads a contact once, for a form: what comes in later must not change what is being typed. */
export function useReading(id: string) {
  const [data, setData] = useState<Reading | undefined>(undefined);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round reads again
  useEffect(() => {
    const stop = new AbortController();
    setError(null);
    readContact(id, stop.signal).then(setData, (failure: unknown) => {
      if (!stop.signal.aborted) setError(failure);
    });
    return () => stop.abort();
  }, [id, round]);
  return { data, error, isLoading: data === undefined && error === null, refetch: () => setRound((n) => n + 1) };
}
