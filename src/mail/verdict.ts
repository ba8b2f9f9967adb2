import type { SendVerdict } from '../activities/ports.js';
import { meaningOf, parseReply } from './smtp-replies.js';

/** What is known of an attempt that did not end with a 250. */
export interface FailedAttempt {
  /** The library's error: its code, the command in flight and the server's reply if there was one. */
  readonly error: {
    readonly message: string;
    readonly code?: string | undefined;
    readonly command?: string | undefined;
    readonly response?: string | undefined;
  };
  /** none: not a byte of it was taken; part: no final dot; whole: the final dot may have been read. */
  readonly bodyRead: 'none' | 'part' | 'whole';
}

const SECOND = 1000;
const CONNECTION_COMMANDS = /^(CONN|EHLO|HELO|LHLO|STARTTLS|API|RSET)/;

/**
 * The verdict of a failed attempt. A reply decides. Without one it depends on the final dot: before it nothing can
 * have been delivered, after it nobody can know (RFC 1047).
 */
export function verdictOf({ error, bodyRead }: FailedAttempt): SendVerdict {
  const parsed = error.response === undefined ? null : parseReply(error.response);
  const reply = withoutAddresses(error.response ?? error.message);
  if (parsed === null || parsed.code < 400) {
    if (bodyRead === 'whole') return { type: 'uncertain', reply };
    return withoutReply(error, bodyRead, reply);
  }
  const command = error.command ?? '';
  if (error.code === 'EAUTH' || command.startsWith('AUTH'))
    return { type: 'later', cause: 'auth', reply, retryAfterMs: 15 * 60 * SECOND };
  // Refused at the door, before there was any talk of this message: it says nothing about message or recipient.
  if (CONNECTION_COMMANDS.test(command) && bodyRead === 'none') {
    const busy = parsed.code < 500;
    return { type: 'later', cause: busy ? 'busy' : 'unreachable', reply, retryAfterMs: (busy ? 60 : 300) * SECOND };
  }
  const meaning = meaningOf(parsed, !command.startsWith('MAIL'));
  return meaning.type === 'refused'
    ? { type: 'refused', reply, enhanced: parsed.enhanced, suppress: meaning.suppress }
    : { type: 'later', cause: meaning.cause, reply, retryAfterMs: meaning.retryAfterMs };
}

function withoutReply(error: FailedAttempt['error'], bodyRead: 'none' | 'part', reply: string): SendVerdict {
  if (error.code === 'EAUTH') return { type: 'later', cause: 'auth', reply, retryAfterMs: 900 * SECOND };
  // The server announced a limit in its greeting, or the message can't be said in what it offers: no retry helps.
  if (error.code === 'EMESSAGE' && bodyRead === 'none')
    return { type: 'refused', reply, enhanced: '5.3.4', suppress: false };
  if (error.code === 'EENVELOPE' && bodyRead === 'none')
    return { type: 'refused', reply, enhanced: null, suppress: false };
  if (error.code === 'ETIMEDOUT') return { type: 'later', cause: 'timeout', reply, retryAfterMs: 60 * SECOND };
  return { type: 'later', cause: 'unreachable', reply, retryAfterMs: 30 * SECOND };
}

/** Replies go into journals and logs, and servers like to repeat the address in them. */
export function withoutAddresses(text: string): string {
  return text
    .replace(/[^\s<>"'()[\]:;,=]+@[^\s<>"'()[\]:;,]+/g, '(address)')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}
