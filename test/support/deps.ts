import { randomUUID } from 'node:crypto';
import { createCampaignTroubles } from '../../src/activities/campaign-troubles.js';
import type { ActivityDeps } from '../../src/activities/index.js';
import type { Clock, MailEvidence } from '../../src/activities/ports.js';
import { createSmsLog } from '../../src/channels/sms-log.js';
import { createCampaignBook, createPauseForCause } from '../../src/db/campaign-life/book.js';
import { createJourneyLane } from '../../src/db/campaign-life/journey-lane.js';
import type { Db } from '../../src/db/client.js';
import { createJourneyStore } from '../../src/db/journey/store.js';
import { readSending } from '../../src/db/mailboxes/sending.js';
import { createLeadClocks } from '../../src/db/pools/clocks.js';
import { createPrograms } from '../../src/db/programs.js';
import { createSeal } from '../../src/db/seal.js';
import { createPublishedTemplates } from '../../src/db/templates/published.js';
import type { Deployment } from '../../src/domain/journey/place.js';
import type { TrackingScope } from '../../src/domain/tracking/may-track.js';
import { noEvidence } from '../../src/mail/evidence.js';
import { createLinks, type Links } from '../../src/mail/links.js';
import { createMailboxMailer } from '../../src/mail/mailbox-mailer.js';
import { createSmtpMailer, type SmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { createLibraries, createVersionedRenderer, readTemplateFolder } from '../../src/mail/template-shelf.js';
import { trackLinks } from '../../src/mail/track-links.js';
import { LINK_SECRET } from './campaign-messages.js';
import { composeMailLane } from './mail-lane.js';
import { MAILBOX_SECRET } from './mailbox-secret.js';

/** The parts of a worker as src/worker/main.ts joins them, with what a test chooses. */
export function composeDeps(parts: {
  readonly db: Db;
  /** As in the worker, a connection of its own: a definition is loaded in the midst of transactions. */
  readonly definitions: Db;
  readonly smtpUrl: string;
  readonly templates: string;
  readonly clock: Clock;
  readonly deployment: Deployment;
  readonly hibernateAfter?: number;
  readonly sendDeadlineMs?: number;
  readonly evidence?: MailEvidence;
  readonly lookAfter?: number;
  readonly searchAttributes?: () => boolean;
  readonly tracking?: TrackingScope;
}): ActivityDeps & { readonly mailer: SmtpMailer; readonly links: Links; readonly close: () => void } {
  const published = createPublishedTemplates(parts.definitions);
  const renderer = createVersionedRenderer(createLibraries(readTemplateFolder(parts.templates), published, 'en'), 'en');
  const programs = createPrograms(parts.definitions);
  const connections = { maxConnections: 8, deadlineMs: parts.sendDeadlineMs ?? 8000 };
  const { db, clock, deployment } = parts;
  const newFence = randomUUID;
  const pauseForCause = createPauseForCause({ db, deployment });
  // What it writes to the outbox the worker's relay tells.
  const journeys = createJourneyLane({ db, programs, deployment, clock, newFence, tell: async () => {} });
  const campaignMail = composeMailLane({
    ...parts,
    connections: { maxConnections: 4, deadlineMs: connections.deadlineMs },
    atOnce: 8,
    pauseForCause,
  });
  const mailer = createMailboxMailer({
    configured: createSmtpMailer({ server: parseSmtpUrl(parts.smtpUrl), ...connections }),
    connections,
    read: (mailboxId) => readSending(parts.definitions, createSeal(MAILBOX_SECRET), mailboxId),
  });
  return {
    store: createJourneyStore(parts.db, { renderer, programs, deployment: parts.deployment }),
    programs,
    renderer,
    mailer,
    close: () => {
      mailer.close();
      campaignMail.mailer.close();
    },
    sms: createSmsLog(),
    evidence: parts.evidence ?? noEvidence,
    lookAfter: parts.lookAfter ?? 600_000,
    trackLinks,
    tracking: parts.tracking ?? 'off',
    links: createLinks({ baseUrl: 'https://mail.example.com', secret: LINK_SECRET }),
    clock: parts.clock,
    deployment: parts.deployment,
    troubles: createCampaignTroubles({ pauseForCause, clock }),
    leadClocks: createLeadClocks({ db: parts.db, programs, deployment: parts.deployment }),
    hibernateAfter: parts.hibernateAfter ?? 3 * 86_400_000,
    campaigns: createCampaignBook({ db: parts.db, deployment: parts.deployment }),
    lanes: { mail: campaignMail.lane, journeys },
    searchAttributes: parts.searchAttributes ?? (() => false),
    newFence: randomUUID,
    messageHost: 'mail.example.com',
  };
}
