import { z } from 'zod';
import type { RobotVerdict } from '../activities/ports.js';
import type { RobotKind } from '../domain/robot.js';

const MINUTE = 60_000;

const answer = z.looseObject({
  errcode: z.number().optional(),
  errmsg: z.string().optional(),
  code: z.number().optional(),
});

type Failed = Extract<RobotVerdict, { readonly type: 'failed' }>['code'];
const done: RobotVerdict = { type: 'done' };
const failed = (code: Failed): RobotVerdict => ({ type: 'failed', code });
const tooFast = (retryAfterMs: number): RobotVerdict => ({ type: 'later', code: 'rate-limited', retryAfterMs });
const busy: RobotVerdict = { type: 'later', code: 'busy', retryAfterMs: MINUTE };

/** What a robot's answer means. Only Slack says it by the status; for the others a 200 may be a refusal. */
export function robotVerdict(
  kind: RobotKind,
  {
    status,
    body,
    retryAfterMs,
  }: { readonly status: number; readonly body: string; readonly retryAfterMs: number | null },
): RobotVerdict {
  if (status === 429) return tooFast(retryAfterMs ?? MINUTE);
  if (status === 503) return busy;
  // It may have been said before the service failed.
  if (status >= 500) return failed('uncertain');
  if (kind === 'slack') return slack(status, body);
  const parsed = answer.safeParse(jsonOrNull(body));
  const code = parsed.success ? (parsed.data.errcode ?? parsed.data.code) : undefined;
  if (code === undefined) return failed(status === 404 || status === 400 ? 'bad-robot' : 'refused');
  if (code === 0) return done;
  return CODES[kind](code, parsed.data?.errmsg ?? '');
}

function slack(status: number, body: string): RobotVerdict {
  if (status === 200 && body.trim() === 'ok') return done;
  if (
    /^(no_service|no_team|channel_not_found|channel_is_archived|invalid_token|user_not_found)/.test(body) ||
    status === 404
  )
    return failed('bad-robot');
  return failed('refused');
}

const CODES: { readonly [kind in Exclude<RobotKind, 'slack'>]: (code: number, message: string) => RobotVerdict } = {
  wecom: (code) =>
    code === 45_009 ? tooFast(MINUTE) : code === 93_000 ? failed('bad-robot') : code === -1 ? busy : failed('refused'),
  dingtalk: (code, message) => {
    // Who was too fast is shut out for ten minutes.
    if (code === 130_101 || code === 410_100) return tooFast(10 * MINUTE);
    if (code === 310_000)
      return failed(
        /keyword|关键词/i.test(message)
          ? 'keyword-missing'
          : /ip/i.test(message) && !/sign/i.test(message)
            ? 'address-not-allowed'
            : 'bad-signature',
      );
    if (code === 300_001 || code === 300_005 || code === 40_035) return failed('bad-robot');
    return code === -1 ? busy : failed('refused');
  },
  feishu: (code) => lark(code),
  lark: (code) => lark(code),
};

function lark(code: number): RobotVerdict {
  switch (code) {
    case 11_232:
      return tooFast(MINUTE);
    case 19_021:
      return failed('bad-signature');
    case 19_022:
      return failed('address-not-allowed');
    case 19_024:
      return failed('keyword-missing');
    case 19_001:
      return failed('bad-robot');
    default:
      return failed('refused');
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
