import { answerOfInvited, type CalendarAnswer, type GivenAnswer } from '../appointment/calendar-answer.js';
import { addressKey } from '../mail-address.js';
import { assertNever } from '../result.js';
import type { SortedMail } from '../sorted-mail.js';
import type { Match, SentMail } from './sent-mail.js';

/*
 * What an incoming mail does. All of it can be forged, so the rule is: an effect needs a sign that only who got our mail
 * can have, and the graver it is the surer the sign. Nothing here ever answers a mail: two engines that write to each
 * other stop by that.
 */

export type Effect =
  /** A person answered our mail. `otherAddress`: from another address than it went to. */
  | { readonly type: 'replied'; readonly sent: SentMail; readonly otherAddress: boolean }
  /** Whom we wrote to is away; `until` the first day back, if it is named. */
  | { readonly type: 'away'; readonly sent: SentMail; readonly until: string | null }
  /** Our mail came back. `suppress`: the address is dead, and gets no more. */
  | { readonly type: 'bounced'; readonly sent: SentMail; readonly suppress: boolean }
  /** Called spam: the address gets no more, and the contact no more marketing. */
  | { readonly type: 'complained'; readonly sent: SentMail }
  /** The contact wants no more marketing. */
  | { readonly type: 'opted-out'; readonly contactId: string; readonly sent: SentMail | null }
  /** The contact's calendar answered an invitation of ours. */
  | {
      readonly type: 'answered';
      readonly appointmentId: string;
      readonly contactId: string;
      readonly given: GivenAnswer;
    }
  | { readonly type: 'none'; readonly reason: NoEffect };

export const NO_EFFECTS = [
  /** A machine's answer, a receipt, a newsletter: nobody waits for it. */
  'nothing-to-do',
  /** We wrote it: a colleague in the thread, or a copy of our own mail. */
  'own-mail',
  /** It is about no mail of ours. */
  'no-mail-of-ours',
  /** A bounce or complaint about an address that the mail did not go to. */
  'another-address',
  /** Only sender and subject speak for it; that is too little for what it asks. */
  'only-guessed',
  /** The receiving server is still trying. */
  'still-trying',
  /** Its own server says that the sender is forged (DMARC). */
  'forged-sender',
] as const;
export type NoEffect = (typeof NO_EFFECTS)[number];

/** Who wrote it, as far as we know them. */
export interface Sender {
  readonly address: string;
  /** Of the contact whose address it is. */
  readonly contactId: string | null;
  /** The address of a user or mailbox of ours. */
  readonly isOurs: boolean;
  /** The mail itself is in our ledger: what we sent has come to us. */
  readonly isOwnCopy: boolean;
  /** The server that took the mail says that the domain didn't send it. */
  readonly isForged: boolean;
}

export interface Understood {
  readonly sorted: SortedMail;
  readonly match: Match | null;
  readonly sender: Sender;
  /** A report of a delay: the last word isn't spoken. */
  readonly isStillTrying: boolean;
  /** What it says as an answer to an invitation, and to which of ours; absent: it is none. */
  readonly invitation?: { readonly answer: CalendarAnswer; readonly to: InvitedTo | null };
}

/** An appointment of ours, and where its invitation went. */
export interface InvitedTo {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly addresses: readonly string[];
}

export function effectOf({ sorted, match, sender, isStillTrying, invitation }: Understood): Effect {
  if (sorted.kind === 'other' && invitation !== undefined && !sender.isOwnCopy) return answered(invitation, sender);
  if (isOwnMail(sender, match)) return none('own-mail');
  const { kind } = sorted;
  switch (kind) {
    case 'auto-reply':
    case 'other':
      return none('nothing-to-do');
    case 'reply':
      return match === null ? none('no-mail-of-ours') : replied(match.sent, sender);
    case 'out-of-office':
      return match === null ? none('no-mail-of-ours') : { type: 'away', sent: match.sent, until: sorted.until };
    case 'hard-bounce':
    case 'soft-bounce':
      return isStillTrying ? none('still-trying') : bounced(kind === 'hard-bounce', sorted, match);
    case 'complaint':
      return complained(match);
    case 'unsubscribe':
      return optedOut(match, sender);
    default:
      return assertNever(kind);
  }
}

const none = (reason: NoEffect): Effect => ({ type: 'none', reason });

/** A colleague in the thread speaks for nobody else; one who is the contact, as who tries a journey out, does answer. */
const isOwnMail = ({ address, isOurs, isOwnCopy }: Sender, match: Match | null): boolean =>
  isOwnCopy || (isOurs && (match === null || !isSame(address, match.sent.toAddress)));

const isSame = (a: string, b: string): boolean => addressKey(a) === addressKey(b);

const replied = (sent: SentMail, { address }: Sender): Effect => ({
  type: 'replied',
  sent,
  otherAddress: !isSame(address, sent.toAddress),
});

/**
 * Only who got the invitation knows its UID, and they answer for themselves alone: one that was passed on is answered by
 * another attendee. The mail's own sender isn't asked, since a secretary may answer (SENT-BY in RFC 5545).
 */
function answered({ answer, to }: NonNullable<Understood['invitation']>, { isForged }: Sender): Effect {
  if (to === null) return none('no-mail-of-ours');
  const given = answerOfInvited(answer, to.addresses);
  if (given === null) return none('another-address');
  if (isForged) return none('forged-sender');
  return { type: 'answered', appointmentId: to.appointmentId, contactId: to.contactId, given };
}

/**
 * Who knows a mail's id got that mail, so a bounce can speak of that mail's own address only. One that is matched by its
 * subject could be forged by every reader of a newsletter for every other: it marks the mail, and suppresses nobody.
 */
function bounced(hard: boolean, { address }: SortedMail, match: Match | null): Effect {
  if (match === null) return none('no-mail-of-ours');
  if (address !== null && !isSame(address, match.sent.toAddress)) return none('another-address');
  return { type: 'bounced', sent: match.sent, suppress: hard && match.by !== 'sender-and-subject' };
}

/** Providers black out the address that complains, so the mail alone tells whose it is. */
function complained(match: Match | null): Effect {
  if (match === null) return none('no-mail-of-ours');
  return match.by === 'sender-and-subject' ? none('only-guessed') : { type: 'complained', sent: match.sent };
}

/**
 * The wish to hear no more counts without a thread too: the law knows no form for it. Then the sender's address is all
 * that speaks for it, unless their own domain says that it isn't theirs.
 */
function optedOut(match: Match | null, { contactId, isForged }: Sender): Effect {
  if (match !== null && match.by !== 'sender-and-subject')
    return { type: 'opted-out', contactId: match.sent.contactId, sent: match.sent };
  if (isForged) return none('forged-sender');
  const whose = contactId ?? match?.sent.contactId;
  return whose === undefined
    ? none('no-mail-of-ours')
    : { type: 'opted-out', contactId: whose, sent: match?.sent ?? null };
}

/** Whose page shows the mail: whom it is about, else who wrote it. */
export const contactOf = ({ match, sender }: Pick<Understood, 'match' | 'sender'>): string | null =>
  match?.sent.contactId ?? (sender.isOurs ? null : sender.contactId);
