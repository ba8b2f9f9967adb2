import type { MailKind, SortedMail } from '../../domain/sorted-mail.js';
import {
  automaticHeader,
  EMPTY_PATH,
  hasAutoPrefix,
  hasAwaySubject,
  hasClearlyAwaySubject,
  isAnswerSubject,
  saysAutomatic,
  withoutAnswerPrefix,
} from './automatic.js';
import { textBounce } from './bounce-text.js';
import { isoDay } from './calendar-day.js';
import { complaintOf } from './complaint.js';
import { reportedRecipients } from './delivery-report.js';
import { headerOf, type IncomingMail } from './incoming-mail.js';
import { bulkNote, calendarNote, challengeNote, isNoReply, machineNote } from './other-machine.js';
import { isDesk, saysAway, saysGone } from './out-of-office.js';
import { ownWords, withoutQuotes } from './own-words.js';
import { readIncoming } from './read-incoming.js';
import { referencesOf } from './references.js';
import { returnDate } from './return-date.js';
import { asksToStop } from './unsubscribe-words.js';

/** Sorts the bytes of a mail. Never throws, whatever they are. */
export const sortRawMail = async (raw: Uint8Array): Promise<SortedMail> => sortMail(await readIncoming(raw));

type Sorting = {
  readonly kind: MailKind;
  readonly why: string;
  readonly address?: string | null;
  readonly until?: string | null;
};

/**
 * What a mail is. The order is the logic: reports of machines are known by their form, so they come first; then what a
 * machine wrote in words; what is left is a person's.
 */
export function sortMail(mail: IncomingMail): SortedMail {
  const { kind, why, address = null, until = null } = sorting(mail);
  return { kind, until, address, references: referencesOf(mail), why };
}

function sorting(mail: IncomingMail): Sorting {
  if (mail.isEmpty) return { kind: 'other', why: 'the file is empty' };
  const quoted = withoutQuotes(mail.text);
  const words = ownWords(mail.text);
  const note = machineNote(mail);
  return (
    complaintOf(mail) ??
    (note === null ? null : { kind: 'other' as const, why: note }) ??
    byReport(mail) ??
    byBounceWords(mail) ??
    byCalendar(mail, words) ??
    byUnsubscribeMail(mail, words) ??
    byAutomatic(mail, quoted) ??
    byBulk(mail, words) ??
    byPerson(mail, words)
  );
}

function byReport(mail: IncomingMail): Sorting | null {
  const recipients = reportedRecipients(mail);
  if (recipients.length === 0) return null;
  // A person forwards a report with words of their own above; a server's report is a multipart/report or has one at its root.
  if (mail.type !== 'multipart/report' && mail.headers.has('in-reply-to') && isAnswerSubject(mail.subject)) return null;
  const of = (verdict: string) => recipients.find((recipient) => recipient.verdict === verdict);
  const count = recipients.length > 1 ? `, the worst of ${recipients.length} recipients` : '';
  const hard = of('hard');
  if (hard !== undefined)
    return {
      kind: 'hard-bounce',
      address: hard.address ?? fallback(mail),
      why: `a delivery report: ${hard.action} ${hard.status}${count}`,
    };
  const soft = recipients.find(({ verdict, action }) => verdict === 'soft' && action === 'failed') ?? of('soft');
  if (soft !== undefined)
    return {
      kind: 'soft-bounce',
      address: soft.address ?? fallback(mail),
      why: `a delivery report: ${soft.action} ${soft.status}${count}`,
    };
  return { kind: 'other', why: `a delivery report: ${recipients[0]?.action}` };
}

function fallback(mail: IncomingMail): string | null {
  const found = textBounce(mail);
  return found !== null && found.verdict !== 'none' ? found.address : null;
}

function byBounceWords(mail: IncomingMail): Sorting | null {
  if (hasAutoPrefix(mail.subject) || hasAwaySubject(mail.subject)) return null;
  const found = textBounce(mail);
  if (found === null) return null;
  if (found.verdict === 'none') return { kind: 'other', why: found.why };
  return { kind: found.verdict === 'hard' ? 'hard-bounce' : 'soft-bounce', address: found.address, why: found.why };
}

