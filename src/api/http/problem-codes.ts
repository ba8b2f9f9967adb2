import { explainCode } from '../../domain/errors.js';

/*
 * Codes of problems that only the API answers with. Those of the domain (findings, refusals) have their table in
 * src/domain/errors.ts.
 */
export const API_CODES = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'unknown-parameter': { status: 400, title: 'The address has a parameter that this operation does not know' },
  'bad-parameter': { status: 400, title: 'A parameter of the address has a wrong value' },
  'bad-idempotency-key': { status: 400, title: 'The Idempotency-Key has a wrong form' },
  'not-signed-in': { status: 401, title: 'Sign in, or send a key' },
  'wrong-login': { status: 401, title: 'Address or password is wrong' },
  'bad-signature': { status: 401, title: 'The signature is missing, wrong, or of another time' },
  forbidden: { status: 403, title: 'Your role may not do this' },
  'cross-site': { status: 403, title: 'The request comes from another site' },
  'not-embedded': { status: 404, title: 'Mail is not caught here' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The address does not take this method' },
  'not-acceptable': { status: 406, title: 'No such form of the answer' },
  conflict: { status: 409, title: 'The state of things does not allow this' },
  'idempotency-running': { status: 409, title: 'The same request is being worked on' },
  'changed-meanwhile': { status: 412, title: 'It has changed since it was read' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json' },
  'wrong-host': { status: 421, title: 'This server does not answer to that name' },
  invalid: { status: 422, title: 'The body does not fit' },
  'unknown-owner': { status: 422, title: 'There is no such owner' },
  'unknown-assignee': { status: 422, title: 'There is no such assignee' },
  'unknown-user': { status: 422, title: 'There is no such user' },
  'unknown-deal': { status: 422, title: 'There is no such deal' },
  'unknown-event': { status: 422, title: 'No such event may be sent' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  'storage-unreachable': { status: 503, title: 'The database cannot be reached' },
  'inbox-unreachable': { status: 503, title: 'The inbox cannot be reached' },
  'told-too-early': { status: 503, title: 'It may be understood later' },
  'too-slow': { status: 503, title: 'It took too long' },
  stopping: { status: 503, title: 'This server is stopping' },
  'engine-unreachable': { status: 503, title: 'The engine cannot be reached' },
} as const satisfies { readonly [code: string]: { readonly status: number; readonly title: string } };

export type ApiCode = keyof typeof API_CODES;

const FALLBACK_BY_STATUS: { readonly [status: number]: string } = {
  401: 'not-signed-in',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'storage-unreachable',
};

/** What to call an error of the HTTP library, of which only the status is known. */
export const codeOfStatus = (status: number): string =>
  FALLBACK_BY_STATUS[status] ?? (status >= 500 ? 'internal' : 'bad-request');

const isApiCode = (code: string): code is keyof typeof API_CODES => Object.hasOwn(API_CODES, code);

/** Status and title of a code. A refusal whose code has no row with a status is a conflict with the state of things. */
export function explain(code: string): { readonly status: number; readonly title: string } {
  if (isApiCode(code)) return API_CODES[code];
  const entry = explainCode(code);
  return entry === undefined || entry.http === null ? API_CODES.conflict : { status: entry.http, title: entry.title };
}
