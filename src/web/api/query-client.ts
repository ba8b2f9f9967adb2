import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './problem.js';

/** Refusals stay refusals; what may pass is tried twice more, then the banner or the list says so. */
const MOST_RETRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Changes come over the stream; this is for what it missed while the page was hidden.
        staleTime: 15_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        // The browser's own idea of being online says nothing about a server on this machine.
        networkMode: 'always',
        retry: (count, error) => isPassing(error) && count < MOST_RETRIES,
        retryDelay: (count) => 500 * 2 ** count,
      },
      // A change is never sent again by itself: the person presses again, with the same key.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
