import { randomUUID } from 'node:crypto';
import { fstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createMailBatchGate } from '../activities/campaign-gate.js';
import { createTestMails } from '../activities/campaign-test-mail.js';
import { createStepGate } from '../activities/step-gate.js';
import { createRobotCaller } from '../channels/robot.js';
import { createRobotTest } from '../channels/try-robot.js';
import { loadConfig, repositoryRoot } from '../config/env.js';
import { createLogger } from '../config/logger.js';
import { createStores } from '../db/api-stores.js';
import { loadCalendars } from '../db/calendar-files.js';
import { createCampaignRows } from '../db/campaign/rows.js';
import { createCampaignDesk } from '../db/campaign-life/desk.js';
import { foreseeMessageOf } from '../db/campaign-life/foreseen-message.js';
import { createCampaignResults } from '../db/campaign-results/results.js';
import { createChangeFeed } from '../db/changes.js';
import { openDb } from '../db/client.js';
import { createClock, readClockMap } from '../db/clock.js';
import { correlated, correlationId } from '../db/correlation.js';
import { createEngine } from '../db/engine.js';
import { createFormDesk } from '../db/forms/desk.js';
import { createGuestBook } from '../db/guests/guest-book.js';
import { createAnswerKeeper } from '../db/idempotency.js';
import { createProviderEventStore } from '../db/inbound/provider-events.js';
import { createSmsAnswerStore } from '../db/inbound/sms-answers.js';
import { readSending } from '../db/mailboxes/sending.js';
import { missingMigrations } from '../db/migration-state.js';
import { newId } from '../db/new-id.js';
import { claimOutbox, finishOutbox, releaseOutbox } from '../db/outbox.js';
import { loadPolicy } from '../db/policy-file.js';
import { createPrograms } from '../db/programs.js';
import { createRobotBook } from '../db/robots/book.js';
import { createSeal } from '../db/seal.js';
import { createPublishedTemplates } from '../db/templates/published.js';
import { createRecordKeeper } from '../db/verify/record-keeper.js';
import { DEMO_LOGINS } from '../dev/demo-logins.js';
import type { Finding } from '../domain/definition/finding.js';
import { parseEventTypes } from '../domain/events.js';
import { parseFields } from '../domain/fields.js';
import type { Result } from '../domain/result.js';
import { createCampaignComposers } from '../mail/campaign/composers.js';
import { createCampaignMailIds } from '../mail/campaign-mail-ids.js';
import { createTemplateDesk } from '../mail/desk/desk.js';
import { createTemplateThread } from '../mail/desk/thread.js';
import { createLinks } from '../mail/links.js';
import { createMailboxMailer } from '../mail/mailbox-mailer.js';
import { createMailboxProbe } from '../mail/mailbox-probe.js';
import { oneClickFault } from '../mail/one-click.js';
import { createProviderCalls } from '../mail/provider-events/read-call.js';
import { readMail } from '../mail/read-mail.js';
import { nowhereLinks, renderingFrom } from '../mail/simulated-rendering.js';
import { createSmtpMailer } from '../mail/smtp-mailer.js';
import { parseSmtpUrl } from '../mail/smtp-server.js';
import { templateNeeds } from '../mail/template-facts.js';
import {
  createLibraries,
  createTemplateShelf,
  createVersionedRenderer,
  readTemplateFolder,
} from '../mail/template-shelf.js';
import { openTemporal } from '../temporal/connection.js';
import { createTemporalJourneys } from '../temporal/journeys.js';
import { relay } from '../temporal/relay.js';
import { createRunViewer } from '../temporal/runs.js';
import { createApp } from './app.js';
import { createCaughtMail } from './caught-mail.js';
import { createConditionCheck } from './condition-check.js';
import { createDefinitionCheck } from './definition-check.js';
import { createFailingRuns } from './failing-runs.js';
import { createFormStamps } from './public/forms/stamp.js';

/*
 * The API's process. Says {"ready":true,"url":…} on standard output when it listens; ends on a signal, or when whoever
 * started it is gone.
 */

const LANGUAGE = 'en';
const ZONE = 'UTC';
const CATCH_UP_MS = 5 * 60_000;
const CLOCK_EVERY_MS = 2_000;

const config = loadConfig(process.env);
const logger = createLogger({ process: 'api', level: config.logLevel });

function needed<T>(value: T | null, variable: string): T {
  if (value === null)
    throw new Error(`${variable} is not set; the API needs it (npm start sets it for the embedded system)`);
  return value;
}

