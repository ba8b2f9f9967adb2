import type { Instant } from './instant.js';
import { stableFraction } from './stable-hash.js';

/** Every kind of record has a prefix, so that an id says what it names. */
export const ID_PREFIX = {
  contact: 'con',
  account: 'acc',
  deal: 'dea',
  quote: 'quo',
  order: 'ord',
  case: 'cas',
  call: 'cal',
  user: 'usr',
  handover: 'hnd',
  team: 'tea',
  journey: 'jrn',
  message: 'msg',
  incomingMail: 'inm',
  task: 'tsk',
  appointment: 'apt',
  event: 'evt',
  notice: 'ntc',
  careExclusion: 'cex',
  delivery: 'dlv',
  robot: 'rbt',
  bulk: 'blk',
  consent: 'cns',
  consentRequest: 'cnr',
  submission: 'fsb',
  key: 'key',
  session: 'ses',
  import: 'imp',
  pastCampaign: 'pca',
  pastCampaignMember: 'pcm',
} as const;

export type IdKind = keyof typeof ID_PREFIX;

/** Crockford's base 32 in lower case: sorts as it counts, no letters that look like digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A prefixed, sortable id: 48 bits of milliseconds, then 80 random bits, as in a ULID.
 * `random` has at least 10 bytes; time and randomness are the caller's.
 */
export function makeId(kind: IdKind, now: Instant, random: Uint8Array): string {
  if (random.length < 10) throw new Error(`makeId got ${random.length} random bytes; expected at least 10`);
  let time = '';
  for (let rest = Math.floor(now), i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = ALPHABET.charAt(rest % 32) + time;
  let tail = '';
  for (let i = 0; i < 16; i++) {
    const bit = i * 5;
    const pair = ((random[bit >> 3] ?? 0) << 8) | (random[(bit >> 3) + 1] ?? 0);
    tail += ALPHABET.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return `${ID_PREFIX[kind]}_${time}${tail}`;
}

/** A prefixed id of the same form that is the same for the same time and text. */
export function stableId(kind: IdKind, at: Instant, text: string): string {
  const bytes = new Uint8Array(12);
  [stableFraction(text), stableFraction(`${text}/again`)].forEach((fraction, half) => {
    let rest = Math.floor(fraction * 2 ** 48);
    for (let i = 0; i < 6; i++, rest = Math.floor(rest / 256)) bytes[half * 6 + i] = rest % 256;
  });
  return makeId(kind, at, bytes);
}

/** The Temporal workflow id of a journey's run. */
export const workflowIdOf = (definitionId: string, subjectId: string, n: number): string =>
  `journey/${definitionId}/${subjectId}/${n}`;
