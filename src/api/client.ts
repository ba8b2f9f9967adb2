import type { ProblemBody } from './contracts/common.js';
import type { Answer, Call, Contract } from './contracts/contract.js';

/*
 * The typed client of the API, for the command line and whoever else speaks to it as a program. Its types are the
 * contracts'; answers are not parsed again, since the server has checked them against the same contracts.
 */

export interface ClientOptions {
  /** Where the API is, without a path: `http://127.0.0.1:4600`. */
  readonly url: string;
  /** An API key; absent: public operations only. */
  readonly key?: string;
  readonly fetch?: typeof fetch;
  /** Real milliseconds after which a request is given up; 60 s if absent. */
  readonly timeoutMs?: number;
}

/** The API refused, with its reasons. */
export class ApiProblem extends Error {
  constructor(readonly problem: ProblemBody) {
    super(problem.detail);
    this.name = 'ApiProblem';
  }
}

/** The API gave no answer that could be read: it is away, or something else answers at its address. */
export class ApiUnreachable extends Error {
  constructor(
    readonly url: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`no answer from ${url}: ${detail}`, options);
    this.name = 'ApiUnreachable';
  }
}

export interface ApiClient {
  /** Calls an operation. Throws ApiProblem when it is refused, ApiUnreachable when there is no answer. */
  call<C extends Contract>(contract: C, ...input: Inputs<C>): Promise<Answer<C>>;
  /** An answer that is text, as it comes. */
  parts<C extends Contract>(contract: C, ...input: Inputs<C>): AsyncGenerator<string>;
  /** All rows of a list, page after page. */
  each<C extends Contract & ListContract>(contract: C, ...input: Inputs<C>): AsyncGenerator<RowOf<C>>;
}

// biome-ignore lint/complexity/noBannedTypes: the empty object is what is asked about
type Inputs<C extends Contract> = {} extends Call<C> ? [input?: Call<C>] : [input: Call<C>];
type RowOf<C extends Contract> = Answer<C> extends { data: (infer R)[] } ? R : never;
type ListContract = { readonly method: 'GET' };

interface Parts {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

export function createApiClient(options: ClientOptions): ApiClient {
  const call = <C extends Contract>(contract: C, ...[input]: Inputs<C>): Promise<Answer<C>> =>
    send(options, contract, (input ?? {}) as Parts) as Promise<Answer<C>>;
  return {
    call,
    async *parts<C extends Contract>(contract: C, ...[input]: Inputs<C>): AsyncGenerator<string> {
      const response = await request(options, contract, (input ?? {}) as Parts, null);
      if (!response.ok) refuse(options, contract, response, await response.text());
      try {
        for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) yield part;
      } catch (error) {
        throw new ApiUnreachable(options.url, reasonOf(error), { cause: error });
      }
    },
    async *each<C extends Contract & ListContract>(contract: C, ...[input]: Inputs<C>): AsyncGenerator<RowOf<C>> {
      const parts = (input ?? {}) as Parts;
      let cursor: string | null = null;
      do {
        const query: Parts['query'] = { limit: 200, ...parts.query, ...(cursor === null ? {} : { cursor }) };
        const page = (await send(options, contract, { ...parts, query })) as {
          data: RowOf<C>[];
          nextCursor: string | null;
        };
        yield* page.data;
        cursor = page.nextCursor;
      } while (cursor !== null);
    },
  };
}

async function send(options: ClientOptions, contract: Contract, parts: Parts): Promise<unknown> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  const response = await request(options, contract, parts, timeoutMs);
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw new ApiUnreachable(options.url, reasonOf(error), { cause: error });
  }
  if (!response.ok) return refuse(options, contract, response, text);
  return text === '' || contract.contentType !== undefined ? text || undefined : read(options.url, text);
}

/** `timeoutMs`: after which it is given up, with its body; null: it may go on for as long as it takes. */
async function request(
  options: ClientOptions,
  contract: Contract,
  { params = {}, query = {}, body }: Parts,
  timeoutMs: number | null,
): Promise<Response> {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const url = new URL(path, options.url);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const sent = sentBody(contract, body);
  const headers = {
    accept: 'application/json',
    ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
    ...(sent === undefined ? {} : { 'content-type': sent.type }),
  };
  const signal = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
  try {
    const init = { method: contract.method, headers, signal, redirect: 'error' as const };
    return await (options.fetch ?? fetch)(url, sent === undefined ? init : { ...init, body: sent.text });
  } catch (error) {
    throw new ApiUnreachable(options.url, reasonOf(error), { cause: error });
  }
}

/** Throws why there is no answer; what isn't a success but an answer all the same is answered. */
function refuse({ url }: ClientOptions, contract: Contract, { status }: Response, text: string): unknown {
  const problem = read(url, text);
  if (isProblem(problem)) throw new ApiProblem(problem);
  // Not being ready is an answer of its own shape, and whoever asks wants to see it.
  if (contract.others?.[status] !== undefined) return problem;
  throw new ApiUnreachable(url, `status ${status} without a problem document`);
}

/** What the contract takes as it is, else JSON. */
function sentBody({ consumes }: Contract, body: unknown): { readonly type: string; readonly text: string } | undefined {
  if (body === undefined) return undefined;
  const [type] = consumes ?? [];
  return type !== undefined && typeof body === 'string'
    ? { type, text: body }
    : { type: 'application/json', text: JSON.stringify(body) };
}

function read(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiUnreachable(url, 'the answer is not JSON', { cause: error });
  }
}

const isProblem = (value: unknown): value is ProblemBody =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'it took too long';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined;
  return code ?? (error instanceof Error ? error.message : String(error));
}