const db = openDb(needed(config.database.url, 'DATABASE_URL'), 20);
// A connection of its own: a definition is loaded in the midst of transactions, which may hold all the others.
const definitions = openDb(needed(config.database.url, 'DATABASE_URL'), 1);
const temporal = await openTemporal({
  ...config.temporal,
  address: needed(config.temporal.address, 'TEMPORAL_ADDRESS'),
});
const journeys = createTemporalJourneys(temporal, config.temporal.taskQueue);
let clockMap = await readClockMap(db);
const { calendars, byCountry } = loadCalendars(path.join(repositoryRoot, 'calendars'));

const tellings = {
  claim: (options: { readonly ids?: readonly bigint[]; readonly most: number }) => claimOutbox(db, Date.now(), options),
  finish: (rows: Parameters<typeof finishOutbox>[1]) => finishOutbox(db, rows, Date.now()),
  release: (ids: readonly bigint[], code: string) => releaseOutbox(db, ids, code),
};

const deployment = {
  zone: ZONE,
  language: LANGUAGE,
  calendars,
  calendarByCountry: byCountry,
  catchUp: CATCH_UP_MS * clockMap.rate,
  policy: loadPolicy(path.join(repositoryRoot, 'policy.yaml')),
};

const programs = createPrograms(definitions);
const clock = createClock(() => clockMap, Date.now);

async function tell(outbox: readonly bigint[]): Promise<void> {
  // What is stored is safe: a failure here is taken up by the worker's relay, and must not fail the request.
  if (outbox.length > 0)
    await relay(tellings, journeys, outbox).catch((error: unknown) =>
      logger.warn({ err: error, correlationId: correlationId() }, 'relay failed; the worker tries again'),
    );
}

const engine = createEngine({
  db,
  programs,
  deployment,
  clock,
  tell,
  send: journeys.command,
});

/** What ops declared in a file beside package.json. A faulty file ends the start: half a catalogue would refuse good definitions. */
function declared<T>(
  file: string,
  parse: (source: { file: string; text: string }) => Result<T, readonly Finding[]>,
): T {
  const parsed = parse({ file, text: readFileSync(path.join(repositoryRoot, file), 'utf8') });
  if (parsed.ok) return parsed.value;
  throw new Error(
    parsed.error
      .map((finding) => `${finding.file}:${finding.line}:${finding.column} ${finding.code} ${finding.message}`)
      .join('\n'),
  );
}

const publicUrl = needed(config.links.publicUrl, 'PUBLIC_URL');
const linkSecret = needed(config.links.secret, 'LINK_SECRET');
const campaignMailIds = createCampaignMailIds({ host: new URL(publicUrl).hostname, secret: linkSecret });
const { secret: mailboxSecret } = config.mailboxes;
const seal = mailboxSecret === null ? null : createSeal(mailboxSecret);
const stores = createStores(db, deployment, seal);
const runs = createRunViewer(temporal, config.temporal.taskQueue);
const folder = readTemplateFolder(path.join(repositoryRoot, 'templates'));
const links = createLinks({ baseUrl: publicUrl, secret: linkSecret });
const campaignMessages = {
  rows: createCampaignRows({ db, programs, deployment }),
  messageIds: campaignMailIds,
  deployment,
};
const composersWith = (readMailbox: Parameters<typeof createCampaignComposers>[0]['readMailbox']) =>
  createCampaignComposers({
    libraries: createLibraries(folder, createPublishedTemplates(definitions), LANGUAGE),
    defaultLocale: LANGUAGE,
    readMailbox,
  });
