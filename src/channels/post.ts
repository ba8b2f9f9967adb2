import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface PostRequest {
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  /** Milliseconds for all of it, from looking the host up to the last byte of the answer. */
  readonly deadlineMs: number;
  /** Asked when the connection stands and nothing was written yet. False: nothing is. */
  readonly beforeWrite: () => Promise<boolean>;
}

/** What is known of a request of which a second one would do its work a second time. */
export type Posted =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly body: string;
      /** Milliseconds that the answer asks to wait (`Retry-After` in seconds); null: it says nothing. */
      readonly retryAfterMs: number | null;
    }
  /** Not a byte of it was written. */
  | { readonly type: 'unsent'; readonly cause: 'unreachable' | 'timeout' }
  /** It was written, and no whole answer came: nobody can know what became of it. */
  | { readonly type: 'unanswered' }
  /** `beforeWrite` said no. */
  | { readonly type: 'stopped' };

/** Longer than any answer of these services. */
const MOST_ANSWER = 64 * 1024;

/**
 * Posts once, without following redirects or trying again. Rejects only if `beforeWrite` does; what the network does is a
 * value. Each request has a connection of its own: on a kept one that the server is just closing, nobody would know.
 */
export function post({ url, headers, body, deadlineMs, beforeWrite }: PostRequest): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const length = String(Buffer.byteLength(body));
    const request = (secure ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: { 'user-agent': 'Followthrough', ...headers, 'content-length': length },
      agent: false,
    });
    let written = false;
    let settled = false;
    const settle = (finish: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      finish();
      request.destroy();
    };
    const broken = (cause: 'unreachable' | 'timeout') =>
      settle(() => resolve(written ? { type: 'unanswered' } : { type: 'unsent', cause }));
    const timer = setTimeout(() => broken('timeout'), deadlineMs);
    request.on('error', () => broken('unreachable'));
    request.on('response', (response) => {
      readBody(response).then(
        (text) => settle(() => resolve(answered(response, text))),
        () => broken('unreachable'),
      );
    });
    request.on('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        beforeWrite().then(
          (go) => {
            if (settled) return;
            if (!go) return settle(() => resolve({ type: 'stopped' }));
            written = true;
            request.end(body);
          },
          (error: unknown) => settle(() => reject(error)),
        );
      }),
    );
  });
}

const answered = (response: IncomingMessage, body: string): Posted => {
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
  return {
    type: 'answered',
    status: response.statusCode ?? 0,
    body,
    retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null,
  };
};

async function readBody(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_ANSWER) throw new Error('the answer is longer than any of this service');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
