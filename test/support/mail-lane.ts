import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMailLane } from '../../src/activities/campaign-lane.js';
import type { Lane, PauseForCause } from '../../src/activities/campaign-ports.js';
import type { Clock } from '../../src/activities/ports.js';
import { readSending } from '../../src/db/mailboxes/sending.js';
import { createSeal } from '../../src/db/seal.js';
import { createMailboxMailer } from '../../src/mail/mailbox-mailer.js';
import { createSmtpMailer, type SmtpMailer, type SmtpMailerOptions } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { type CampaignMessagesParts, composeCampaignMessages } from './campaign-messages.js';
import { MAILBOX_SECRET } from './mailbox-secret.js';

export interface MailLaneParts extends CampaignMessagesParts {
  readonly smtpUrl: string;
  readonly clock: Clock;
  readonly atOnce?: number;
  readonly pauseForCause?: PauseForCause;
  readonly connections?: Partial<SmtpMailerOptions>;
}

/** The sender of one-step campaigns as src/worker/main.ts joins it, with what a test chooses. */
export function composeMailLane(parts: MailLaneParts): { readonly lane: Lane; readonly mailer: SmtpMailer } {
  const connections = { patienceMs: Number.POSITIVE_INFINITY, trustMs: 5_000, maxMessages: 500, maxConnections: 16 };
  const readMailbox = (mailboxId: string) => readSending(parts.definitions, createSeal(MAILBOX_SECRET), mailboxId);
  const mailer = createMailboxMailer({
    configured: createSmtpMailer({ server: parseSmtpUrl(parts.smtpUrl), ...connections, ...parts.connections }),
    connections: { ...connections, ...parts.connections },
    read: readMailbox,
  });
  const lane = createMailLane({
    ...composeCampaignMessages(parts),
    transport: mailer,
    clock: parts.clock,
    newFence: randomUUID,
    pauseForCause: parts.pauseForCause ?? (async () => false),
    atOnce: parts.atOnce ?? 32,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  });
  return { lane, mailer };
}
