import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fallBehind } from '../api/behind.js';
import { touches } from '../api/hooks.js';
import { KINDS, type Kind } from '../api/kinds.js';
import { reachability } from '../api/reachability.js';
import { Store } from '../api/store.js';
import { Gather, kindsIn } from './changes.js';

/*
 * One stream of changes a tab. EventSource reconnects by itself and says where it was (Last-Event-ID); only a refusal ends
 * it, and then it is opened anew after a while. A change makes the queries old that depend on its kind.
 */

export type Stream = 'live' | 'lost' | 'paused';
export const stream = new Store<Stream>('lost');

/** A list is read again at most this often. */
const EVERY_MS = 1_000;
const REOPEN_MS = 5_000;
/** Of a list scrolled further than this, new changes are told and not read at once: that would be all its pages. */
const MOST_PAGES = 4;

/** Follows the stream for as long as the shell is there. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => follow(client), [client]);
}

function follow(client: QueryClient): () => void {
  const gather = new Gather<Kind>(EVERY_MS, (kinds) => outdate(client, [...kinds]));
  let source: EventSource | undefined;
  let reopen: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    source?.close();
    source = new EventSource('/v1/stream');
    source.onopen = () => stream.set('live');
    source.addEventListener('change', (event: MessageEvent<string>) => gather.add(kindsIn(event.data)));
    // Too much was missed to tell: everything may be old.
    source.addEventListener('reset', () => gather.add(KINDS));
    source.onerror = () => {
      stream.set('lost');
      void reachability.look();
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(reopen);
      reopen = setTimeout(open, REOPEN_MS);
    };
  };
  const onVisibility = () => {
    gather.hold(document.hidden);
    if (stream.get() !== 'lost') stream.set(document.hidden ? 'paused' : 'live');
  };
  open();
  onVisibility();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    clearTimeout(reopen);
    gather.stop();
    source?.close();
    stream.set('lost');
  };
}

function outdate(client: QueryClient, kinds: readonly Kind[]): void {
  const late: string[] = [];
  void client.invalidateQueries({
    predicate: (query) => {
      if (!touches(query.meta, kinds)) return false;
      const data = query.state.data as { readonly pages?: readonly unknown[] } | undefined;
      if ((data?.pages?.length ?? 0) <= MOST_PAGES) return true;
      late.push(query.queryHash);
      return false;
    },
  });
  fallBehind(late);
}
