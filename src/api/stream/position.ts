import type { FeedPosition } from '../ports.js';

/*
 * The `id` of an event: the feed's position and the real time at which it held. The time tells whether what came after
 * it may have been pruned, without asking. Clients must not read it.
 */

export interface Marked {
  readonly position: FeedPosition;
  /** Real time, epoch ms. */
  readonly at: number;
}

const FORM = /^([0-9a-f]{1,16})-([0-9a-f]{1,16})-([0-9a-f]{1,11})$/;
const MOST = 2n ** 63n;

export const encodePosition = ({ position, at }: Marked): string =>
  `${position.xid.toString(16)}-${position.seq.toString(16)}-${at.toString(16)}`;

/** null: not a position of ours. */
export function decodePosition(text: string): Marked | null {
  const [, xid, seq, at] = FORM.exec(text) ?? [];
  if (xid === undefined || seq === undefined || at === undefined) return null;
  const position = { xid: BigInt(`0x${xid}`), seq: BigInt(`0x${seq}`) };
  // Postgres would not read a larger one.
  return position.xid < MOST && position.seq < MOST ? { position, at: Number.parseInt(at, 16) } : null;
}
