import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RobotBehaviour =
  | { readonly type: 'take' }
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  /** Says it in the room, and closes the connection without an answer. */
  | { readonly type: 'cut' };

export interface RobotServer {
  /** By path: an address of each kind. */
  address(kind: 'wecom' | 'dingtalk' | 'feishu' | 'slack'): string;
  /** What stands in the room. */
  readonly said: string[];
  calls: number;
  behaviour: RobotBehaviour;
  stop(): Promise<void>;
}

export const ROBOT_SECRET = 'SECtests';
const PATHS = {
  wecom: '/cgi-bin/webhook/send?key=k',
  dingtalk: '/robot/send?access_token=t',
  feishu: '/open-apis/bot/v2/hook/h',
  slack: '/services/T0/B0/x',
};

/** WeCom, DingTalk, Feishu and Slack as far as a caller can tell: signatures, clocks, lengths, and refusals with a 200. */
export async function startRobotServer(): Promise<RobotServer> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => handle(request, Buffer.concat(parts).toString('utf8'), response));
  });
  const robots: RobotServer = {
    address: (kind) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATHS[kind]}`,
    said: [],
    calls: 0,
    behaviour: { type: 'take' },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  function handle(request: IncomingMessage, body: string, response: ServerResponse): void {
    robots.calls += 1;
    const { behaviour } = robots;
    if (behaviour.type === 'answer') {
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
      return;
    }
    const { status = 200, answer, said } = judge(new URL(request.url ?? '', 'http://x'), JSON.parse(body));
    if (said !== undefined) robots.said.push(said);
    if (behaviour.type === 'cut') request.socket.destroy();
    else response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return robots;
}

interface Judged {
  readonly status?: number;
  readonly answer: unknown;
  readonly said?: string;
}

const HOUR = 3_600_000;
const mac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64');

function judge(url: URL, body: { [key: string]: unknown }): Judged {
  const content = (at: 'text' | 'content') =>
    String((body[at] as { [key: string]: unknown })[at === 'text' ? 'content' : 'text']);
  switch (url.pathname.split('/')[1]) {
    case 'cgi-bin': {
      const said = content('text');
      if (Buffer.byteLength(said) > 2048) return { answer: { errcode: 40_058, errmsg: 'exceed max length 2048' } };
      return { answer: { errcode: 0, errmsg: 'ok' }, said };
    }
    case 'robot': {
      const at = Number(url.searchParams.get('timestamp'));
      const signed = url.searchParams.get('sign') === mac(ROBOT_SECRET, `${at}\n${ROBOT_SECRET}`);
      if (!signed || Math.abs(Date.now() - at) > HOUR)
        return { answer: { errcode: 310_000, errmsg: 'sign not match, more: [https://ding-doc.dingtalk.com]' } };
      return { answer: { errcode: 0, errmsg: 'ok' }, said: content('text') };
    }
    case 'open-apis': {
      const at = Number(body['timestamp']);
      if (body['sign'] !== mac(`${at}\n${ROBOT_SECRET}`, '') || Math.abs(Date.now() - at * 1000) > HOUR)
        return {
          answer: { code: 19_021, msg: 'sign match fail or timestamp is not within one hour from current time' },
        };
      return { answer: { code: 0, msg: 'success', data: {} }, said: content('content') };
    }
    default:
      return { answer: 'ok', said: String(body['text']) };
  }
}