function byCalendar(mail: IncomingMail, words: string): Sorting | null {
  const note = calendarNote(mail, words);
  return note === null ? null : { kind: 'other', why: note };
}

const WISH_SUBJECT =
  /^\s*(unsubscribe( me| request)?|unsub|stop|remove( me)?|opt[- ]?out|退订|退訂|取消订阅|td|abmelden|abmeldung|désabonnement|désinscription|baja|uitschrijven|afmelden|cancellazione|descadastrar|配信停止|수신거부|отписка|отписаться)(?!\w)[\s.!:：-]*(\S{0,80})?$/i;

/** A mail to the address of List-Unsubscribe, by hand or by a mail program, which may say in a header that it is one. */
function byUnsubscribeMail(mail: IncomingMail, words: string): Sorting | null {
  if (isAnswerSubject(mail.subject) || mail.headers.has('list-unsubscribe') || hasAutoPrefix(mail.subject)) return null;
  const isWish = WISH_SUBJECT.test(mail.subject);
  const isShort =
    words.length < 20 ||
    asksToStop(words) ||
    /(unsubscribe|退订|automatically generated|sent (this|by)|abmeld|désabonn)/i.test(words.slice(0, 400));
  return isWish && isShort
    ? { kind: 'unsubscribe', address: null, why: 'a mail whose subject is the wish to stop' }
    : null;
}

function byAutomatic(mail: IncomingMail, quoted: string): Sorting | null {
  const text = quoted === '' ? mail.text : quoted;
  const header = automaticHeader(mail) ?? selfDescribed(mail, quoted);
  const subject = header === null ? mail.subject : withoutAnswerPrefix(mail.subject);
  const sign = subjectSign(mail, subject, header, quoted) ?? headerSign(mail, header, text);
  if (sign === null) return challenge(mail, header);
  const away = hasAwaySubject(subject);
  const until = returnDay(mail, text);
  const isAway = away || (saysAway(text) && !isDesk(text) && !(saysGone(text) && until === null));
  return isAway
    ? {
        kind: 'out-of-office',
        until,
        why: `${sign}, and words of somebody away${until === null ? ', without a date' : ''}`,
      }
    : { kind: 'auto-reply', why: `${sign}, and no words of somebody away` };
}

/** A subject of answering machines; one that people could write, too, counts with a header or with words of absence. */
function subjectSign(mail: IncomingMail, subject: string, header: string | null, quoted: string): string | null {
  if (hasAutoPrefix(subject)) return header ?? "an automatic answer's subject";
  if (!hasAwaySubject(subject)) return null;
  const isSure =
    header !== null ||
    (!isAnswerSubject(mail.subject) && (quoted === '' || saysAway(quoted) || hasClearlyAwaySubject(subject)));
  return isSure ? (header ?? 'a subject that says away') : null;
}

function headerSign(mail: IncomingMail, header: string | null, text: string): string | null {
  if (header === null || isNotification(mail, header)) return null;
  const isAnswer = isAnswerSubject(mail.subject) || mail.headers.has('in-reply-to');
  // Reports of servers have an empty return path, too: alone it says little.
  return header === EMPTY_PATH && !isAnswer && !saysAway(text) ? null : header;
}

/** Without any header, but it says so itself, and it answers somebody. */
function selfDescribed(mail: IncomingMail, quoted: string): string | null {
  // A rule of an Exchange inbox sent it on: a mail of a person, or an answer by template.
  if (mail.headers.has('x-ms-exchange-inbox-rules-loop') && quoted.length < 1_000 && saysAway(quoted))
    return 'a rule of an inbox';
  const answers = mail.headers.has('in-reply-to') || isAnswerSubject(mail.subject) || isDesk(quoted);
  return answers && saysAutomatic(quoted) && !mail.headers.has('list-unsubscribe')
    ? 'its own word that it is automatic'
    : null;
}

