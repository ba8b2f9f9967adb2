import type { ProblemBody } from '../../api/contracts/common.js';
import type { Answer, Call, Contract } from '../../api/contracts/contract.js';
import { ApiProblem, isProblem, Unreachable } from './problem.js';
import { reachability } from './reachability.js';
import { sessionGate } from './session-gate.js';

/*
 * The typed call of an operation: `ask<typeof listJourneys>('GET /v1/journeys', { query })`, where `listJourneys` is an
 * `import type` of a contract. The server has checked its answer against the same contract, so nothing is parsed again.
 */

/** The method and path of a contract, as one literal. */
export type OperationOf<C extends Contract> = `${C['method']} ${C['path']}`;

export interface AskOptions {
  /** The same key takes effect once, however often it is sent. Made up for a change without one. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** What a missing sign-in does: ask the person over the page and go on (usual), or throw the problem. */
  readonly signedOut?: 'ask' | 'throw';
  /** A change is refused (`changed-meanwhile`) if the record is no longer as it was read under this tag. */
  readonly ifMatch?: string;
  /** The body goes as it is, as this type of content: a file. */
  readonly contentType?: string;
  /** Real milliseconds after which it is given up, where the server takes longer than usual. */
  readonly patienceMs?: number;
  /** Told the tag of what was read, to change it by. */
  readonly onTag?: (tag: string | null) => void;
}

interface Parts {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

/** Real milliseconds after which a request is given up. */
const PATIENCE_MS = 30_000;

/** Calls an operation. Throws ApiProblem when it is refused, Unreachable when there is no answer. */
export async function ask<C extends Contract>(
  operation: OperationOf<C>,
  input: Call<C>,
  options: AskOptions = {},
): Promise<Answer<C>> {
  // Made once: what is sent again after signing in is the same act.
  const idempotencyKey = options.idempotencyKey ?? newKey();
  const send = () => sendUntilDone(operation, input as Parts, { ...options, idempotencyKey });
  try {
    return (await send()) as Answer<C>;
  } catch (error) {
    const signedOut = error instanceof ApiProblem && error.code === 'not-signed-in';
    if (!signedOut || options.signedOut === 'throw') throw error;
    await sessionGate.signedInAgain(error, options.signal);
    return (await send()) as Answer<C>;
  }
}

const STILL_RUNNING_MS = 700;
const MOST_ASKED = 10;

/** Sends, and while the server still works on an earlier try with the same key, asks for that one's answer. */
async function sendUntilDone(operation: string, parts: Parts, options: AskOptions): Promise<unknown> {
  for (let asked = 1; ; asked += 1) {
    try {
      return await sendOnce(operation, parts, options);
    } catch (error) {
      if (!isProblem(error, 'idempotency-running') || asked >= MOST_ASKED) throw error;
      await new Promise((resolve) => setTimeout(resolve, STILL_RUNNING_MS));
    }
  }
}

/** A key for one act: made when its dialog opens, kept until it closes. */
export const newKey = (): string => crypto.randomUUID();

/** The address of an operation with its parts filled in; pure. */
export function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    // Lists go as the contracts read them: several values in one parameter.
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

async function sendOnce(operation: string, parts: Parts, options: AskOptions): Promise<unknown> {
  const [method = 'GET', path = '/'] = operation.split(' ');
  const { body } = parts;
  const headers = {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' }),
    // What comes as a stream is no answer to be kept: a file that is sent again takes its own place.
    ...(method === 'GET' || options.contentType !== undefined || options.idempotencyKey === undefined
      ? {}
      : { 'idempotency-key': options.idempotencyKey }),
    ...(options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch }),
  };
  const timeout = AbortSignal.timeout(options.patienceMs ?? PATIENCE_MS);
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]),
    ...(body === undefined ? {} : { body: options.contentType === undefined ? JSON.stringify(body) : (body as Blob) }),
  };
  try {
    const response = await fetch(addressOf(path, parts), init);
    const answer = read(response, await response.text());
    reachability.here();
    options.onTag?.(response.headers.get('etag'));
    return answer;
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    if (error instanceof ApiProblem) {
      reachability.here();
      throw error;
    }
    reachability.away();
    throw new Unreachable({ cause: error });
  }
}

/** The answer of a success; throws the problem of a refusal, and a plain Error for what is no answer of ours. */
export function read(response: Pick<Response, 'ok' | 'status' | 'headers'>, text: string): unknown {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) {
    if (response.status === 204 || text === '') return undefined;
    return /\bjson\b/.test(type) ? JSON.parse(text) : text;
  }
  const found: unknown = /\bjson\b/.test(type) ? JSON.parse(text) : null;
  if (isProblemBody(found)) throw new ApiProblem(found);
  throw new Error(`status ${response.status} without a problem document`);
}

const isProblemBody = (value: unknown): value is ProblemBody =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'status' in value;
