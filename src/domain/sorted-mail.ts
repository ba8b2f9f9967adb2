/** What an incoming mail is to the engine. */
export const MAIL_KINDS = [
  'reply',
  'out-of-office',
  'auto-reply',
  'hard-bounce',
  'soft-bounce',
  'complaint',
  'unsubscribe',
  'other',
] as const;

/**
 * `reply`: a person's words. `out-of-office`: a machine says that a person is away. `auto-reply`: any other answer of a
 * machine. `hard-bounce`: the address is dead. `soft-bounce`: it may be good. `complaint`: called spam.
 * `unsubscribe`: a person, or their mail program, wants no more. `other`: nothing that a journey waits for.
 */
export type MailKind = (typeof MAIL_KINDS)[number];

export interface SortedMail {
  readonly kind: MailKind;
  /** Of an out of office the first day back, as `2027-01-05`; null if it names none. */
  readonly until: string | null;
  /** Of a bounce or complaint the address that it is about. */
  readonly address: string | null;
  /** Message-IDs in their angle brackets that may be those of our mails, the nearest first. */
  readonly references: readonly string[];
  /** What it was told by, in one line, without anything of the person's words. */
  readonly why: string;
}
