/*
 * What a server's reply to our message means. Providers bend the codes: QQ says 550 for "slow down", Exchange says
 * 5.1.90 for "enough for today". So their known texts come first, then the enhanced code (RFC 3463), then the basic one.
 */

export type ReplyMeaning =
  | { readonly type: 'refused'; readonly suppress: boolean }
  | {
      readonly type: 'later';
      readonly cause: 'busy' | 'greylisted' | 'rate-limited' | 'auth';
      readonly retryAfterMs: number;
    };

export interface SmtpReply {
  readonly code: number;
  readonly text: string;
  /** `5.1.1`, or null if the reply has none. */
  readonly enhanced: string | null;
}

interface Rule {
  readonly text: RegExp;
  readonly codes?: RegExp;
  readonly meaning: ReplyMeaning;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const later = (cause: 'busy' | 'greylisted' | 'rate-limited' | 'auth', retryAfterMs: number): ReplyMeaning => ({
  type: 'later',
  cause,
  retryAfterMs,
});
const refused = (suppress: boolean): ReplyMeaning => ({ type: 'refused', suppress });
const GREYLISTED = later('greylisted', 5 * MINUTE);

const PROVIDER_RULES: readonly Rule[] = [
  // QQ and Tencent Exmail: by IP, domain and sender, for minutes or for the rest of the day.
  {
    text: /(sender|domain|connection|ip|mail|recipient) (content )?frequency (is )?limited/i,
    meaning: later('rate-limited', 30 * MINUTE),
  },
  { text: /mailbox unavailable or access denied/i, codes: /^550$/, meaning: later('rate-limited', 60 * MINUTE) },
  // NetEase (163, 126, yeah.net).
  { text: /\bMI:DMC\b/, meaning: later('rate-limited', 2 * MINUTE) },
  { text: /\bHL:(ICC|IFC|REP|MEP)\b/, codes: /^4/, meaning: later('rate-limited', 10 * MINUTE) },
  { text: /\b(MI:SFQ|RP:DRC|RP:QRC|MI:STC)\b/, meaning: later('rate-limited', 20 * MINUTE) },
  { text: /\bDT:SPM\b/, codes: /^4/, meaning: later('greylisted', 2 * MINUTE) },
  { text: /\b(DT:SPM|DT:SUM|MI:NHD|MI:SPB|HL:IHU|HL:IPB)\b/, codes: /^5/, meaning: refused(false) },
  // Gmail and Workspace, Exchange Online, Outlook.com, Yahoo.
  { text: /5\.4\.5|daily (user )?sending (limit|quota)/i, meaning: later('rate-limited', 4 * HOUR) },
  {
    text: /5\.1\.90|daily (message )?limit|recipients? (rate )?limit exceeded/i,
    meaning: later('rate-limited', 4 * HOUR),
  },
  { text: /5\.7\.(705|708)|5\.2\.12[12]/, meaning: later('rate-limited', 4 * HOUR) },
  { text: /\b4\.7\.(28|650)\b|unusual rate|\[TSS?0\d\]|\bRP-00[12]\b/i, meaning: later('rate-limited', HOUR) },
  {
    text: /too many (messages|connections|emails|mails|recipients|sessions)|rate limit(ed)?|throttl|sending (limit|quota) (has been )?(exceeded|reached)/i,
    meaning: later('rate-limited', 30 * MINUTE),
  },
  {
    text: /maximum (send|sending) rate exceeded|daily message quota exceeded/i,
    codes: /^4/,
    meaning: later('rate-limited', HOUR),
  },
  { text: /gr[ea]y-?list/i, codes: /^4/, meaning: GREYLISTED },
];

const AUTH_TEXT =
  /authentication (required|failed|credentials)|must issue a starttls|not authenticated|invalid login|login denied/i;
const NOBODY_THERE =
  /(user|recipient|mailbox|address|account)[^.]{0,40}(unknown|not found|not exist|doesn't exist|disabled|inactive|invalid|suspended|no longer)|(unknown|no such|invalid|non-?existent) (user|recipient|mailbox|address|account|local)|no mailbox here|不存在/i;

/** Reads `550 5.1.1 text` (or several lines `550-…`) as it came from the server. */
export function parseReply(response: string): SmtpReply | null {
  const code = Number(/^([2-5]\d\d)(?=[ \-\r\n]|$)/.exec(response)?.[1] ?? Number.NaN);
  if (Number.isNaN(code)) return null;
  const text = response
    .replace(/^\d{3}[ -]?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const enhanced = /^([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? null;
  return { code, text, enhanced };
}

/**
 * What a refusal (4xx or 5xx) of the recipient or the message means. `aboutRecipient` is false for a reply to MAIL
 * FROM: then the fault is ours and the contact's address is never blamed.
 */
export function meaningOf(reply: SmtpReply, aboutRecipient: boolean): ReplyMeaning {
  const found = meaningByText(reply) ?? meaningByEnhancedCode(reply) ?? meaningByCode(reply);
  if (found.type === 'refused') return aboutRecipient ? found : refused(false);
  return { ...found, retryAfterMs: pauseIn(reply.text) ?? found.retryAfterMs };
}

function meaningByText(reply: SmtpReply): ReplyMeaning | null {
  const whole = `${reply.code} ${reply.text}`;
  const rule = PROVIDER_RULES.find((r) => r.text.test(whole) && (r.codes?.test(String(reply.code)) ?? true));
  if (rule !== undefined) return rule.meaning;
  const isAuth = [530, 534, 535, 538].includes(reply.code) || (AUTH_TEXT.test(reply.text) && reply.code >= 500);
  return isAuth ? later('auth', 15 * MINUTE) : null;
}

function meaningByEnhancedCode({ enhanced, code }: SmtpReply): ReplyMeaning | null {
  if (enhanced === null || code < 500) return null;
  const [, subject, detail] = enhanced.split('.').map(Number);
  // 5.1.7 and 5.1.8 speak of the sender's address, not of the recipient's.
  if (subject === 1) return refused(detail !== 7 && detail !== 8 && detail !== 0);
  if (subject === 2) return refused(detail === 1);
  // 5.7.x is policy or authentication: ours to mend, and no reason to strike a customer's address off.
  if (subject === 3 || subject === 6 || subject === 7) return refused(false);
  return null;
}

function meaningByCode(reply: SmtpReply): ReplyMeaning {
  const { code, text, enhanced } = reply;
  if (code === 450 || code === 451) return enhanced?.startsWith('4.2.2') ? later('busy', 4 * HOUR) : GREYLISTED;
  if (code === 452) return later('busy', enhanced === '4.2.2' ? 4 * HOUR : 15 * MINUTE);
  if (code < 500) return later('busy', 5 * MINUTE);
  // 503: our own commands came in an order it didn't expect, as after a lost connection.
  if (code === 503) return later('busy', MINUTE);
  return refused(NOBODY_THERE.test(text));
}

/** "try again in 300 seconds": the server's own idea of the pause, up to a day. */
function pauseIn(text: string): number | null {
  const match = /\b(?:in|after|for|wait|within)\s+(\d{1,5})\s*(s|sec|second|m|min|minute|h|hour)s?\b/i.exec(text);
  if (match === null) return null;
  const unit = (match[2] ?? 's').charAt(0).toLowerCase();
  const milliseconds = Number(match[1]) * (unit === 'h' ? HOUR : unit === 'm' ? MINUTE : 1000);
  return Math.min(Math.max(milliseconds, 30_000), 24 * HOUR);
}
