import { GUESSED_FOR_DAYS, type Lookup, type Match, type SentMail } from '../../domain/inbound/sent-mail.js';
import { DAY, type Instant } from '../../domain/instant.js';
import { addressKey } from '../../domain/mail-address.js';
import type { SortedMail } from '../../domain/sorted-mail.js';
import type { IncomingMail } from './incoming-mail.js';

/*
 * Which of our mails an incoming one is about. Message-IDs are sure; an address that we made for one mail is, too;
 * sender and subject are a guess, told as one. First ask what to look for, then match against what the store found.
 */

const GUESS_FOR = GUESSED_FOR_DAYS * DAY;

/** `sales+<tag>@…`: the tag that leads back to a mail, for its Reply-To. */
export const plusTagOf = (messageId: string): string => /^<?([^@<>]+)@/.exec(messageId)?.[1]?.toLowerCase() ?? '';

export function lookupFor(mail: IncomingMail, sorted: SortedMail): Lookup {
  const tags = mail.recipients.flatMap((address) => /\+([^@]{1,60})@/.exec(address)?.[1]?.toLowerCase() ?? []);
  return { messageIds: sorted.references, tags: [...new Set(tags)], address: sorted.address ?? mail.from.address };
}

/** The mail that it is about, by the surest sign; of several the nearest in the thread, else the latest. */
export function matchReply(mail: IncomingMail, lookup: Lookup, sent: readonly SentMail[], at: Instant): Match | null {
  for (const id of lookup.messageIds) {
    const found = sent.find(
      ({ messageId, serverMessageId }) => isSameId(messageId, id) || isSameId(serverMessageId, id),
    );
    if (found !== undefined) return { sent: found, by: 'thread' };
  }
  const latest = [...sent].sort((a, b) => b.sentAt - a.sentAt);
  const tagged = latest.find(({ messageId }) => lookup.tags.includes(plusTagOf(messageId)));
  if (tagged !== undefined) return { sent: tagged, by: 'plus-address' };
  const subject = bareSubject(mail.subject);
  if (lookup.address === '' || subject === '') return null;
  const guessed = latest.find(
    (one) =>
      addressKey(one.toAddress) === addressKey(lookup.address) &&
      bareSubject(one.subject) === subject &&
      one.sentAt <= at &&
      at - one.sentAt <= GUESS_FOR,
  );
  return guessed === undefined ? null : { sent: guessed, by: 'sender-and-subject' };
}

/** SES answers with a bare id and sends it with its domain behind it. */
function isSameId(known: string | null, found: string): boolean {
  if (known === null || known === '') return false;
  const [a, b] = [known, found].map((id) => id.replace(/^<|>$/g, '').trim());
  return a === b || (!known.includes('@') && (b ?? '').endsWith('.amazonses.com') && (b ?? '').startsWith(`${a}@`));
}

const PREFIX =
  /^(?:\s*(?:\[(?:ext|external|extern|spam|外部|外部邮件)\]|(?:re|fw|fwd|aw|wg|tr|sv|vs|vb|rv|ref|res|enc|odp|pd|rif|r|i|antw|doorst|ynt|ilt|回复|答复|转发|回覆|轉寄|答覆|undeliverable|undelivered|unzustellbar|non remis|automatic reply|out of office|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|resposta automática|risposta automatica|automatisch antwoord|自动回复|自动答复|自動回覆|自動応答|자동 회신|read|gelesen|lu|已读|returned mail|failure notice)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]))+/i;

/** A subject without what answers and reports put before it, in one case and with single blanks. */
export const bareSubject = (subject: string): string =>
  subject.slice(0, 500).replace(PREFIX, '').replace(/\s+/g, ' ').trim().toLowerCase();
