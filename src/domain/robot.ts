import { err, ok, type Result } from './result.js';

/* Robots of chat programs, by which staff hear of their notices where they talk anyway. */

export const ROBOT_KINDS = ['wecom', 'dingtalk', 'feishu', 'lark', 'slack'] as const;
export type RobotKind = (typeof ROBOT_KINDS)[number];

interface Traits {
  /** The only host that its address may have, and where on it. */
  readonly host: string;
  readonly path: RegExp;
  /** Without it the address says no robot. */
  readonly parameter?: string;
  /** Whether it can have a secret that signs. */
  readonly signs: boolean;
  /** One message in so many real ms, and so many at once after a rest: below what the service takes in any minute. */
  readonly everyMs: number;
  readonly burst: number;
  /** Most bytes of a text in UTF-8. */
  readonly mostBytes: number;
}

/**
 * WeCom and DingTalk take 20 a minute (DingTalk blocks for ten minutes beyond that), Feishu and Lark 100 a minute and 5 a
 * second, Slack about one a second.
 */
export const ROBOTS: { readonly [kind in RobotKind]: Traits } = {
  wecom: {
    ...{ host: 'qyapi.weixin.qq.com', path: /^\/cgi-bin\/webhook\/send$/, parameter: 'key', signs: false },
    ...{ everyMs: 6_000, burst: 10, mostBytes: 2_048 },
  },
  dingtalk: {
    ...{ host: 'oapi.dingtalk.com', path: /^\/robot\/send$/, parameter: 'access_token', signs: true },
    ...{ everyMs: 6_000, burst: 10, mostBytes: 15_000 },
  },
  feishu: {
    ...{ host: 'open.feishu.cn', path: /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/, signs: true },
    ...{ everyMs: 1_000, burst: 4, mostBytes: 15_000 },
  },
  lark: {
    ...{ host: 'open.larksuite.com', path: /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/, signs: true },
    ...{ everyMs: 1_000, burst: 4, mostBytes: 15_000 },
  },
  slack: {
    ...{ host: 'hooks.slack.com', path: /^\/services\/[\w/-]+$/, signs: false },
    ...{ everyMs: 1_500, burst: 1, mostBytes: 30_000 },
  },
};

/** What a robot can be asked at all: nothing but its own service, so that no address leads elsewhere. */
export type RobotAddressFault = 'bad-robot-address' | 'robot-takes-no-secret';

/**
 * The address of a robot of a kind. `loopback`: also one of this machine is taken, on any port, with the same path; for
 * tests.
 */
export function robotAddress(
  kind: RobotKind,
  text: string,
  { secret, loopback = false }: { readonly secret: boolean; readonly loopback?: boolean },
): Result<URL, RobotAddressFault> {
  const { host, path, parameter, signs } = ROBOTS[kind];
  if (secret && !signs) return err('robot-takes-no-secret');
  if (!URL.canParse(text)) return err('bad-robot-address');
  const url = new URL(text);
  const isThere =
    (url.protocol === 'https:' && url.host === host) ||
    (loopback && url.protocol === 'http:' && url.hostname === '127.0.0.1');
  const isRobots =
    path.test(url.pathname) && (parameter === undefined || (url.searchParams.get(parameter) ?? '') !== '');
  return isThere && isRobots && url.username === '' && url.password === '' ? ok(url) : err('bad-robot-address');
}

const HALF_HOUR = 30 * 60_000;
const CROWD = 60_000;

/**
 * Feishu and Lark refuse at the full and the half hour, when everybody's clocks go off (code 11232): until when a message waits
 * there, spread over the first minute by `fraction` in [0, 1). Null: it may go.
 */
export function crowdedUntil(kind: RobotKind, now: number, fraction: number): number | null {
  if (kind !== 'feishu' && kind !== 'lark') return null;
  const into = now % HALF_HOUR;
  const turn = Math.floor(fraction * CROWD);
  return into < CROWD && into < turn ? now - into + turn : null;
}
