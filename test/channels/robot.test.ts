import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRobotCaller } from '../../src/channels/robot.js';
import { dingtalkSign, feishuSign, robotRequest } from '../../src/channels/robot-message.js';
import { robotVerdict } from '../../src/channels/robot-verdict.js';
import { cutText } from '../../src/domain/cut-text.js';
import { crowdedUntil, ROBOT_KINDS, ROBOTS, robotAddress } from '../../src/domain/robot.js';
import { ROBOT_SECRET, type RobotServer, startRobotServer } from '../support/robot-server.js';

const HOUR = 3_600_000;
const MESSAGE = { title: 'A task is overdue.', text: 'Call Ada', link: 'https://crm.example/tasks/tsk_1' };

describe('a signature', () => {
  test('of DingTalk has the secret as its key', () => {
    expect(encodeURIComponent(dingtalkSign('this is secret', 1_700_000_000_000))).toBe(
      'sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0%3D',
    );
  });

  test('of Feishu has time and secret as its key', () => {
    expect(feishuSign('demo', 1_599_360_473)).toBe('l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=');
  });
});

describe('a text that is too long', () => {
  test('is cut between two characters, says so, and keeps its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 40, max: 200 }), (text, most) => {
        const cut = cutText(text, '\nhttps://crm.example/x', most);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
        expect(cut.endsWith('\nhttps://crm.example/x')).toBe(true);
        const kept = cut.slice(0, -'\nhttps://crm.example/x'.length);
        if (kept === text) return;
        expect(kept.endsWith('…')).toBe(true);
        expect(text.startsWith(kept.slice(0, -1))).toBe(true);
        expect(kept).not.toMatch(/[\ud800-\udbff]…$/);
      }),
    );
  });
});

describe('the address of a robot', () => {
  const GOOD = {
    wecom: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx',
    dingtalk: 'https://oapi.dingtalk.com/robot/send?access_token=abc',
    feishu: 'https://open.feishu.cn/open-apis/bot/v2/hook/0aa1-bb',
    lark: 'https://open.larksuite.com/open-apis/bot/v2/hook/0aa1-bb',
    slack: 'https://hooks.slack.com/services/T000/B000/XXX',
  };
  const check = (kind: (typeof ROBOT_KINDS)[number], text: string) => robotAddress(kind, text, { secret: false }).ok;

  test.each(ROBOT_KINDS)('of %s is its own service’s alone', (kind) => {
    for (const other of ROBOT_KINDS) expect(check(kind, GOOD[other])).toBe(kind === other);
  });

  test.each([
    'http://hooks.slack.com/services/T000/B000/XXX',
    'https://hooks.slack.com:8443/services/T000/B000/XXX',
    'https://hooks.slack.com.evil.example/services/T000/B000/XXX',
    'https://hooks.slack.com@127.0.0.1/services/T000/B000/XXX',
    'https://user:pass@hooks.slack.com/services/T000/B000/XXX',
    'https://127.0.0.1/services/T000/B000/XXX',
    'https://hooks.slack.com/elsewhere',
    'https://hooks.slack.com/services/../admin',
    'nonsense',
  ])('is not %s', (text) => expect(check('slack', text)).toBe(false));

  test('of this machine is taken where tests ask for it', () => {
    const options = { secret: false, loopback: true };
    expect(robotAddress('slack', 'http://127.0.0.1:1/services/x', options).ok).toBe(true);
    expect(robotAddress('slack', 'http://10.0.0.1:1/services/x', options).ok).toBe(false);
  });
});

describe('a message', () => {
  const now = Date.parse('2027-01-04T09:00:00Z');
  const bodyOf = (kind: 'slack' | 'feishu' | 'wecom', text: string) =>
    robotRequest({ kind, url: new URL('https://x.example'), secret: null }, { ...MESSAGE, text }, now).body;

  test('calls nobody in the room, whatever a customer is called', () => {
    expect(bodyOf('slack', '<!channel> & <@U1>')).toContain('&lt;!channel&gt; &amp; &lt;@U1&gt;');
    expect(bodyOf('feishu', '<at user_id="all">all</at>')).not.toContain('<at');
  });

  test('of WeCom has at most 2,048 bytes, and its link', () => {
    const { text } = JSON.parse(bodyOf('wecom', '逾期'.repeat(2000))) as { text: { content: string } };
    expect(Buffer.byteLength(text.content)).toBeLessThanOrEqual(2048);
    expect(text.content.endsWith(`…\n${MESSAGE.link}`)).toBe(true);
  });

  test('of Feishu waits for a turn of its own in the first minute of each half hour, and of others never', () => {
    const half = Date.parse('2027-01-04T09:30:00Z');
    expect(crowdedUntil('feishu', half + 5_000, 0.5)).toBe(half + 30_000);
    expect(crowdedUntil('feishu', half + 30_000, 0.5)).toBeNull();
    expect(crowdedUntil('feishu', half + 61_000, 0.99)).toBeNull();
    expect(crowdedUntil('wecom', half, 0.5)).toBeNull();
  });

  test('comes less often than any service’s limit, counted over any minute', () => {
    const most = { wecom: 20, dingtalk: 20, feishu: 100, lark: 100, slack: 60 };
    for (const kind of ROBOT_KINDS) {
      const { burst, everyMs } = ROBOTS[kind];
      expect(burst + 60_000 / everyMs).toBeLessThanOrEqual(most[kind]);
    }
    expect(ROBOTS.feishu.burst + 1000 / ROBOTS.feishu.everyMs).toBeLessThanOrEqual(5);
  });
});

