import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailServerAccess, TlsMode } from '../domain/mail-server.js';

/** Where and how to hand mail over; made by `parseSmtpUrl`. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); else STARTTLS is used where the server offers it. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
  /** `?tls=require`: fail rather than send in the clear. `?tls=off`: never upgrade. */
  readonly tls: 'require' | 'offered' | 'off';
}

/** Reads `smtp[s]://user:password@host:port?tls=require`. Throws for anything else; the configuration checks it at the start. */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw new Error('expected an address that begins with smtp:// or smtps://');
  const secure = url.protocol === 'smtps:';
  const tls = url.searchParams.get('tls');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    auth:
      url.username === '' ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    tls: tls === 'require' || tls === 'off' ? tls : 'offered',
  };
}

const TLS: { readonly [mode in TlsMode]: Pick<SmtpServer, 'secure' | 'tls'> } = {
  implicit: { secure: true, tls: 'require' },
  required: { secure: false, tls: 'require' },
  offered: { secure: false, tls: 'offered' },
  none: { secure: false, tls: 'off' },
};

/** A mailbox's own server. */
export const smtpServerOf = ({ host, port, tls, user, password }: MailServerAccess): SmtpServer => ({
  ...{ host, port, ...TLS[tls] },
  auth: user === null ? null : { user, pass: password ?? '' },
});

/** On this machine there is no wire to listen on, and a catcher's certificate is of its own making. */
export const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host);

/** A connection that is not opened yet. */
export const newSmtpConnection = (server: SmtpServer, handshakeMs: number): SMTPConnection =>
  new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.tls === 'require',
    ignoreTLS: server.tls === 'off',
    tls: { rejectUnauthorized: !isLoopback(server.host) },
    connectionTimeout: handshakeMs,
    greetingTimeout: handshakeMs,
    socketTimeout: 60_000,
    socketCloseTimeout: 0,
  });
