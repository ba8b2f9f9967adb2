import { type Instant, MINUTE } from '../instant.js';

/*
 * Who came to the links of a mail: a person, or a machine that looks at mails before or instead of them. Mail gateways
 * follow every link as the mail arrives, some under a browser's name, and mail programs fetch pictures that nobody looks
 * at yet. So a visit is judged together with the others of its mail, a moment later.
 */

/** What a visit itself tells of a machine. */
export type VisitSign =
  /** The request was a HEAD: a page that is read is asked for with GET. */
  | 'head'
  /** The browser or proxy said that it fetches ahead (Sec-Purpose, RFC of the Fetch standard; Purpose; X-Moz). */
  | 'prefetch'
  /** A program that says what it is. */
  | 'program'
  /** Apple's proxy fetches the pictures of every mail that arrives (Mail Privacy Protection). */
  | 'apple-privacy'
  /** Gmail, as long as a session is open, fetches pictures before the mail is shown. */
  | 'gmail-ahead';

export interface Visit {
  readonly kind: 'open' | 'click';
  /** Of a click where the link leads. */
  readonly url: string | null;
  /** In real time: machines are told by how fast they are. */
  readonly real: Instant;
  readonly sign: VisitSign | null;
}

/** Why a visit was a machine's. */
export type MachineReason = VisitSign | 'at-once' | 'many-links' | 'beside-a-machine';

/** null: a person's, as far as one can tell. */
export type Judgement = MachineReason | null;

const SECOND = 1000;
/** Nobody has read a mail so soon after it was handed over; it has hardly arrived. */
const AT_ONCE = 5 * SECOND;
/** Nobody follows two links of a mail so fast one after the other. */
const BURST = 2 * SECOND;
/** How long a visit is left lying, so that others of its burst are there when it is judged. */
export const JUDGED_AFTER = 5 * SECOND;
/** How far from a visit others still bear on it. */
const NEAR = MINUTE;

/**
 * Judges a visit of a mail by itself and the others of the mail. `handedOver` is when the mail was given to the server, in
 * real time; null: not known.
 */
export function judgeVisit(visit: Visit, ofMail: readonly Visit[], handedOver: Instant | null): Judgement {
  if (visit.sign !== null) return visit.sign;
  if (handedOver !== null && visit.real - handedOver < AT_ONCE) return 'at-once';
  if (visit.kind === 'open') return null;
  const near = ofMail.filter((other) => other.kind === 'click' && Math.abs(other.real - visit.real) <= NEAR);
  if (near.some((other) => other.url !== visit.url && Math.abs(other.real - visit.real) <= BURST)) return 'many-links';
  // A gateway asks with HEAD first and then, under a browser's name, with GET.
  const isBeside = near.some((other) => other.sign === 'head' && other.url === visit.url && other.real <= visit.real);
  return isBeside ? 'beside-a-machine' : null;
}