describe('an answer', () => {
  const verdict = (
    kind: (typeof ROBOT_KINDS)[number],
    status: number,
    body: unknown,
    retryAfterMs: number | null = null,
  ) => robotVerdict(kind, { status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfterMs });

  test.each([
    ['wecom', { errcode: 45_009 }, 60_000],
    ['dingtalk', { errcode: 130_101 }, 600_000],
    ['feishu', { code: 11_232 }, 60_000],
  ] as const)('of %s that it was too fast, with a 200, is later', (kind, body, retryAfterMs) => {
    expect(verdict(kind, 200, body)).toEqual({ type: 'later', code: 'rate-limited', retryAfterMs });
  });

  test('of Slack says by Retry-After for how long to wait', () => {
    expect(verdict('slack', 429, '', 30_000)).toMatchObject({ type: 'later', retryAfterMs: 30_000 });
  });

  test.each([
    ['wecom', 200, { errcode: 93_000 }, 'bad-robot'],
    ['dingtalk', 200, { errcode: 310_000, errmsg: 'sign not match' }, 'bad-signature'],
    ['dingtalk', 200, { errcode: 310_000, errmsg: 'keywords not in content' }, 'keyword-missing'],
    ['dingtalk', 200, { errcode: 310_000, errmsg: 'ip 1.2.3.4 not in whitelist' }, 'address-not-allowed'],
    ['feishu', 200, { code: 19_021 }, 'bad-signature'],
    ['feishu', 200, { code: 9_499 }, 'refused'],
    ['slack', 404, 'no_service', 'bad-robot'],
    ['slack', 410, 'channel_is_archived', 'bad-robot'],
    ['slack', 400, 'invalid_payload', 'refused'],
    ['slack', 502, 'bad gateway', 'uncertain'],
    ['wecom', 200, 'no JSON', 'refused'],
  ] as const)('of %s, a %i with %j, is failed', (kind, status, body, code) => {
    expect(verdict(kind, status, body)).toEqual({ type: 'failed', code });
  });
});

describe('a robot', () => {
  let server: RobotServer;
  beforeEach(async () => {
    server = await startRobotServer();
  });
  afterEach(() => server.stop());

  const say = (
    kind: 'wecom' | 'dingtalk' | 'feishu' | 'slack',
    changes: { secret?: string; off?: number; loopback?: boolean } = {},
  ) =>
    createRobotCaller({ loopback: changes.loopback ?? true, now: () => Date.now() + (changes.off ?? 0) })({
      kind,
      address: server.address(kind),
      secret: kind === 'dingtalk' || kind === 'feishu' ? (changes.secret ?? ROBOT_SECRET) : null,
      message: MESSAGE,
      beforeWrite: async () => true,
    });

  test.each(['wecom', 'dingtalk', 'feishu', 'slack'] as const)('of %s says it', async (kind) => {
    expect(await say(kind)).toEqual({ type: 'done' });
    expect(server.said).toEqual([`${MESSAGE.title}\n${MESSAGE.text}\n${MESSAGE.link}`]);
  });

  test.each(['dingtalk', 'feishu'] as const)('of %s refuses a wrong secret, and a clock that is off', async (kind) => {
    const refused = { type: 'failed', code: 'bad-signature' };
    expect(await say(kind, { secret: 'wrong' })).toEqual(refused);
    expect(await say(kind, { off: -2 * HOUR })).toEqual(refused);
    expect(server.said).toEqual([]);
  });

  test('that said it and gave no answer isn’t asked again by itself', async () => {
    server.behaviour = { type: 'cut' };
    expect(await say('wecom')).toEqual({ type: 'failed', code: 'uncertain' });
    expect(server.said).toHaveLength(1);
  });

  test('on this machine is not called where nobody has allowed it', async () => {
    expect(await say('slack', { loopback: false })).toEqual({ type: 'failed', code: 'bad-robot' });
    expect(server.calls).toBe(0);
  });
});
