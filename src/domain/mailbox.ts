/** Whose a mailbox is: one person's own, a team's, or of those who write to many. */
export const MAILBOX_KINDS = ['personal', 'team', 'marketing'] as const;
export type MailboxKind = (typeof MAILBOX_KINDS)[number];

/**
 * What a look at a mailbox's servers and its signature's record can come to. `locked`: what is sealed can't be opened with
 * this MAILBOX_SECRET; `other-key`: a record is there, of another key.
 */
export const MAILBOX_FINDINGS = [
  'ok',
  'locked',
  'no-such-host',
  'unreachable',
  'timeout',
  'certificate',
  'no-tls',
  'wrong-login',
  'refused',
  'not-a-server',
  'no-record',
  'other-key',
] as const;

export interface MailboxFinding {
  readonly code: (typeof MAILBOX_FINDINGS)[number];
  /** What the other side said; empty: nothing. */
  readonly detail: string;
}

/**
 * Whether a signature of `signing` speaks for an address: its own domain, or one above it (DMARC's relaxed alignment, without
 * the list of public suffixes: nobody can publish a key there).
 */
export function isAligned(signing: string, address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return domain === signing || domain.endsWith(`.${signing}`);
}
