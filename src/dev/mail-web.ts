import type { IncomingMessage, ServerResponse } from 'node:http';
import { simpleParser } from 'mailparser';
import { readHeaders } from './mail-headers.js';
import { listPage, messagePage, notFoundPage, type View } from './mail-pages.js';
import type { MailFilter, MailStore } from './mail-store.js';

const PAGE_SIZE = 50;
const MOST_ROWS = 1_000;
const OUR_PAGES =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
/** A mail's own HTML: no scripts, nothing from elsewhere; its links open in a new tab. */
const MAIL_HTML =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers the requests of the web inbox and of its JSON API. */
export function createMailHandler(store: MailStore, port: number): Handler {
  const own = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
  return async (request, response) => {
    // Another site's page could reach us by a name of its own that points to loopback.
    if (!own.has(request.headers.host ?? '')) return send(response, 403, 'text/plain', 'unknown host\n');
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const method = request.method ?? 'GET';
    if (url.pathname.startsWith('/api/')) return api(store, method, url, request, response);
    if (method === 'POST' && url.pathname === '/clear') return clear(store, own, request, response);
    if (method !== 'GET' && method !== 'HEAD') return send(response, 405, 'text/plain', 'method not allowed\n');
    return page(store, url, response);
  };
}

async function page(store: MailStore, url: URL, response: ServerResponse): Promise<void> {
  if (url.pathname === '/') return list(store, url, response);
  const match = /^\/messages\/(\d+)(\/html|\/raw)?$/.exec(url.pathname);
  const row = match === null ? undefined : store.get(Number(match[1]));
  const raw = row === undefined ? undefined : await store.raw(row.id);
  if (row === undefined || raw === undefined) return html(response, 404, notFoundPage());
  if (match?.[2] === '/raw') return download(response, row.id, raw);
  const parsed = await simpleParser(raw);
  if (match?.[2] === '/html') {
    response.setHeader('content-security-policy', MAIL_HTML);
    return send(response, 200, 'text/html', `<base target="_blank">${parsed.html === false ? '' : parsed.html}`);
  }
  const view = viewOf(url.searchParams.get('view'), parsed.html === false ? 'text' : 'html');
  const content = { text: parsed.text ?? '', hasHtml: parsed.html !== false, headers: readHeaders(raw) };
  return html(response, 200, messagePage({ row, view, ...content }));
}

function viewOf(wished: string | null, fallback: View): View {
  return wished === 'text' || wished === 'headers' || wished === 'html' ? wished : fallback;
}

function list(store: MailStore, url: URL, response: ServerResponse): Promise<void> {
  const text = url.searchParams.get('q')?.trim() ?? '';
  const filter: MailFilter = text === '' ? {} : { text };
  const total = store.count(filter);
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const current = Math.min(pages, positive(url.searchParams.get('page'), 1));
  const rows = store.newest(filter, (current - 1) * PAGE_SIZE, PAGE_SIZE);
  return html(response, 200, listPage({ rows, total, all: store.count(), text, page: current, pages }));
}

async function api(
  store: MailStore,
  method: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const filter = filterOf(url);
  if (url.pathname === '/api/count' && method === 'GET') return json(response, 200, { count: store.count(filter) });
  if (url.pathname === '/api/evidence' && method === 'GET') {
    const messageId = url.searchParams.get('messageId') ?? '';
    return json(response, 200, { found: store.count({ messageId }) > 0, cleared: store.cleared });
  }
  if (url.pathname === '/api/messages' && method === 'GET') {
    const limit = Math.min(MOST_ROWS, positive(url.searchParams.get('limit'), 100));
    const after = url.searchParams.get('after');
    const messages =
      after === null
        ? store.newest(filter, 0, limit)
        : store.since(/^\d+$/.test(after) ? Number(after) : 0, filter, limit);
    return json(response, 200, { messages });
  }
  if (url.pathname === '/api/messages' && method === 'DELETE') {
    // A browser sends Origin with a request from a page: only programs and our own page may clear.
    if (request.headers.origin !== undefined && new URL(request.headers.origin).host !== request.headers.host) {
      return json(response, 403, { error: 'another site may not clear the inbox' });
    }
    await store.clear();
    return json(response, 200, { count: 0 });
  }
  return apiMessage(store, method, url, response);
}

async function apiMessage(store: MailStore, method: string, url: URL, response: ServerResponse): Promise<void> {
  const match = /^\/api\/messages\/(\d+)(\/raw)?$/.exec(url.pathname);
  const row = match === null || method !== 'GET' ? undefined : store.get(Number(match[1]));
  const raw = row === undefined ? undefined : await store.raw(row.id);
  if (row === undefined || raw === undefined) return json(response, 404, { error: 'no such message or route' });
  if (match?.[2] === '/raw') return download(response, row.id, raw);
  const parsed = await simpleParser(raw);
  const bodies = { text: parsed.text ?? '', html: parsed.html === false ? null : parsed.html };
  return json(response, 200, { ...row, headers: readHeaders(raw), ...bodies });
}

async function clear(
  store: MailStore,
  own: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const origin = request.headers.origin;
  if (origin === undefined || !own.has(origin.replace(/^http:\/\//, ''))) {
    return send(response, 403, 'text/plain', 'another site may not clear the inbox\n');
  }
  await store.clear();
  response.writeHead(303, { location: '/' }).end();
}

function filterOf(url: URL): MailFilter {
  const to = url.searchParams.get('to');
  const text = url.searchParams.get('q');
  const before = url.searchParams.get('before');
  return {
    ...(to === null ? {} : { to }),
    ...(text === null ? {} : { text }),
    ...(before === null ? {} : { before: positive(before, 1) }),
  };
}

function positive(text: string | null, fallback: number): number {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : fallback;
}

function send(response: ServerResponse, status: number, type: string, body: string): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('referrer-policy', 'no-referrer');
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body);
  return Promise.resolve();
}

function html(response: ServerResponse, status: number, body: string): Promise<void> {
  response.setHeader('content-security-policy', OUR_PAGES);
  return send(response, status, 'text/html', body);
}

const json = (response: ServerResponse, status: number, value: unknown) =>
  send(response, status, 'application/json', `${JSON.stringify(value)}\n`);

function download(response: ServerResponse, id: number, raw: Buffer): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response
    .writeHead(200, {
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="message-${id}.eml"`,
    })
    .end(raw);
}
