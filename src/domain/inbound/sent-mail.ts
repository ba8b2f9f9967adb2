import type { Instant } from '../instant.js';

/** A mail that we sent, as the ledger has it. */
export interface SentMail {
  /** The ledger's id. */
  readonly id: string;
  readonly contactId: string;
  readonly journeyId: string;
  readonly stepId: string;
  readonly messageId: string;
  /** What the relay put on the wire in its place, if it said so: Amazon SES does. */
  readonly serverMessageId: string | null;
  readonly toAddress: string;
  readonly subject: string;
  readonly sentAt: Instant;
}

/** What to fetch from the ledger for a mail. */
export interface Lookup {
  readonly messageIds: readonly string[];
  /** What stands behind the `+` of the addresses it was sent to. */
  readonly tags: readonly string[];
  /** The customer's address: who wrote, or of whom a bounce or complaint is; '' if unknown. */
  readonly address: string;
}

/** Message-IDs are sure, and so is an address that we made for one mail; sender and subject are a guess. */
export type MatchedBy = 'thread' | 'plus-address' | 'sender-and-subject';

export interface Match {
  readonly sent: SentMail;
  readonly by: MatchedBy;
}

/** Subjects are compared for so many days: people answer late, but not to last year's mail by chance. */
export const GUESSED_FOR_DAYS = 30;
