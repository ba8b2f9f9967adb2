import { headerOf, type IncomingMail } from './incoming-mail.js';
import { carriedMails } from './references.js';

export interface Complaint {
  readonly kind: 'complaint' | 'unsubscribe' | 'other';
  readonly address: string | null;
  readonly why: string;
}

/** A report that somebody called our mail spam (RFC 5965), or what older providers send for one; null if it is none. */
export function complaintOf(mail: IncomingMail): Complaint | null {
  const report = mail.parts.find(({ type }) => type === 'message/feedback-report')?.text ?? looseReport(mail);
  if (report !== null) return byFeedbackType(report, mail);
  if (mail.reportType === 'feedback-report')
    return { kind: 'complaint', address: recipientInside(mail, ''), why: 'a feedback report without its fields' };
  if (/^\s*complaint about message from \S+/i.test(mail.subject) && carriedMails(mail).length > 0)
    return {
      kind: 'complaint',
      address: recipientInside(mail, ''),
      why: "a complaint by Microsoft's junk mail program",
    };
  if (/^\s*\[spamcop\b/i.test(mail.subject))
    return { kind: 'complaint', address: recipientInside(mail, ''), why: 'a report of SpamCop' };
  return null;
}

/** The fields in a part of another type, or in the text of a mail whose boundary is lost. */
function looseReport(mail: IncomingMail): string | null {
  const texts = [
    ...mail.parts.filter(({ type }) => !/^message\/(rfc822|delivery)/.test(type)).map(({ text }) => text),
    mail.reportType === 'feedback-report' ? mail.text : '',
  ];
  return texts.find((text) => /^feedback-type\s*:/im.test(text) && /^(user-agent|version)\s*:/im.test(text)) ?? null;
}

function byFeedbackType(report: string, mail: IncomingMail): Complaint {
  const type = (fieldOf(report, 'feedback-type') ?? '').toLowerCase();
  const address = recipientInside(mail, report);
  switch (type) {
    case 'not-spam':
      return { kind: 'other', address: null, why: 'a feedback report of type not-spam' };
    case 'auth-failure':
    case 'dmarc':
      return { kind: 'other', address: null, why: 'a feedback report of type auth-failure' };
    case 'opt-out':
    case 'opt-out-list':
    case 'unsubscribe':
      return { kind: 'unsubscribe', address, why: 'a feedback report of type opt-out' };
    default:
      // Types of our own time may be unknown; all of them say that somebody did not want it.
      return {
        kind: 'complaint',
        address,
        why: `a feedback report of type ${/^[a-z-]{1,30}$/.test(type) ? type : 'unknown'}`,
      };
  }
}

const fieldOf = (text: string, name: string): string | null =>
  new RegExp(`^${name}\\s*:[ \\t]*(.{1,998})`, 'im').exec(text)?.[1]?.trim() ?? null;

const addressIn = (text: string | null): string | null =>
  /([\w.!#$%&'*+/=?^`{|}~-]+@[\p{L}\p{N}.-]+[\p{L}\p{N}])/u.exec(text ?? '')?.[1]?.toLowerCase() ?? null;

/** Whose complaint it is: the report's own word, then the recipient that our mail was sent to. Many providers hide it. */
function recipientInside(mail: IncomingMail, report: string): string | null {
  const carried = carriedMails(mail).join('\n\n');
  return (
    addressIn(fieldOf(report, 'original-rcpt-to')) ??
    addressIn(fieldOf(report, 'removal-recipient')) ??
    addressIn(fieldOf(carried, 'x-hmxmroriginalrecipient')) ??
    addressIn(fieldOf(carried, 'x-original-to')) ??
    addressIn(fieldOf(carried, 'delivered-to')) ??
    addressIn(fieldOf(carried, 'to')) ??
    addressIn(headerOf(mail, 'x-hmxmroriginalrecipient'))
  );
}
