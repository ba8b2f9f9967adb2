import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMailLane } from '../../src/activities/campaign-lane.js';
import type { Lane, PauseForCause } from '../../src/activities/campaign-ports.js';
import type { Clock } from '../../src/activities/ports.js';
import { createCampaignRows } from '../../src/db/campaign/rows.js';
import type { Db } from '../../src/db/client.js';
import { readSending } from '../../src/db/mailboxes/sending.js';
import { createPrograms } from '../../src/db/programs.js';
import { createSeal } from '../../src/db/seal.js';
import { createPublishedTemplates } from '../../src/db/templates/published.js';
import type { Deployment } from '../../src/domain/journey/place.js';
import type { TrackingScope } from '../../src/domain/tracking/may-track.js';
import { createCampaignComposers } from '../../src/mail/campaign/composers.js';
import { createLinks } from '../../src/mail/links.js';
import { createMailboxMailer } from '../../src/mail/mailbox-mailer.js';
import { createSmtpMailer, type SmtpMailer, type SmtpMailerOptions } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { createLibraries, readTemplateFolder } from '../../src/mail/template-shelf.js';
import { campaignMailIdsAt } from './campaign-mail-ids.js';
import { MAILBOX_SECRET } from './deps.js';

/** Only for tests. */
export const LINK_SECRET = 'a secret only for tests, long enough';

export interface MailLaneParts {
  readonly db: Db;
  readonly definitions: Db;
  readonly smtpUrl: string;
  readonly templates: string;
  readonly clock: Clock;
  readonly deployment: Deployment;
  readonly tracking?: TrackingScope;
  readonly atOnce?: number;
  readonly pauseForCause?: PauseForCause;
  readonly connections?: Partial<SmtpMailerOptions>;
}

/** The sender of one-step campaigns as src/worker/main.ts joins it, with what a test chooses. */
export function composeMailLane(parts: MailLaneParts): { readonly lane: Lane; readonly mailer: SmtpMailer } {
  const programs = createPrograms(parts.definitions);
  const connections = { patienceMs: Number.POSITIVE_INFINITY, trustMs: 5_000, maxMessages: 500, maxConnections: 16 };
  const readMailbox = (mailboxId: string) => readSending(parts.definitions, createSeal(MAILBOX_SECRET), mailboxId);
  const mailer = createMailboxMailer({
    configured: createSmtpMailer({ server: parseSmtpUrl(parts.smtpUrl), ...connections, ...parts.connections }),
    connections: { ...connections, ...parts.connections },
    read: readMailbox,
  });
  const lane = createMailLane({
    rows: createCampaignRows({ db: parts.db, programs, policy: parts.deployment.policy }),
    composers: createCampaignComposers({
      libraries: createLibraries(
        readTemplateFolder(parts.templates),
        createPublishedTemplates(parts.definitions),
        parts.deployment.language,
      ),
      defaultLocale: parts.deployment.language,
      readMailbox,
    }),
    links: createLinks({ baseUrl: 'https://mail.example.com', secret: LINK_SECRET }),
    messageIds: campaignMailIdsAt('mail.example.com'),
    transport: mailer,
    tracking: parts.tracking ?? 'off',
    deployment: parts.deployment,
    clock: parts.clock,
    newFence: randomUUID,
    pauseForCause: parts.pauseForCause ?? (async () => false),
    atOnce: parts.atOnce ?? 32,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  });
  return { lane, mailer };
}
