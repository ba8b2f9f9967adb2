import { headerOf, type IncomingMail } from './incoming-mail.js';

/** Mails that no journey waits for; the answer is `why`, or null. Read receipts, calendars, reports of DMARC. */
export function machineNote(mail: IncomingMail): string | null {
  const types = mail.parts.map(({ type }) => type);
  if (
    mail.reportType === 'disposition-notification' ||
    types.some((type) => /^message\/(global-)?disposition-notification/.test(type))
  )
    return 'a read receipt';
  if (RECEIPT_SUBJECT.test(mail.subject) && RECEIPT_BODY.test(mail.text.slice(0, 2_000))) return 'a read receipt';
  if (
    mail.reportType === 'tlsrpt' ||
    types.includes('application/tlsrpt+gzip') ||
    types.includes('application/tlsrpt+json')
  )
    return 'a report on TLS';
  if (
    DMARC_SUBJECT.test(mail.subject) ||
    mail.parts.some(({ fileName }) => /^[\w.-]+![\w.-]+!\d{9,}!\d{9,}/.test(fileName))
  )
    return 'a DMARC report';
  return null;
}

const RECEIPT_SUBJECT =
  /^\s*(read|not read|read receipt|return receipt|displayed|gelesen|ungelesen gelöscht|lu|leído|lida|letto|gelezen|прочитано|przeczytane|läst|已读|已讀|未读|读取回执|已读回执|閱讀回條|開封済み|開封確認|읽음|수신 확인|lesebestätigung|accusé de (lecture|réception)|confirmation de lecture)\s*(\(.{0,30}\))?\s*[:：-]/i;
const RECEIPT_BODY =
  /(was read on|has been (read|displayed|opened)|was (displayed|deleted without being read)|return receipt|read receipt|gelesen|a été lu|se leyó|foi lida|è stato letto|is gelezen|прочитан|已读|已讀|已于.{0,40}阅读|阅读时间|开封|開封|읽었|읽음|przeczytan|lästes)/i;
const DMARC_SUBJECT =
  /^\s*(\[?(preview|dmarc)\]?\s*)?report domain:\s*\S+|dmarc (aggregate|failure|forensic) report|^\s*tls report/i;

export const calendarsIn = (mail: Pick<IncomingMail, 'parts'>) =>
  mail.parts.filter(
    ({ type, fileName }) => /^(text\/calendar|application\/ics)/.test(type) || /\.ics$/i.test(fileName),
  );

/** An invitation's answer, or an invitation that is no answer to us. `words` is what stands beside it. */
export function calendarNote(mail: IncomingMail, words: string): string | null {
  const calendars = calendarsIn(mail);
  const method = (
    /^METHOD\s*:\s*(\w+)/im.exec(calendars.map(({ text }) => text).join('\n'))?.[1] ??
    /method\s*=\s*"?(\w+)/i.exec(headerOf(mail, 'content-type'))?.[1] ??
    ''
  ).toUpperCase();
  if (['REPLY', 'COUNTER', 'DECLINECOUNTER', 'REFRESH'].includes(method)) return 'an answer to an invitation';
  const isThread = mail.headers.has('in-reply-to') || mail.headers.has('references');
  if (['REQUEST', 'CANCEL', 'ADD'].includes(method) && !(isThread && words.length > 0))
    return 'an invitation of a calendar';
  if (
    mail.type === 'text/calendar' ||
    (CALENDAR_SUBJECT.test(mail.subject) &&
      (calendars.length > 0 ||
        /schedule\.meeting/i.test(headerOf(mail, 'content-class')) ||
        words === '' ||
        CALENDAR_WORDS.test(words)))
  )
    return 'an answer to an invitation';
  return null;
}

const CALENDAR_WORDS = /^[^\n]{0,80}(has|have) (tentatively )?(accepted|declined) (this|the|your) invitation/i;
const CALENDAR_SUBJECT =
  /^\s*(accepted|declined|tentative|tentatively accepted|canceled|cancelled|new time proposed|updated invitation|invitation|angenommen|zugesagt|abgelehnt|mit vorbehalt|accepté|refusé|provisoire|aceptad[oa]|rechazad[oa]|aceit[oa]|recusad[oa]|accettato|rifiutato|geaccepteerd|geweigerd|已接受|已拒绝|暂定|接受|拒绝|承諾|辞退|仮承諾|수락|거절|미정)\s*[:：]/i;

/** Mail to many: newsletters, lists, notifications of programs. Not where it answers one of ours. */
export function bulkNote(mail: IncomingMail): string | null {
  if (mail.headers.has('in-reply-to') || mail.headers.has('references')) return null;
  const has = (name: string) => mail.headers.has(name);
  const precedence = headerOf(mail, 'precedence').toLowerCase();
  if (has('list-unsubscribe') || has('list-unsubscribe-post')) return 'a newsletter: it has a List-Unsubscribe header';
  if (has('list-id') || has('list-post') || precedence === 'list') return 'mail of a list';
  if (['bulk', 'junk'].includes(precedence)) return `Precedence: ${precedence}`;
  if (BULK_HEADERS.some(has)) return 'a header of programs for mass mails';
  if (NO_REPLY.test(mail.from.address) && !/^\s*(re|aw|sv|antw|回复|答复)\s*[:：]/i.test(mail.subject))
    return 'its sender takes no answers';
  return null;
}

const BULK_HEADERS = [
  'feedback-id',
  'x-campaign',
  'x-campaignid',
  'x-campaign-id',
  'x-mc-user',
  'x-mailchimp-id',
  'x-sg-eid',
  'x-mailgun-sid',
  'x-hs-email-id',
  'x-csa-complaints',
  'x-rpcampaign',
  'x-newsletter',
  'x-bulkmail',
];
const NO_REPLY =
  /^(no[-._]?reply|do[-._]?not[-._]?reply|donotreply|noreply\w*|notifications?|newsletter|news|alerts?|mailer|billing-noreply|receipts?|updates?)([+._-][^@]*)?@/i;
export const isNoReply = (address: string): boolean => NO_REPLY.test(address);

/** A server asks our machine to prove that it is none; nobody has read the mail yet. */
export function challengeNote(mail: IncomingMail): string | null {
  const isKnown = [
    'x-spamarrest-noreply',
    'x-boxbe-challenge',
    'x-tmda-confirm',
    'x-challenge-response',
    'x-mailinblack',
    'x-ask-auth',
  ].find((name) => mail.headers.has(name));
  if (isKnown !== undefined) return `${isKnown} header`;
  const words = `${mail.subject}\n${mail.text.slice(0, 4_000)}`;
  return CHALLENGE.test(words) ? 'a question whether the sender is a person' : null;
}

const CHALLENGE =
  /(to (have|get) your (message|e-?mail|mail) delivered,? (please )?(click|reply|follow|visit|confirm)|(confirm|verify|prove|authenticate) (that )?(you('re| are) (a )?(human|person|real|not a (robot|machine|spammer))|your(self| e-?mail| message| identity)?[^.\n]{0,60}(be )?deliver|this (message|e-?mail) (was|is)? ?(not|sent))|one[- ]time (sender )?(verification|confirmation|authentication)|sender (verification|authentication|confirmation) (required|needed|request)|(verification|confirmation) (is )?(required|needed) (to|for|before) (deliver|your (message|e-?mail))|spam ?arrest|boxbe\.com|your (message|e-?mail) (is|has been) (being )?(held|waiting|quarantined)[^.\n]{0,80}(confirm|verif|approv|click|reply)|mailinblack|not (yet )?on (my|the) (approved|guest|allow|safe) ?(senders?)? ?list|waiting for (sender )?verification)/i;
