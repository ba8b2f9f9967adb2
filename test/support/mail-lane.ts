import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMailLane, type MailLaneDeps } from '../../src/activities/campaign-lane.js';
import type { CampaignComposers, CampaignRows, Move } from '../../src/activities/campaign-mail-ports.js';
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
  /** Composing throws for whoever has that first name. */
  readonly failFor?: string;
  readonly onDefect?: MailLaneDeps['onDefect'];
  /** Is told of whatever is about to be written. */
  readonly onMove?: (move: Move) => void;
}

/** The sender of one-step campaigns as src/worker/main.ts joins it, with what a test chooses. */
export function composeMailLane(parts: MailLaneParts): { readonly lane: Lane; readonly mailer: SmtpMailer } {
  const connections = {
    ...{ patienceMs: Number.POSITIVE_INFINITY, trustMs: 5_000, maxMessages: 500, maxConnections: 16 },
    wholeUpTo: 64 * 1024,
  };
  const readMailbox = (mailboxId: string) => readSending(parts.definitions, createSeal(MAILBOX_SECRET), mailboxId);
  const mailer = createMailboxMailer({
    configured: createSmtpMailer({ server: parseSmtpUrl(parts.smtpUrl), ...connections, ...parts.connections }),
    connections: { ...connections, ...parts.connections },
    read: readMailbox,
  });
  const messages = composeCampaignMessages(parts);
  const lane = createMailLane({
    ...messages,
    rows: watched(messages.rows, parts.onMove),
    composers: parts.failFor === undefined ? messages.composers : failingFor(parts.failFor, messages.composers),
    ...(parts.onDefect === undefined ? {} : { onDefect: parts.onDefect }),
    transport: mailer,
    clock: parts.clock,
    newFence: randomUUID,
    pauseForCause: parts.pauseForCause ?? (async () => false),
    atOnce: parts.atOnce ?? 32,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  });
  return { lane, mailer };
}

const watched = (rows: CampaignRows, onMove: (move: Move) => void = () => {}): CampaignRows => ({
  ...rows,
  move: (campaignId, move, now) => {
    onMove(move);
    return rows.move(campaignId, move, now);
  },
});

/** A defect that shows with one record. */
const failingFor = (firstName: string, composers: CampaignComposers): CampaignComposers => ({
  composer: async (same) => {
    const composer = await composers.composer(same);
    return {
      reads: composer.reads,
      compose(own) {
        if (own.data.contact['firstName'] === firstName) throw new TypeError('a record that nobody thought of');
        return composer.compose(own);
      },
    };
  },
});
