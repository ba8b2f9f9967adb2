import { Resolver } from 'node:dns/promises';
import { ImapFlow } from 'imapflow';
import type { MailServerAccess } from '../domain/mail-server.js';
import type { MailboxFinding } from '../domain/mailbox.js';
import { isLoopback, newSmtpConnection, smtpServerOf } from './smtp-server.js';
import { withoutAddresses } from './verdict.js';

/** Looks TXT records up; each is the list of its parts. */
export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>;

interface DkimRecord {
  readonly name: string;
  readonly value: string;
}

interface Options {
  readonly resolveTxt?: ResolveTxt;
  /** Milliseconds for each step of a login; 8 seconds by default. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 8_000;

const resolver = new Resolver({ timeout: 3_000, tries: 2 });

/** Looks at what a mailbox needs of the world: logs in and out, sends nothing. Never throws. */
export function createMailboxProbe(options: Options = {}) {
  const { resolveTxt = (name) => resolver.resolveTxt(name), patienceMs = PATIENCE_MS } = options;
  return {
    smtp: (server: MailServerAccess) => within(2 * patienceMs, trySmtp(server, patienceMs)),
    imap: (server: MailServerAccess) => within(2 * patienceMs, tryImap(server, patienceMs)),
    dkim: (record: DkimRecord) => lookUp(resolveTxt, record),
  };
}

const OK: MailboxFinding = { code: 'ok', detail: '' };

async function within(ms: number, looking: Promise<MailboxFinding>): Promise<MailboxFinding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<MailboxFinding>((resolve) => {
    timer = setTimeout(() => resolve({ code: 'timeout', detail: '' }), ms);
  });
  return await Promise.race([looking, late]).finally(() => clearTimeout(timer));
}

function trySmtp(server: MailServerAccess, patienceMs: number): Promise<MailboxFinding> {
  const smtp = smtpServerOf(server);
  const connection = newSmtpConnection(smtp, patienceMs);
  return new Promise((resolve) => {
    const fail = (error: unknown) => {
      resolve(findingOf(error));
      connection.close();
    };
    const done = () => {
      resolve(OK);
      connection.quit();
    };
    connection.on('error', fail);
    connection.on('end', () => resolve({ code: 'unreachable', detail: 'the server closed the connection' }));
    connection.connect((error) => {
      if (error) fail(error);
      else if (smtp.auth === null) done();
      else connection.login(smtp.auth, (failure) => (failure ? fail(failure) : done()));
    });
  });
}

async function tryImap(server: MailServerAccess, patienceMs: number): Promise<MailboxFinding> {
  const { host, port, tls, user, password } = server;
  const client = new ImapFlow({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'required' ? { doSTARTTLS: true } : tls === 'none' ? { doSTARTTLS: false } : {}),
    auth: { user: user ?? '', pass: password ?? '' },
    tls: { rejectUnauthorized: !isLoopback(host) },
    verifyOnly: true,
    logger: false,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  // Without a listener an error of the socket would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return OK;
  } catch (error) {
    return findingOf(error);
  } finally {
    client.close();
  }
}

interface Failure {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly response?: unknown;
  readonly responseText?: unknown;
  readonly authenticationFailed?: unknown;
  readonly tlsFailed?: unknown;
  readonly cause?: unknown;
}

const CERTIFICATE = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|DEPTH_ZERO|ERR_TLS_CERT/;
const NO_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EDNS', 'ENODATA']);
const TIMEOUT = new Set(['ETIMEDOUT', 'ETIMEOUT', 'CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);

/** What a library's error means to whoever set the mailbox up. */
function findingOf(error: unknown): MailboxFinding {
  const failure: Failure = typeof error === 'object' && error !== null ? error : {};
  const codes = [failure.code, failure.originalCode, (failure.cause as Failure | undefined)?.code].filter(
    (code): code is string => typeof code === 'string',
  );
  const said = [failure.responseText, failure.response, failure.message].find((text) => typeof text === 'string');
  const detail = withoutAddresses(typeof said === 'string' ? said : '');
  return { code: codeOf(codes, failure, detail), detail };
}

function codeOf(codes: readonly string[], failure: Failure, detail: string): MailboxFinding['code'] {
  const has = (...wanted: readonly string[]) => codes.some((code) => wanted.includes(code));
  if (failure.authenticationFailed === true || has('EAUTH', 'AUTHENTICATIONFAILED')) return 'wrong-login';
  if (codes.some((code) => CERTIFICATE.test(code)) || /certificate/i.test(detail)) return 'certificate';
  if (codes.some((code) => NO_HOST.has(code))) return 'no-such-host';
  if (codes.some((code) => TIMEOUT.has(code))) return 'timeout';
  if (failure.tlsFailed === true || has('ETLS') || /STARTTLS/i.test(detail)) return 'no-tls';
  if (has('ECONNREFUSED', 'ECONNRESET', 'ECONNECTION', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE')) return 'unreachable';
  if (has('EPROTOCOL') && typeof failure.response !== 'string') return 'not-a-server';
  // TLS spoken to who doesn't, and the other way round.
  if (codes.some((code) => code.startsWith('ERR_SSL')) || /wrong version number|packet length/i.test(detail))
    return 'no-tls';
  return typeof failure.response === 'string' ? 'refused' : 'unreachable';
}

/** Whether the public key of a signature is where receivers look for it. Spaces and further tags don't matter. */
async function lookUp(resolveTxt: ResolveTxt, { name, value }: DkimRecord): Promise<MailboxFinding> {
  let records: readonly (readonly string[])[];
  try {
    records = await resolveTxt(name);
  } catch (error) {
    const { code } = error as { code?: unknown };
    const isMissing = code === 'ENOTFOUND' || code === 'ENODATA';
    return { code: isMissing ? 'no-record' : 'unreachable', detail: typeof code === 'string' ? code : '' };
  }
  const keys = records.map((parts) => keyIn(parts.join('')));
  if (keys.includes(keyIn(value))) return OK;
  return { code: records.length === 0 ? 'no-record' : 'other-key', detail: '' };
}

const keyIn = (record: string): string => /(?:^|;)\s*p=([^;]*)/.exec(record)?.[1]?.replace(/\s+/g, '') ?? '';
