import type { MailboxTrouble } from '../../domain/inbound/trouble.js';

/** A mailbox can't be read now. Says what is wrong, and never what the server said: that may hold an address. */
export class MailboxError extends Error {
  override readonly name = 'MailboxError';
  constructor(
    readonly trouble: MailboxTrouble,
    cause?: unknown,
  ) {
    super(`the mailbox can't be read: ${trouble}`, { cause });
  }
}

const TROUBLE_OF: { readonly [code: string]: MailboxTrouble } = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-not-trusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-not-trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-not-trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-not-trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-not-trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-not-trusted',
  CERT_REVOKED: 'certificate-not-trusted',
  CERT_UNTRUSTED: 'certificate-not-trusted',
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  CONNECT_TIMEOUT: 'unreachable',
  GREETING_TIMEOUT: 'unreachable',
  UPGRADE_TIMEOUT: 'no-encryption',
  STARTTLS_INJECTION: 'no-encryption',
  MissingServerExtension: 'no-encryption',
  EPROTO: 'no-encryption',
  ETHROTTLE: 'refused',
};

const textAt = (error: unknown, key: string): string => {
  const value = typeof error === 'object' && error !== null ? (error as { [key: string]: unknown })[key] : undefined;
  return typeof value === 'string' ? value : '';
};

/** What an error of the IMAP library means. `open`: the mailbox could be read before it came. */
export function troubleOf(error: unknown, open: boolean): MailboxTrouble {
  if (error instanceof MailboxError) return error.trouble;
  const isAuthentication =
    typeof error === 'object' &&
    error !== null &&
    'authenticationFailed' in error &&
    error.authenticationFailed === true;
  // "Login is disabled" on a connection without TLS.
  if (isAuthentication) return /login is disabled/i.test(textAt(error, 'message')) ? 'no-encryption' : 'wrong-password';
  const code = textAt(error, 'code');
  const known = TROUBLE_OF[code];
  if (known !== undefined && !(open && known === 'unreachable')) return known;
  if (/^ERR_(SSL|TLS)/.test(code)) return 'no-encryption';
  if (/STARTTLS/i.test(textAt(error, 'message'))) return 'no-encryption';
  if (/^(ParserError|MAX_IMAP|LineTooLarge|LiteralTooLarge|ResponseTooLarge|TooMany|InvalidResponse)/.test(code))
    return 'not-understood';
  if (textAt(error, 'responseStatus') !== '') return 'refused';
  return open ? 'broken-off' : 'unreachable';
}
