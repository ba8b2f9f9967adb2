import type { GateAnswer } from '../journey/gate.js';
import type { RecipientReason } from './recipient.js';

/** Who is named of those for whom one reason holds. */
const MOST_SAMPLES = 3;

/** What would become of one of an audience. */
export type Foreseen =
  | Extract<GateAnswer, { readonly type: 'send' | 'defer' }>
  | { readonly type: 'skip'; readonly code: RecipientReason }
  | { readonly type: 'hold-out' };

export interface ForeseenReason {
  readonly answer: 'skip' | 'defer';
  readonly code: string;
  readonly count: number;
  /** Some of them. */
  readonly contactIds: readonly string[];
}

export interface Tally {
  readonly send: number;
  readonly heldOut: number;
  /** Most first. */
  readonly reasons: readonly ForeseenReason[];
}

/** Counts what would become of an audience, by reason. */
export function tallyOf(foreseen: Iterable<readonly [string, Foreseen]>): Tally {
  let send = 0;
  let heldOut = 0;
  const reasons = new Map<string, ForeseenReason>();
  for (const [contactId, each] of foreseen) {
    if (each.type === 'send') send += 1;
    else if (each.type === 'hold-out') heldOut += 1;
    else {
      const key = `${each.type}/${each.code}`;
      const known = reasons.get(key) ?? { answer: each.type, code: each.code, count: 0, contactIds: [] };
      const contactIds = known.contactIds.length < MOST_SAMPLES ? [...known.contactIds, contactId] : known.contactIds;
      reasons.set(key, { ...known, count: known.count + 1, contactIds });
    }
  }
  const byCount = [...reasons.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  return { send, heldOut, reasons: byCount };
}
