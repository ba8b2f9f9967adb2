import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the gateway does with the next call. */
export type Behaviour =
  | { readonly type: 'take' }
  /** Answers so, whatever was asked. */
  | { readonly type: 'answer'; readonly status: number; readonly body: string }
  /** Takes the message, and says nothing any more. */
  | { readonly type: 'stall' }
  /** Takes the message, and closes the connection. */
  | { readonly type: 'cut' }
  /** Takes the message, and closes the connection in the midst of the answer. */
  | { readonly type: 'cut-answer' };

export interface SmsGateway {
  readonly url: string;
  /** The parameters of what it took, by whatever way it answered. */
  readonly taken: { readonly [name: string]: string }[];
  /** Calls that it refused for their signature or their time. */
  refused: number;
  behaviour: Behaviour;
  stop(): Promise<void>;
}

/**
 * Alibaba Cloud's SendSms as far as a caller can tell: signature V3 checked from what came over the wire, with code of its
 * own, a clock that calls must be near to, a nonce that is used once, and answers whose `Code` says more than their status.
 */
export async function startSmsGateway(key: { readonly id: string; readonly secret: string }): Promise<SmsGateway> {
  const nonces = new Set<string>();
  const server = createServer((request, response) => {
    request.resume().on('end', () => handle(request, response));
  });
  const gateway: SmsGateway & { behaviour: Behaviour } = {
    url: '',
    taken: [],
    refused: 0,
    behaviour: { type: 'take' },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const fault = faultOf(request, key, nonces);
    if (fault !== null) {
      gateway.refused += 1;
      return say(response, 400, { Code: fault, Message: 'refused' });
    }
    const parameters = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
    const { behaviour } = gateway;
    if (behaviour.type === 'answer') {
      response.writeHead(behaviour.status).end(behaviour.body);
      return;
    }
    gateway.taken.push(parameters);
    if (behaviour.type === 'cut') request.socket.destroy();
    else if (behaviour.type === 'cut-answer') {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"Code":"OK"', () => request.socket.destroy());
    } else if (behaviour.type === 'take')
      say(response, 200, { Code: 'OK', Message: 'OK', BizId: `biz-${gateway.taken.length}`, RequestId: 'r' });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(gateway, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const FIFTEEN_MINUTES = 15 * 60_000;

/** By the service's description: the canonical request is made of the request line and headers as they came. */
function faultOf(
  request: IncomingMessage,
  key: { readonly id: string; readonly secret: string },
  nonces: Set<string>,
): string | null {
  const [, id, names = '', signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    ) ?? [];
  if (id !== key.id) return 'InvalidAccessKeyId.NotFound';
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const sorted = query.split('&').sort().join('&');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
  const canonical = `${request.method}\n${path}\n${sorted}\n${headers.join('')}\n${names}\n${hex('')}`;
  const expected = createHmac('sha256', key.secret)
    .update(`ACS3-HMAC-SHA256\n${hex(canonical)}`)
    .digest('hex');
  const mustSign = ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce'];
  if (signature !== expected || mustSign.some((name) => !names.split(';').includes(name)))
    return 'SignatureDoesNotMatch';
  const at = Date.parse(String(request.headers['x-acs-date']));
  if (!(Math.abs(Date.now() - at) < FIFTEEN_MINUTES)) return 'InvalidTimeStamp.Expired';
  const nonce = String(request.headers['x-acs-signature-nonce']);
  if (nonces.has(nonce)) return 'SignatureNonceUsed';
  nonces.add(nonce);
  return request.headers['x-acs-action'] === 'SendSms' ? null : 'InvalidAction.NotFound';
}