function challenge(mail: IncomingMail, header: string | null): Sorting | null {
  const note = challengeNote(mail);
  if (note === null) return null;
  const isMachine =
    header !== null || isNoReply(mail.from.address) || /header$/.test(note) || !mail.headers.has('in-reply-to');
  return isMachine ? { kind: 'auto-reply', why: note } : null;
}

/** `auto-generated` to many, or about nothing that we wrote: a program's notification, not an answer. */
function isNotification(mail: IncomingMail, header: string): boolean {
  if (/auto-replied/.test(header) || mail.headers.has('in-reply-to') || mail.headers.has('references')) return false;
  return (
    mail.headers.has('list-unsubscribe') ||
    mail.headers.has('list-id') ||
    (/auto-generated|auto-notified/.test(header) &&
      bulkNote(mail) !== null &&
      !DESK_SUBJECT.test(mail.subject) &&
      !isDesk(mail.text))
  );
}
const DESK_SUBJECT = /(ticket|case|request|received|eingangsbestätigung|#\d|\[[^\]]*\d{3,}\]|收到|受付|접수)/i;

function returnDay(mail: IncomingMail, text: string): string | null {
  const day = returnDate(`${mail.subject} ;\n\n${text}`, { sentOn: mail.sentOn, dayFirst: isDayFirst(mail, text) });
  return day === null ? null : isoDay(day);
}

/** Who writes the day before the month: all but North America and East Asia. */
function isDayFirst(mail: IncomingMail, text: string): boolean {
  const domain = mail.from.address.split('.').at(-1) ?? '';
  // East Asia writes the month first, whatever the domain.
  if (/^(us|cn|jp|kr|tw|ph|ca)$/.test(domain) || /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2}/.test(text))
    return false;
  if (
    /^(uk|au|nz|ie|in|za|sg|my|hk|de|at|ch|fr|be|es|it|pt|br|mx|ar|nl|pl|ru|se|no|dk|fi|eu|il|tr|gr|cz)$/.test(domain)
  )
    return true;
  const isEnglish =
    /\b(the|office|will|back|return|am)\b/i.test(text) &&
    !/[\u0400-\u04ff]|\b(ich|nicht|bin|je|suis|estoy|estou|sono|ben|jestem|und|le|el|il|de|het)\b/i.test(text);
  if (!isEnglish) return true;
  const zone = mail.zoneMinutes;
  return zone !== null && zone > -120 && zone !== 0;
}

function byBulk(mail: IncomingMail, words: string): Sorting | null {
  const note = bulkNote(mail);
  if (note !== null) return { kind: 'other', why: note };
  if (isNoReply(mail.from.address) && words !== '' && /^(no[-._]?reply|do[-._]?not)/.test(mail.from.address))
    return { kind: 'auto-reply', why: 'its sender takes no answers' };
  return null;
}

const WISH_IN_SUBJECT =
  /^\s*(unsubscribe|remove me|退订|取消订阅|td)(?!\w)|(退订|取消订阅|unsubscribe)\s*$|^\s*stop\s*$/i;

function byPerson(mail: IncomingMail, words: string): Sorting {
  const isWishAlone = words === '' && WISH_IN_SUBJECT.test(withoutAnswerPrefix(mail.subject));
  if (isWishAlone || asksToStop(words)) return { kind: 'unsubscribe', why: 'a wish to stop in their own words' };
  const hasAnything = mail.text.trim() !== '' || mail.parts.length > 0 || mail.subject !== '';
  if (!hasAnything && mail.from.address === '') return { kind: 'other', why: 'nothing in it could be read' };
  if (mail.from.address === '' && headerOf(mail, 'in-reply-to') === '' && headerOf(mail, 'subject') === '')
    return { kind: 'other', why: 'it has no sender, no subject and no thread' };
  return {
    kind: 'reply',
    why:
      mail.headers.has('in-reply-to') || mail.headers.has('references')
        ? "a person's answer in a thread"
        : "a person's mail",
  };
}
