import { lookup } from 'node:dns/promises';
import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { WebhookAnswer, WebhookCall } from '../activities/ports.js';
import { isPrivateAddress } from './private-address.js';
import { signed } from './sign.js';

export interface WebhookOptions {
  /** Secrets by the names that definitions use; `default` signs what names none. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Also addresses inside of the network may be called. */
  readonly allowPrivate: boolean;
  /** Milliseconds for the whole call; 15 seconds by default, as the standard recommends. */
  readonly deadlineMs?: number;
}

/** Makes what calls webhooks. The host is resolved once, and the very address that was judged is called. */
export function createWebhookCaller(options: WebhookOptions): (call: WebhookCall) => Promise<WebhookAnswer> {
  return async (call) => {
    const secret = options.secrets.get(call.secret ?? 'default') ?? null;
    // A receiver that checks signatures would refuse it, and one that doesn't must not get what it can't check.
    if (call.secret !== null && secret === null) return { type: 'failed', code: 'secret-missing', status: null };
    if (!URL.canParse(call.url)) return { type: 'failed', code: 'url-invalid', status: null };
    const url = new URL(call.url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    let address: { readonly address: string; readonly family: number };
    try {
      address = isIP(host) === 0 ? await lookup(host) : { address: host, family: isIP(host) };
    } catch {
      return { type: 'later', code: 'host-unknown', status: null };
    }
    if (!options.allowPrivate && isPrivateAddress(address.address))
      return { type: 'failed', code: 'private-address', status: null };
    return await send(url, address, call, secret, options.deadlineMs ?? 15_000);
  };
}

function send(
  url: URL,
  address: { readonly address: string; readonly family: number },
  call: WebhookCall,
  secret: string | null,
  deadlineMs: number,
): Promise<WebhookAnswer> {
  const bodiless = call.method === 'GET' || call.method === 'DELETE';
  const body = bodiless ? '' : call.body;
  const options: RequestOptions = {
    method: call.method,
    headers: {
      ...(bodiless ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      'user-agent': 'Followthrough',
      ...signed(call.id, call.at, body, secret),
    },
    // One who answers with another address the second time is not asked a second time.
    lookup: (_host, lookupOptions, done) =>
      lookupOptions.all === true ? done(null, [address]) : done(null, address.address, address.family),
    signal: AbortSignal.timeout(deadlineMs),
    agent: false,
  };
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      // Only the status counts; redirects are not followed.
      response.on('error', () => {}).resume();
      resolve(answerOf(response.statusCode ?? 0));
    });
    request.on('error', () => resolve({ type: 'later', code: 'unreachable', status: null }));
    request.end(body);
  });
}

/** As the standard has it: 2xx is done, 410 is never again, all else is tried later. */
function answerOf(status: number): WebhookAnswer {
  if (status >= 200 && status < 300) return { type: 'done', status };
  return status === 410 ? { type: 'failed', code: 'gone', status } : { type: 'later', code: 'refused', status };
}
