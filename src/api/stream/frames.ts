import type { ChangeBatch, StreamChange } from '../contracts/stream.js';
import type { NotedChange } from '../ports.js';

/*
 * The text of server-sent events (HTML standard, 9.2). An `id` counts also without data: so heartbeats keep a quiet
 * reader's position fresh.
 */

/** More of one kind in one batch are not named: whoever shows any of them reads its list again anyway. */
const MOST_NAMED = 100;

/** Once each, and without a number of ids that nobody could follow. */
export function batchOf(changes: readonly NotedChange[]): ChangeBatch {
  const byKind = new Map<NotedChange['kind'], Map<string, StreamChange>>();
  for (const { kind, objectId, contactId } of changes) {
    const ofKind = byKind.get(kind) ?? new Map<string, StreamChange>();
    byKind.set(kind, ofKind.set(objectId, { kind, id: objectId, contactId }));
  }
  return [...byKind].flatMap(([kind, ofKind]) =>
    ofKind.size > MOST_NAMED ? [{ kind, id: null, contactId: null }] : [...ofKind.values()],
  );
}

export const changeFrame = (id: string, batch: ChangeBatch): string =>
  `id: ${id}\nevent: change\ndata: ${JSON.stringify(batch)}\n\n`;

/** With data, though there is nothing to say: an event without data is not delivered. */
export const resetFrame = (id: string): string => `id: ${id}\nevent: reset\ndata: {}\n\n`;

export const heartbeatFrame = (id: string): string => `: still here\nid: ${id}\n\n`;

/** The first of a stream: when to come again after a break, and a position to do it from. */
export const openingFrame = (id: string, retryMs: number): string => `retry: ${retryMs}\nid: ${id}\n\n`;
