import type { Envelope, Mailer, OutgoingMail, SendVerdict, Via } from '../activities/ports.js';
import type { MailServerAccess } from '../domain/mail-server.js';
import { composeMail } from './compose.js';
import { type DkimKey, signMail } from './dkim.js';
import { createSmtpMailer, type SmtpMailer, type SmtpMailerOptions } from './smtp-mailer.js';
import { smtpServerOf } from './smtp-server.js';

/** How a mailbox sends, as it is now. `locked`: what is sealed can't be opened with the secret of this deployment. */
export interface MailboxSettings {
  readonly revision: number;
  /** Null: over the configured server. */
  readonly smtp: MailServerAccess | 'locked' | null;
  /** Null: its mail isn't signed. */
  readonly dkim: DkimKey | 'locked' | null;
}

export interface MailboxMailerOptions {
  /** The configured server: of mail without a mailbox, and of mailboxes without a server. */
  readonly configured: SmtpMailer;
  /** Reads a mailbox; null: there is none. */
  readonly read: (mailboxId: string) => Promise<MailboxSettings | null>;
  /** What holds for the connections of each mailbox. */
  readonly connections?: Omit<SmtpMailerOptions, 'server'>;
}

/** A locked mailbox is tried again after so long: somebody must set the secret first. */
const LOCKED_MS = 15 * 60_000;

/**
 * Sends each mail over its mailbox's own server, with connections of its own, so that a server that is slow or refuses keeps
 * nobody else's mail; and signs it. Settings are kept until somebody knows of a newer revision.
 */
export function createMailboxMailer({ configured, read, connections = {} }: MailboxMailerOptions): SmtpMailer {
  const known = new Map<string, Promise<MailboxSettings | null>>();
  const pools = new Map<string, { readonly revision: number; readonly mailer: SmtpMailer }>();

  async function settingsOf({ mailboxId, revision }: Via): Promise<MailboxSettings | null> {
    const kept = await known.get(mailboxId);
    if (kept !== undefined && kept !== null && revision !== null && kept.revision >= revision) return kept;
    const reading = read(mailboxId);
    known.set(mailboxId, reading);
    // What could not be read is read again by whoever asks next.
    reading.catch(() => known.delete(mailboxId));
    return await reading;
  }

  function poolOf(mailboxId: string, revision: number, server: MailServerAccess): SmtpMailer {
    const kept = pools.get(mailboxId);
    if (kept !== undefined && kept.revision >= revision) return kept.mailer;
    // Mails under way on old connections end there.
    kept?.mailer.close();
    const mailer = createSmtpMailer({ ...connections, server: smtpServerOf(server) });
    pools.set(mailboxId, { revision, mailer });
    return mailer;
  }

  async function mailerOf(via: Via | undefined): Promise<Mailer | 'locked'> {
    const settings = via === undefined ? null : await settingsOf(via);
    if (via === undefined || settings === null) return configured;
    // Without the signature that it is to have nothing goes out either.
    if (settings.smtp === 'locked' || settings.dkim === 'locked') return 'locked';
    if (settings.smtp === null) return configured;
    return poolOf(via.mailboxId, settings.revision, settings.smtp);
  }

  return {
    compose: async (mail: OutgoingMail) => {
      const raw = await composeMail(mail);
      const dkim = mail.via === undefined ? null : ((await settingsOf(mail.via))?.dkim ?? null);
      return dkim === null || dkim === 'locked' ? raw : signMail(raw, dkim);
    },
    send: async (raw, envelope: Envelope, beforeFinalDot, since): Promise<SendVerdict> => {
      const mailer = await mailerOf(envelope.via);
      if (mailer === 'locked')
        return { type: 'later', cause: 'auth', reply: 'what is sealed can not be opened', retryAfterMs: LOCKED_MS };
      return await mailer.send(raw, envelope, beforeFinalDot, since);
    },
    close: () => {
      for (const { mailer } of pools.values()) mailer.close();
      pools.clear();
      configured.close();
    },
  };
}
