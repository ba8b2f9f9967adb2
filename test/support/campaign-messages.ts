import { randomUUID } from 'node:crypto';
import type { CampaignRows } from '../../src/activities/campaign-mail-ports.js';
import type { CampaignMessageDeps } from '../../src/activities/campaign-message.js';
import { createTestMails } from '../../src/activities/campaign-test-mail.js';
import type { Clock, StepGate, Transport } from '../../src/activities/ports.js';
import { createStepGate } from '../../src/activities/step-gate.js';
import type { SendTestMail } from '../../src/api/campaign-ports.js';
import { createCampaignRows } from '../../src/db/campaign/rows.js';
import { foreseeMessageOf } from '../../src/db/campaign-life/foreseen-message.js';
import type { Db } from '../../src/db/client.js';
import { readSending } from '../../src/db/mailboxes/sending.js';
import { createPrograms } from '../../src/db/programs.js';
import { createSeal } from '../../src/db/seal.js';
import { createPublishedTemplates } from '../../src/db/templates/published.js';
import type { Deployment } from '../../src/domain/journey/place.js';
import type { TrackingScope } from '../../src/domain/tracking/may-track.js';
import { createCampaignComposers } from '../../src/mail/campaign/composers.js';
import { createLinks } from '../../src/mail/links.js';
import { nowhereLinks } from '../../src/mail/simulated-rendering.js';
import { createLibraries, createVersionedRenderer, readTemplateFolder } from '../../src/mail/template-shelf.js';
import { campaignMailIdsAt } from './campaign-mail-ids.js';
import { MAILBOX_SECRET } from './mailbox-secret.js';

/** Only for tests. */
export const LINK_SECRET = 'a secret only for tests, long enough';

/** Mails for people of the house, as src/api/main.ts joins them, over a way out of the test's own. */
export function composeTestMails(
  parts: CampaignMessagesParts & { readonly transport: Transport; readonly clock: Clock },
): SendTestMail {
  const tests = createTestMails({
    ...composeCampaignMessages(parts),
    links: nowhereLinks,
    transport: parts.transport,
    newMessageId: () => `<test.${randomUUID()}@mail.example.com>`,
  });
  return (campaignId, asked) => tests.send(campaignId, asked, parts.clock.now(0));
}

/** What any message of a campaign's journeys is judged with, as the API joins it. */
export function composeStepGate(parts: Omit<CampaignMessagesParts, 'tracking'>): StepGate {
  const { db, definitions, deployment } = parts;
  const programs = createPrograms(definitions);
  const libraries = createLibraries(
    readTemplateFolder(parts.templates),
    createPublishedTemplates(definitions),
    deployment.language,
  );
  return createStepGate({
    renderer: createVersionedRenderer(libraries, deployment.language),
    ...{ links: nowhereLinks, deployment },
    foresee: (...asked) => foreseeMessageOf({ db, programs, deployment }, ...asked),
  });
}

export interface CampaignMessagesParts {
  readonly db: Db;
  readonly definitions: Db;
  /** Their folder. */
  readonly templates: string;
  readonly deployment: Deployment;
  readonly tracking?: TrackingScope;
}

/** What the mails of one-step campaigns are judged with and made of, as the entry files join it. */
export function composeCampaignMessages(
  parts: CampaignMessagesParts,
): CampaignMessageDeps & { readonly rows: CampaignRows } {
  const { db, definitions, deployment } = parts;
  const libraries = createLibraries(
    readTemplateFolder(parts.templates),
    createPublishedTemplates(definitions),
    deployment.language,
  );
  return {
    rows: createCampaignRows({ db, programs: createPrograms(definitions), deployment }),
    composers: createCampaignComposers({
      libraries,
      defaultLocale: deployment.language,
      readMailbox: (mailboxId) => readSending(definitions, createSeal(MAILBOX_SECRET), mailboxId),
    }),
    links: createLinks({ baseUrl: 'https://mail.example.com', secret: LINK_SECRET }),
    messageIds: campaignMailIdsAt('mail.example.com'),
    tracking: parts.tracking ?? 'off',
    deployment,
  };
}