/** What a campaign's sender would say; nothing is signed that isn't sent. */
const campaignGate = createMailBatchGate({
  ...{ ...campaignMessages, links, tracking: config.tracking, composers: composersWith(async () => null) },
});
const campaignStepGate = createStepGate({
  renderer: createVersionedRenderer(createLibraries(folder, createPublishedTemplates(definitions), LANGUAGE), LANGUAGE),
  ...{ links: nowhereLinks, deployment },
  foresee: (...asked) => foreseeMessageOf({ db, programs, deployment }, ...asked),
});
const readMailbox = (mailboxId: string) => readSending(definitions, seal, mailboxId);
/** Few, and somebody waits for the answer. */
const inTests = { maxConnections: 2, deadlineMs: 20_000, patienceMs: 10_000 };
const testMailer = createMailboxMailer({
  configured: createSmtpMailer({ server: parseSmtpUrl(needed(config.smtp.url, 'SMTP_URL')), ...inTests }),
  connections: inTests,
  read: readMailbox,
});
const testMails = createTestMails({
  ...{ ...campaignMessages, links: nowhereLinks, composers: composersWith(readMailbox), transport: testMailer },
  newMessageId: () => `<test.${randomUUID()}@${new URL(publicUrl).hostname}>`,
});
const shelves = createTemplateShelf(folder, createPublishedTemplates(db), stores.templates.newestId, LANGUAGE);
const templates = createTemplateDesk(shelves, createTemplateThread(), LANGUAGE);
const lookup = async () => (await templates.shelf()).lookup;
const world = {
  fields: declared('fields.yaml', parseFields),
  eventTypes: declared('events.yaml', parseEventTypes),
  tracking: config.tracking !== 'off',
};
// The embedded system reaches nobody: it needs no address.
const asksAddress = config.mode === 'external';
const app = await createApp({
  stores,
  engine,
  campaigns: createCampaignDesk({
    ...{ db, deployment, clock, tell, gate: campaignGate, stepGate: campaignStepGate },
    oneClickFault: (topic) => oneClickFault(links, topic),
  }),
  sendTestMail: (campaignId, asked) => testMails.send(campaignId, asked, clock.now(0)),
  campaignResults: createCampaignResults({ db, deployment, programs }),
  records: createRecordKeeper({
    db,
    programs,
    deployment,
    clock,
    tell,
    runs,
    realNow: Date.now,
  }),
  failingRuns: createFailingRuns(() => runs.failing(), Date.now),
  feed: createChangeFeed(db),
  answers: createAnswerKeeper(db),
  checkDefinition: createDefinitionCheck(
    {
      ...world,
      calendars,
      formHosts: deployment.policy.forms.hosts,
      ...(asksAddress ? { postalAddress: deployment.policy.company.address } : {}),
    },
    stores.definitions,
    lookup,
  ),
  checkCondition: createConditionCheck(world),
  links,
  forms: {
    desk: createFormDesk({
      ...{ db, programs, deployment, clock, tell },
      notCounted: (error) => logger.warn({ err: error }, 'what came to a form was not counted'),
    }),
    stamps: createFormStamps(linkSecret),
    hosts: deployment.policy.forms.hosts,
  },
  guests: createGuestBook({ db, programs, deployment, clock, tell }),
  tracking: config.tracking,
  fields: world.fields,
  simulation: { ...world, deployment, render: renderingFrom(shelves, deployment) },
  templates,
  templateNeeds: async () => templateNeeds((await lookup()).facts),
  readMail,
  mailboxProbe: createMailboxProbe(),
  testRobot: createRobotTest(createRobotBook(db, seal), createRobotCaller({ now: Date.now }), Date.now),
  inbox: config.embedded.mailCatcherUrl === null ? null : createCaughtMail(config.embedded.mailCatcherUrl),
  surroundings: {
    version: (JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as { version: string })
      .version,
    rate: () => clockMap.rate,
    stuckAfterMs: config.stuckAfterMs,
    lateAfterMs: () => CATCH_UP_MS * clockMap.rate,
    temporalUiUrl: config.temporal.uiUrl,
    temporalNamespace: config.temporal.namespace,
  },
  readiness: [
    { name: 'postgres', check: async () => void (await db.$queryRaw`select 1`) },
    {
      name: 'migrations',
      check: async () => {
        const missing = await missingMigrations(db);
        return missing.length === 0 ? undefined : `not applied: ${missing.join(', ')}`;
      },
    },
    { name: 'temporal', check: async () => void (await temporal.workflowService.getSystemInfo({})) },
  ],
  mode: config.mode,
  pageFolder: path.join(repositoryRoot, 'dist/page'),
  demoLogins: config.mode === 'embedded' ? DEMO_LOGINS : [],
  publicUrl,
  smsReceiptToken: config.smsReceiptToken,
  providerCalls: createProviderCalls(config.mailEvents),
  providerEvents: createProviderEventStore({ db, programs, deployment, clock, campaignMailIds, tell }),
  smsAnswers: createSmsAnswerStore({ db, programs, deployment, clock, tell }),
  timezone: ZONE,
  realNow: Date.now,
  newId,
  correlate: correlated,
  logger,
});

// The clock's row changes when the system is started anew, or its rate is set; a map that can't be read stays as it was.
const clockTimer = setInterval(() => {
  readClockMap(db).then(
    (map) => {
      clockMap = map;
    },
    () => undefined,
  );
}, CLOCK_EVERY_MS);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(clockTimer);
  await app.close();
  testMailer.close();
  await temporal.connection.close();
  await definitions.$disconnect();
  await db.$disconnect();
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, () => void stop());
// A parent that dies without a word closes our standard input, if it gave us a pipe; a terminal or a file says nothing.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket())
  process.stdin
    .resume()
    .once('end', () => void stop())
    .once('error', () => void stop());

const host = config.mode === 'embedded' ? '127.0.0.1' : config.api.host;
const url = await app.listen({ host, port: config.api.port });
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
