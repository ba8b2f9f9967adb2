import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { WorldView, world } from '../../api/contracts/world.js';
import { ask } from '../api/ask.js';

/** The clock's map may be set anew by a restart; a minute of a wrong clock is the most a page shows. */
const EVERY_MS = 60_000;

/** Real milliseconds since the answer came, as the browser's steady clock counts. */
interface Anchored extends WorldView {
  readonly arrived: number;
}

async function readWorld(signal: AbortSignal): Promise<Anchored> {
  const answer = await ask<typeof world>('GET /v1/world', {}, { signal, signedOut: 'throw' });
  return { ...answer, arrived: performance.now() };
}

/** What the server says of itself; undefined until it has. */
export function useWorld(): WorldView | undefined {
  return useWorldQuery().data;
}

const useWorldQuery = () =>
  useQuery({
    queryKey: ['world'],
    queryFn: ({ signal }) => readWorld(signal),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
  });

/** Business time for a real moment after the answer; pure. */
export const businessNow = (
  answer: { readonly now: string; readonly rate: number; readonly arrived: number },
  at: number,
): number => Date.parse(answer.now) + (at - answer.arrived) * answer.rate;

// One timer for all clocks on the page.
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
let tick = 0;
const TICK_MS = 1_000;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    if (document.hidden) return;
    tick = performance.now();
    for (const each of [...listeners]) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** Business time now (epoch ms), told once a real second; null until the server has said it. */
export function useNow(): number | null {
  const at = useSyncExternalStore(subscribe, () => tick);
  const { data } = useWorldQuery();
  return data === undefined ? null : businessNow(data, Math.max(at, data.arrived));
}
