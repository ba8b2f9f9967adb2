import type { MailServer, MailServerAccess, TlsMode } from '../../domain/mail-server.js';
import type { Mailbox } from '../generated/client.js';
import { type Seal, SealedError } from '../seal.js';

/** For which of a mailbox's secrets something is sealed. */
export const placeOf = (mailboxId: string, what: 'smtp' | 'imap' | 'dkim'): string => `mailboxes/${mailboxId}/${what}`;

/** A server as far as its row says it. `isPasswordSet`: that there is a password is all that anybody is told of it. */
export type KnownServer = MailServer & { readonly isPasswordSet: boolean };

/** What a mailbox's row says of its own server for going out or for reading; null: it has none. */
export function serverOf(row: Mailbox, what: 'smtp' | 'imap'): KnownServer | null {
  const [host, port, tls, user, password] =
    what === 'smtp'
      ? [row.smtpHost, row.smtpPort, row.smtpTls, row.smtpUser, row.smtpPassword]
      : [row.imapHost, row.imapPort, row.imapTls, row.imapUser, row.imapPassword];
  if (host === null || port === null || tls === null) return null;
  return { host, port, tls: tls as TlsMode, user, isPasswordSet: password !== null };
}

/** A server with its password, for who connects. `locked`: the password can't be opened with the secret of this deployment. */
export type Access =
  | { readonly type: 'open'; readonly server: MailServerAccess }
  | { readonly type: 'locked' }
  | { readonly type: 'none' };

/** `seal`: null where the deployment has no secret. */
export function accessOf(row: Mailbox, what: 'smtp' | 'imap', seal: Seal | null): Access {
  const known = serverOf(row, what);
  if (known === null) return { type: 'none' };
  const { isPasswordSet: _, ...server } = known;
  const sealed = what === 'smtp' ? row.smtpPassword : row.imapPassword;
  if (server.user === null || sealed === null) return { type: 'open', server: { ...server, password: null } };
  const password = opened(seal, sealed, placeOf(row.id, what));
  return password === null ? { type: 'locked' } : { type: 'open', server: { ...server, password } };
}

/** What was sealed; null: it can't be opened. */
export function opened(seal: Seal | null, sealed: Uint8Array, place: string): string | null {
  try {
    return seal?.open(sealed, place) ?? null;
  } catch (error) {
    if (error instanceof SealedError) return null;
    throw error;
  }
}
