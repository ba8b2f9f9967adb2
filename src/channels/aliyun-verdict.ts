import { z } from 'zod';
import type { SendVerdict } from '../activities/ports.js';

/*
 * What an answer of SendSms means. https://help.aliyun.com/zh/sms/developer-reference/api-error-codes
 * `Code` says it, not the status: also a 200 can be a refusal.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;

type Later = Extract<SendVerdict, { readonly type: 'later' }>;

const answer = z.looseObject({ Code: z.string(), Message: z.string().optional(), BizId: z.string().optional() });

/** The number is none that could ever get an SMS. */
const BAD_NUMBER: ReadonlySet<string> = new Set(['isv.MOBILE_NUMBER_ILLEGAL', 'MobileNumberIllegal']);

/** The account or its settings are wrong: a person can repair it, and the message stays good. */
const SETTINGS =
  /^(isv\.(ACCOUNT_(ABNORMAL|NOT_EXISTS)|PRODUCT_UN_SUBSCRI\w+|PRODUCT_UNSUBSCRIBE|OUT_OF_SERVICE|DENY_IP_RANGE)|isp\.RAM_PERMISSION_DENY|SignatureDoesNotMatch|InvalidAccessKeyId\b.*|IncompleteSignature|InvalidTimeStamp\b.*|SignatureNonceUsed|Forbidden\b.*|NoPermission)$/;

/** The verdict of a whole answer. `now`: real time, epoch ms. */
export function verdictOfAnswer(status: number, body: string, now: number): SendVerdict {
  const parsed = answer.safeParse(jsonOrNull(body));
  if (!parsed.success) return withoutCode(status);
  const { Code: code, Message: message = '', BizId: bizId } = parsed.data;
  if (code === 'OK') return { type: 'accepted', reply: 'OK', serverMessageId: bizId ?? null };
  const reply = withoutNumbers(`${code} ${message}`);
  if (BAD_NUMBER.has(code)) return { type: 'refused', reply, enhanced: code, suppress: true };
  const later = (cause: Later['cause'], retryAfterMs: number): SendVerdict => ({
    type: 'later',
    cause,
    reply,
    retryAfterMs,
  });
  if (code === 'isv.BUSINESS_LIMIT_CONTROL') return later('rate-limited', pauseOf(message, now));
  if (/^Throttling\b/.test(code) || status === 429) return later('rate-limited', MINUTE);
  if (code === 'isv.AMOUNT_NOT_ENOUGH') return later('no-credit', HOUR);
  if (SETTINGS.test(code)) return later('auth', 15 * MINUTE);
  // Both are documented as "call again"; other failures of the service may come after its work.
  if (code === 'isp.SYSTEM_ERROR' || code === 'ServiceUnavailable') return later('busy', MINUTE);
  if (status >= 500) return { type: 'uncertain', reply };
  return { type: 'refused', reply, enhanced: code, suppress: false };
}

/** Something between us and the service has answered, or the service in trouble. */
function withoutCode(status: number): SendVerdict {
  const reply = `HTTP ${status} without a code`;
  if (status === 429) return { type: 'later', cause: 'rate-limited', reply, retryAfterMs: MINUTE };
  if (status === 503) return { type: 'later', cause: 'busy', reply, retryAfterMs: MINUTE };
  // What isn't found, allowed or understood was not done; it is the way there that a person must repair.
  if (status >= 300 && status < 500) return { type: 'later', cause: 'unreachable', reply, retryAfterMs: 15 * MINUTE };
  return { type: 'uncertain', reply };
}

/** A number may have so many a minute, an hour and a day, and the message says which it was; days are Beijing's. */
function pauseOf(message: string, now: number): number {
  if (message.includes('天级')) return DAY - ((now + BEIJING) % DAY);
  return message.includes('小时级') ? HOUR : MINUTE;
}

/** Answers go into journals and logs, and may repeat the number. */
const withoutNumbers = (text: string): string =>
  text
    .replace(/\+?\d[\d -]{5,}\d/g, '(number)')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
