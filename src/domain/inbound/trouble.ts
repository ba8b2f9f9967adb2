import { MINUTE } from '../instant.js';

/** Why a mailbox can't be read now, for the person who can mend it. */
export const MAILBOX_TROUBLES = [
  /** The server refuses user or password. */
  'wrong-password',
  /** The certificate has run out, is another host's, or nobody known has signed it. */
  'certificate-expired',
  'certificate-not-trusted',
  /** The server offers no encryption, or not the kind that is set. */
  'no-encryption',
  /** No such host, nobody listens, or no answer. */
  'unreachable',
  /** It was connected, and the connection broke off. */
  'broken-off',
  /** The server answered with a refusal: too many connections, a locked account. */
  'refused',
  /** What the server says is no IMAP. */
  'not-understood',
  /** Its password can't be opened with the key of this deployment. */
  'sealed-password',
] as const;
export type MailboxTrouble = (typeof MAILBOX_TROUBLES)[number];

const WAITS_MS = [1_000, 5_000, 15_000, MINUTE, 5 * MINUTE];
/** A wrong password tried again and again gets the account locked. */
const NEEDS_PERSON: ReadonlySet<MailboxTrouble> = new Set(['wrong-password', 'sealed-password']);

/** How long to wait before the next attempt, in real ms; `failures` in a row, at least one. */
export function waitAfter(trouble: MailboxTrouble, failures: number): number {
  const nth = Math.min(failures, WAITS_MS.length) - 1;
  const wait = WAITS_MS[Math.max(0, nth)] ?? MINUTE;
  return NEEDS_PERSON.has(trouble) ? Math.max(wait, 5 * MINUTE) : wait;
}
