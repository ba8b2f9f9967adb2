import type { TemporalJourneys } from './journeys.js';

/** A row of the outbox, as the relay needs it. */
export interface Telling {
  readonly id: bigint;
  readonly kind: 'start' | 'poke' | 'clock' | 'campaign';
  /** The journey, with `clock` the ownership, with `campaign` that one. */
  readonly journeyId: string;
  readonly workflowId: string;
  readonly eventId: string | null;
}

/** Where the tellings are kept. */
export interface TellingStore {
  claim(options: { readonly ids?: readonly bigint[]; readonly most: number }): Promise<readonly Telling[]>;
  finish(tellings: readonly Telling[]): Promise<void>;
  release(ids: readonly bigint[], code: string): Promise<void>;
}

const AT_ONCE = 32;

/**
 * Tells Temporal what Postgres has written (law 4). What fails stays in the outbox for the next round. Answers how many
 * were told, and how many were not.
 */
export async function relay(
  store: TellingStore,
  journeys: TemporalJourneys,
  ids?: readonly bigint[],
): Promise<{ told: number; failed: number }> {
  const tellings = await store.claim({ ...(ids === undefined ? {} : { ids }), most: ids?.length ?? 500 });
  const told: Telling[] = [];
  const failed: bigint[] = [];
  const queue = [...tellings];
  const tell = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        await journeys[next.kind](next.workflowId, next.journeyId);
        told.push(next);
      } catch {
        failed.push(next.id);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, tellings.length) }, tell));
  await store.finish(told);
  if (failed.length > 0) await store.release(failed, 'temporal-unavailable');
  return { told: told.length, failed: failed.length };
}
