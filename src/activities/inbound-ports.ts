import type { CalendarAnswer } from '../domain/appointment/calendar-answer.js';
import type { Effect, InvitedTo, Sender, Understood } from '../domain/inbound/effect-of.js';
import type { FolderCursor, OpenFolder } from '../domain/inbound/resume.js';
import type { Lookup, Match, SentMail } from '../domain/inbound/sent-mail.js';
import type { MailboxTrouble } from '../domain/inbound/trouble.js';
import type { Instant } from '../domain/instant.js';
import type { SortedMail } from '../domain/sorted-mail.js';

/*
 * What reading mailboxes needs of the world: a server that keeps them (src/mail/inbound), and our books (src/db/inbound).
 */

export interface ImapServer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte. `required`: STARTTLS or nothing. `offered`: if the server can. */
  readonly tls: 'implicit' | 'required' | 'offered' | 'none';
  readonly user: string;
  readonly password: string;
}

/** A mailbox of ours that has a server to read it from. */
export interface ReadableMailbox {
  readonly id: string;
  /** Changes whenever the server or its password does: what is open is then opened anew. */
  readonly revision: string;
  /** Null: its password can't be opened. */
  readonly server: ImapServer | null;
}

export interface Fetched {
  /** The mail's beginning, all of it if it isn't large. */
  readonly bytes: Uint8Array;
  /** Of the whole mail. */
  readonly size: number;
  /** When the server got it, real time. */
  readonly receivedAt: Instant | null;
}

/**
 * An open connection, looking only: no flag is set, nothing moved or removed. Its methods throw a `MailboxError` when it
 * is gone.
 */
export interface MailboxConnection {
  /** The folders to read, the inbox first. */
  folders(): Promise<readonly string[]>;
  open(folder: string): Promise<OpenFolder>;
  /** UIDs in the open folder, ascending. */
  uidsFrom(uid: number): Promise<readonly number[]>;
  uidsSince(at: Instant): Promise<readonly number[]>;
  /** Null: it is gone meanwhile. */
  fetch(uid: number): Promise<Fetched | null>;
  /** Returns when something may have come into the open folder, when `woken` is, and after `ms` at the latest. */
  wait(ms: number, woken: Promise<void>): Promise<void>;
  close(): void;
}

/** Opens a mailbox; throws a `MailboxError`. */
export type OpenMailbox = (server: ImapServer, signal: AbortSignal) => Promise<MailboxConnection>;

export interface MailboxError {
  readonly name: 'MailboxError';
  readonly trouble: MailboxTrouble;
}

/** A mail taken apart and sorted. */
export interface ReadMail {
  /** The same for every copy of this mail, whatever way it came. */
  readonly identity: string;
  readonly sorted: SortedMail;
  readonly lookup: Lookup;
  readonly isStillTrying: boolean;
  readonly sender: Pick<Sender, 'address' | 'isForged'>;
  readonly messageId: string | null;
  readonly subject: string;
  /** What its writer wrote themselves. */
  readonly text: string;
  /** To an invitation, as a calendar program writes it; null: it is none. */
  readonly answer: CalendarAnswer | null;
}

export interface MailReader {
  /** Never throws, whatever the bytes are. */
  read(bytes: Uint8Array): Promise<ReadMail>;
  /** Which of our mails it is about. */
  match(mail: ReadMail, sent: readonly SentMail[], at: Instant): Match | null;
}

export interface MailPlace {
  readonly mailboxId: string;
  readonly folder: string;
  readonly uidValidity: bigint;
  readonly uid: number;
}

/** What is written down of a mail, with what it does. */
export interface MailToTake {
  readonly place: MailPlace;
  readonly fetched: Fetched;
  readonly mail: ReadMail;
  readonly understood: Understood;
  readonly effect: Effect;
  /** Of one that could not be handled before: its row, which becomes this mail's. */
  readonly again?: string;
}

/** A mail that could not be handled and that somebody wants tried again. */
export interface AskedAgain {
  readonly id: string;
  readonly place: MailPlace;
}

/**
 * Why one couldn't be tried: its server has it no more, or has given its mails other numbers since, so that nobody can say
 * which it was. `failed`: it could not be handled again, by `code`.
 */
export type TriedInVain =
  | { readonly type: 'gone' }
  | { readonly type: 'renumbered' }
  | { readonly type: 'failed'; readonly code: string };

/** What the ledger and the records know that a mail may be about. */
export interface Known extends Pick<Sender, 'contactId' | 'isOurs' | 'isOwnCopy'> {
  readonly sent: readonly SentMail[];
  /** To which of our appointments a calendar's answer belongs. */
  readonly invitedTo: InvitedTo | null;
}

export interface IncomingStore {
  know(mail: ReadMail): Promise<Known>;
  /** Row, effect and how far the folder is read are one transaction. False: it was read before, and does nothing again. */
  take(mail: MailToTake): Promise<boolean>;
  /** Keeps a mail that could not be handled, with why; the reader goes on after it. */
  keepUnhandled(place: MailPlace, fetched: Fetched | null, identity: string, code: string): Promise<void>;
  /** Mails of a mailbox that are to be tried again. */
  askedAgain(mailboxId: string): Promise<readonly AskedAgain[]>;
  /** In which of these mailboxes there are such. */
  withAsked(mailboxIds: readonly string[]): Promise<readonly string[]>;
  /** One was tried, and stays as it was. */
  triedInVain(id: string, why: TriedInVain): Promise<void>;
  cursor(mailboxId: string, folder: string): Promise<FolderCursor | null>;
  /** The folder is read up to here. */
  advance(place: MailPlace): Promise<void>;
}

/** Who reads which mailbox, and how it goes. */
export interface ReadingBook {
  /** Mailboxes with a server. */
  readable(): Promise<readonly ReadableMailbox[]>;
  /** One reader at a time: true if it is this one, for the next half minute. */
  claim(mailboxId: string, holder: string): Promise<boolean>;
  release(mailboxId: string, holder: string): Promise<void>;
  connected(mailboxId: string, holder: string): Promise<void>;
  /** Answers how often in a row that makes. */
  failed(mailboxId: string, holder: string, trouble: MailboxTrouble): Promise<number>;
}
