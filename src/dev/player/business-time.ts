import type { Instant } from '../../domain/instant.js';

const ASK_EVERY_MS = 5_000;

/**
 * Business time as the API tells it, asked now and then and reckoned on in between. `rate` is business milliseconds a real
 * one, `realNow` real time.
 */
export function followBusinessTime(
  ask: () => Promise<Instant>,
  rate: number,
  realNow: () => number,
): () => Promise<Instant> {
  let told: { readonly at: Instant; readonly real: number } | null = null;
  return async () => {
    if (told === null || realNow() - told.real > ASK_EVERY_MS) told = { at: await ask(), real: realNow() };
    return told.at + (realNow() - told.real) * rate;
  };
}
