import { createHash } from 'node:crypto';
import type { MailReader, ReadMail } from '../../activities/inbound-ports.js';
import { type CalendarAnswer, readAnswer } from '../../domain/appointment/calendar-answer.js';
import { isReportOfDelay } from './delivery-report.js';
import { headerOf, type IncomingMail } from './incoming-mail.js';
import { lookupFor, matchReply } from './match-reply.js';
import { calendarsIn } from './other-machine.js';
import { ownWords, withoutQuotes } from './own-words.js';
import { readIncoming } from './read-incoming.js';
import { sortMail } from './sort-mail.js';

const MOST_SUBJECT = 500;
const MOST_TEXT = 20_000;

/** Takes mails apart, sorts them, and says what they are about. */
export function createMailReader(): MailReader {
  const taken = new WeakMap<ReadMail, IncomingMail>();
  return {
    async read(bytes) {
      const mail = await readIncoming(bytes);
      const read = readMail(mail, bytes);
      taken.set(read, mail);
      return read;
    },
    match(read, sent, at) {
      const mail = taken.get(read);
      if (mail === undefined) throw new Error('match was asked about a mail that this reader has not read');
      return matchReply(mail, read.lookup, sent, at);
    },
  };
}

function readMail(mail: IncomingMail, bytes: Uint8Array): ReadMail {
  const sorted = sortMail(mail);
  const messageId = /<([^<>\s]{1,250})>/.exec(headerOf(mail, 'message-id'))?.[0] ?? null;
  return {
    identity: identityOf(mail, messageId, bytes),
    sorted,
    lookup: lookupFor(mail, sorted),
    isStillTrying: isReportOfDelay(mail),
    sender: { address: mail.from.address, isForged: saysForged(mail) },
    messageId,
    subject: storable(mail.subject).slice(0, MOST_SUBJECT),
    text: storable(textOf(mail)).slice(0, MOST_TEXT),
    answer: answerIn(mail),
  };
}

/**
 * What makes it this mail and no other. Copies that came by two ways differ in the headers of transport; and some
 * machines give all of their mails one Message-ID, so what they say counts too.
 */
function identityOf(mail: IncomingMail, messageId: string | null, bytes: Uint8Array): string {
  const hash = createHash('sha256');
  if (messageId === null) return hash.update(bytes).digest('hex');
  const parts = mail.parts.map(({ type, text }) => [type, text]);
  const said = [messageId, headerOf(mail, 'date'), mail.from.address, mail.subject, mail.text, parts];
  return hash.update(JSON.stringify(said)).digest('hex');
}

/** The same stands in it twice: beside the text, and as a file. */
function answerIn(mail: IncomingMail): CalendarAnswer | null {
  for (const { text } of calendarsIn(mail)) {
    const answer = readAnswer(text);
    if (answer !== null) return answer;
  }
  return null;
}

/** Postgres keeps no NUL, and half of a pair of surrogates is no text. */
const storable = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');

/** What they wrote themselves; all of it if nothing is left, as of a mail that only forwards. */
function textOf({ text }: IncomingMail): string {
  const own = ownWords(text);
  return own !== '' ? own : withoutQuotes(text) || text.trim();
}

/** The word of the server that took it. One that somebody else put there could only speak against themselves. */
const saysForged = (mail: IncomingMail): boolean =>
  (mail.headers.get('authentication-results') ?? []).some((line) => /(^|[\s;])dmarc=fail\b/i.test(line));
