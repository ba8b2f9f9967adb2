import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { createMailLane } from '../activities/campaign-lane.js';
import { createCampaignTroubles } from '../activities/campaign-troubles.js';
import { createActivities } from '../activities/index.js';
import { createRobotCaller } from '../channels/robot.js';
import { createSms } from '../channels/sms.js';
import { loadConfig, repositoryRoot } from '../config/env.js';
import { createLogger } from '../config/logger.js';
import { createInvitationBook } from '../db/appointments/invitation-book.js';
import { createBulkWork } from '../db/bulk/work.js';
import { loadCalendars } from '../db/calendar-files.js';
import { createCampaignRows } from '../db/campaign/rows.js';
import { tellBegunJourneys } from '../db/campaign-life/begun-journeys.js';
import { createCampaignBook, createFinishWithJourneys, createPauseForCause } from '../db/campaign-life/book.js';
import { createJourneyLane } from '../db/campaign-life/journey-lane.js';
import { watchCampaigns } from '../db/campaign-life/watch.js';
import { pruneChanges } from '../db/changes.js';
import { openDb } from '../db/client.js';
import { createClock, readClockMap, touchClock } from '../db/clock.js';
import { createDeliveryStore } from '../db/deliveries.js';
import { createEngine } from '../db/engine.js';
import { pruneAnswers } from '../db/idempotency.js';
import { createIncomingStore } from '../db/inbound/incoming-store.js';
import { readableMailboxes } from '../db/inbound/readable.js';
import { createReadingBook } from '../db/inbound/reading-book.js';
import { createJourneyStore } from '../db/journey/store.js';
import { readSending } from '../db/mailboxes/sending.js';
import { claimOutbox, finishOutbox, releaseOutbox } from '../db/outbox.js';
import { handOver } from '../db/people/hand-over.js';
import { pokeOverdue, pokeOverdueCampaigns } from '../db/poke-overdue.js';
import { loadPolicy } from '../db/policy-file.js';
import { createLeadClocks } from '../db/pools/clocks.js';
import { createPrograms } from '../db/programs.js';
import { createRobotBook } from '../db/robots/book.js';
import { createSeal } from '../db/seal.js';
import { lookAtSegments } from '../db/segments/look.js';
import { createPublishedTemplates } from '../db/templates/published.js';
import { judgeVisits } from '../db/visits.js';
import { createCampaignComposers } from '../mail/campaign/composers.js';
import { createCampaignMailIds } from '../mail/campaign-mail-ids.js';
import { createCatcherEvidence, noEvidence } from '../mail/evidence.js';
import { createImapOpener } from '../mail/inbound/imap-mailbox.js';
import { createMailReader } from '../mail/inbound/mail-reader.js';
import { createLinks } from '../mail/links.js';
import { createMailboxMailer } from '../mail/mailbox-mailer.js';
import { createSmtpMailer } from '../mail/smtp-mailer.js';
import { parseSmtpUrl } from '../mail/smtp-server.js';
import { createLibraries, createVersionedRenderer, readTemplateFolder } from '../mail/template-shelf.js';
import { trackLinks } from '../mail/track-links.js';
import { connectionOptions, openTemporal } from '../temporal/connection.js';
import { beginDeployment, createDeployments } from '../temporal/deployments.js';
import { historiesToReplay } from '../temporal/histories.js';
import { createTemporalJourneys } from '../temporal/journeys.js';
import { relay } from '../temporal/relay.js';
import { createRunViewer } from '../temporal/runs.js';
import { createNamespaceAttributes } from '../temporal/search-attributes.js';
import { createWebhookCaller } from '../webhooks/call.js';
import { buildWorkflows } from './bundle.js';
import { createWorker } from './create-worker.js';
import { createDeliverer } from './deliver.js';
import { guardUpgrade, keepBuild } from './guard-upgrade.js';
import { createMailboxReaders } from './mailboxes/mailbox-readers.js';
import { keepMemoryFlat } from './memory.js';
import { serveMetrics, WorkerMetrics } from './metrics.js';
import { replay } from './replay.js';
import { createBulkRunner } from './run-bulks.js';
import { runEvery } from './run-every.js';
import { sendInvitations } from './send-invitations.js';

const CATCH_UP_MS = 5 * 60_000;
/** The stream of changes relies on what is younger (src/api/stream/routes.ts). */
const CHANGES_KEPT_MS = 60 * 60_000;
/** Beyond its time an unanswered request still keeps its key from another content. */
const CLAIMS_KEPT_MS = 60 * 60_000;
/** As long as a server may wait for the rest of a mail whose sender stands still (RFC 5321, 4.5.3.2). */
const LOOK_AFTER_MS = 10 * 60_000;
/** A mailbox tells of what comes; one that forgets to is looked into so often. */
const LOOK_INTO_MAILBOXES_MS = 60_000;
/** What came back of a campaign pauses it so soon. */
const LOOK_AT_CAMPAIGNS_MS = 10_000;
const LANGUAGE = 'en';
/** Of all campaigns to the configured server; twice as many mails are under way, so that none of them waits for a mail. */
const CAMPAIGN_CONNECTIONS = 12;
/** The shapes of journeys are few: a sample of this size has them all. */
const REPLAYED_AT_START = { open: 2_000, closed: 0 };

keepMemoryFlat();
const config = loadConfig(process.env);
const logger = createLogger({ process: 'worker', level: config.logLevel });

function needed<T>(value: T | null, variable: string): T {
  if (value === null)
    throw new Error(`${variable} is not set; the worker needs it (npm start sets it for the embedded system)`);
  return value;
}

const databaseUrl = needed(config.database.url, 'DATABASE_URL');
const temporal = { ...config.temporal, address: needed(config.temporal.address, 'TEMPORAL_ADDRESS') };
const publicUrl = needed(config.links.publicUrl, 'PUBLIC_URL');
const linkSecret = needed(config.links.secret, 'LINK_SECRET');

Runtime.install({ telemetryOptions: { logging: { forward: {}, filter: 'WARN' } }, shutdownSignals: [] });

const db = openDb(databaseUrl, 20);
// A connection of its own: a definition is loaded in the midst of transactions, which may hold all the others.
const definitions = openDb(databaseUrl, 1);
let clockMap = await readClockMap(db);
const clock = createClock(() => clockMap, Date.now);
const { calendars, byCountry } = loadCalendars(join(repositoryRoot, 'calendars'));
const libraries = createLibraries(
  readTemplateFolder(join(repositoryRoot, 'templates')),
  createPublishedTemplates(definitions),
  LANGUAGE,
);
const renderer = createVersionedRenderer(libraries, LANGUAGE);
const { secret: mailboxSecret } = config.mailboxes;
const seal = mailboxSecret === null ? null : createSeal(mailboxSecret);
const smtpServer = parseSmtpUrl(needed(config.smtp.url, 'SMTP_URL'));
// Read in the midst of transactions, too.
const readMailbox = (mailboxId: string) => readSending(definitions, seal, mailboxId);
const mailer = createMailboxMailer({
  configured: createSmtpMailer({ server: smtpServer, maxConnections: 8 }),
  read: readMailbox,
});
/** Connections of their own: a campaign keeps no journey's mail waiting. Who waits for one keeps nobody else from anything. */
const inBulk = { patienceMs: Number.POSITIVE_INFINITY, trustMs: 5_000, maxMessages: 500, wholeUpTo: 64 * 1024 };
const campaignMailer = createMailboxMailer({
  configured: createSmtpMailer({ server: smtpServer, maxConnections: CAMPAIGN_CONNECTIONS, ...inBulk }),
  connections: inBulk,
  read: readMailbox,
});

const metrics = new WorkerMetrics();
const catcher = config.embedded.mailCatcherUrl;
const programs = createPrograms(definitions);
const deployment = {
  zone: 'UTC',
  language: LANGUAGE,
  calendars,
  calendarByCountry: byCountry,
  catchUp: CATCH_UP_MS * clockMap.rate,
  policy: loadPolicy(join(repositoryRoot, 'policy.yaml')),
};
const client = await openTemporal(temporal);
const namespaceAttributes = createNamespaceAttributes(client);
const missing = await namespaceAttributes.look();
if (missing.length > 0)
  logger.warn(
    { missing },
    'the namespace lacks search attributes; until it has them Temporal’s UI shows less (doctor)',
  );
const campaignDeps = { db, programs, deployment, clock, newFence: randomUUID };
const journeyLane = createJourneyLane({ ...campaignDeps, tell: (outbox) => tell(outbox) });
const { hostname: messageHost } = new URL(publicUrl);
const campaignMailIds = createCampaignMailIds({ host: messageHost, secret: linkSecret });
const links = createLinks({ baseUrl: publicUrl, secret: linkSecret });
const pauseForCause = createPauseForCause({ db, deployment });
const finishWithJourneys = createFinishWithJourneys({ db, deployment });
const mailLane = createMailLane({
  rows: createCampaignRows({ db, programs, deployment }),
  composers: createCampaignComposers({ libraries, defaultLocale: LANGUAGE, readMailbox }),
  transport: campaignMailer,
  messageIds: campaignMailIds,
  pauseForCause,
  atOnce: CAMPAIGN_CONNECTIONS,
  ...{ links, deployment, clock, tracking: config.tracking, newFence: randomUUID },
  // Its message may have something of the record in it.
  onDefect: (whom, error) =>
    logger.error(
      { ...whom, defect: error instanceof Error ? error.name : 'unknown' },
      'a recipient of a campaign was left out: something threw',
    ),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
});
const activities = createActivities({
  campaigns: createCampaignBook({ db, deployment }),
  lanes: { mail: mailLane, journeys: journeyLane },
  store: createJourneyStore(db, { renderer, programs, deployment }),
  programs,
  renderer,
  mailer,
  sms: createSms(config.sms, Date.now),
  evidence: catcher === null ? noEvidence : createCatcherEvidence(catcher),
  lookAfter: LOOK_AFTER_MS,
  trackLinks,
  tracking: config.tracking,
  links,
  clock,
  deployment,
  troubles: createCampaignTroubles({ pauseForCause, clock }),
  leadClocks: createLeadClocks({ db, programs, deployment }),
  hibernateAfter: config.hibernateAfterMs,
  newFence: randomUUID,
  searchAttributes: namespaceAttributes.usable,
  messageHost: new URL(publicUrl).hostname,
  watch: {
    dueToDone: (ms) => metrics.dueToDone(ms),
    gate: (answer, reason) => metrics.gate(answer, reason),
    handedOver: (verdict) => metrics.handedOver(verdict),
    advanced: (done) => logger.info(done, 'a journey went on'),
  },
});

const { metricsPort } = config.worker;
const metricsHost = config.mode === 'embedded' ? '127.0.0.1' : config.api.host;
const metricsServer =
  metricsPort === null ? null : await serveMetrics(metrics, { host: metricsHost, port: metricsPort });

const workflows = await buildWorkflows(repositoryRoot);
const buildId = config.worker.buildId ?? workflows.buildId;
const { deployment: deploymentName } = config.worker;
const builds = deploymentName === null ? null : createDeployments(client, deploymentName, temporal.taskQueue);
// Without versions a run goes on with whatever build there is.
if (builds === null)
  await guardUpgrade({
    dataDir: config.dataDir,
    buildId,
    replay: () => replay(workflows, historiesToReplay(client, { taskQueue: temporal.taskQueue, ...REPLAYED_AT_START })),
  }).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
const connection = await NativeConnection.connect(connectionOptions(temporal));
const worker = await createWorker({
  connection,
  namespace: temporal.namespace,
  taskQueue: temporal.taskQueue,
  workflowBundle: workflows,
  activities,
  version: deploymentName === null ? null : { deploymentName, buildId },
});

const journeys = createTemporalJourneys(client, temporal.taskQueue);
const runs = createRunViewer(client, temporal.taskQueue);
const tellings = {
  claim: (options: { readonly ids?: readonly bigint[]; readonly most: number }) => claimOutbox(db, Date.now(), options),
  finish: (rows: Parameters<typeof finishOutbox>[1]) => finishOutbox(db, rows, Date.now()),
  release: (ids: readonly bigint[], code: string) => releaseOutbox(db, ids, code),
};
const staffSender = `followthrough@${messageHost}`;
const { secrets, allowPrivate } = config.webhooks;
const delivering = {
  robots: createRobotBook(db, seal),
  sayThroughRobot: createRobotCaller({ now: Date.now }),
  pageUrl: publicUrl,
  store: createDeliveryStore(db),
  mailer,
  callWebhook: createWebhookCaller({ secrets: new Map(Object.entries(secrets)), allowPrivate }),
  sender: { name: 'Followthrough', address: staffSender },
  messageHost,
  now: Date.now,
  onFailed: ({ id, kind }: { readonly id: string; readonly kind: string }, code: string) =>
    logger.warn({ delivery: id, kind, code }, 'a delivery has failed for good'),
};
// What is stored is safe: what can't be told now, the relay's own round tells.
const tell = async (outbox: readonly bigint[]): Promise<void> => {
  if (outbox.length > 0) await relay(tellings, journeys, outbox).catch(report('relay failed; it is tried again'));
};
const engine = createEngine({ db, programs, deployment, clock, tell, send: journeys.command });
const bulks = createBulkRunner({
  bulks: createBulkWork({ db, engine }),
  temporalAnswers: async () =>
    await client.connection
      .withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({}))
      .then(() => true)
      .catch(() => false),
  now: Date.now,
  onTrouble: ({ bulkId, journeyId }, error) =>
    logger.warn({ bulk: bulkId, journey: journeyId, err: error }, 'a command of a bulk broke off; it is tried again'),
});
const mailboxes = createMailboxReaders(
  {
    store: createIncomingStore({ db, programs, deployment, clock, messageHost, campaignMailIds, tell }),
    book: createReadingBook(db, () => readableMailboxes(db, seal)),
    reader: createMailReader(),
    open: createImapOpener(),
    now: () => clock.now(0).virtual,
    realNow: Date.now,
    lookEveryMs: LOOK_INTO_MAILBOXES_MS,
    onMail: (mail) => logger.info(mail, 'a mail came in'),
    onTrouble: ({ mailbox, code }) => logger.warn({ mailbox, code }, 'a mailbox can’t be read; it is tried again'),
  },
  randomUUID(),
);
const report = (what: string) => (error: unknown) => logger.warn({ err: error }, what);
const deliverers = (['webhook', 'staff-mail', 'robot'] as const).map((kind) =>
  createDeliverer(delivering, kind, report('a delivery broke off; it is tried again')),
);
const invitations = {
  book: createInvitationBook({ db, clock, mailer, deployment, messageHost, staffSender }),
  mailer,
  now: Date.now,
  onTrouble: (appointment: string, err: unknown) =>
    logger.warn({ err, appointment }, 'an appointment’s mail broke off; it is tried again'),
};
const loops = [
  runEvery(
    1000,
    async () => {
      while ((await sendInvitations(invitations)) > 0);
    },
    report('appointments were not looked at; tried again'),
  ),
  runEvery(
    1000,
    async () => {
      while ((await relay(tellings, journeys)).told > 0);
    },
    report('relay failed; it is tried again'),
  ),
  ...deliverers.map((deliverer) =>
    runEvery(
      1000,
      async () => {
        while (await deliverer.round());
      },
      report('deliveries failed; they are tried again'),
    ),
  ),
  runEvery(
    500,
    async () => {
      while ((await bulks.round()) > 0);
    },
    report('bulks failed; they are tried again'),
  ),
  runEvery(
    60_000,
    async () => {
      const { virtual, real } = clock.now(0);
      const { stuckAfterMs } = config;
      const before = { business: virtual - clock.span(stuckAfterMs), real: real - stuckAfterMs };
      // A server that keeps no such attribute answers with an error.
      const failing = await runs.failing().catch(() => []);
      const overdue = await pokeOverdue(db, before, failing, real);
      if (overdue > 0) logger.warn({ journeys: overdue }, 'journeys that should have moved long ago are told again');
      const campaigns = await pokeOverdueCampaigns(db, before, real);
      if (campaigns > 0) logger.warn({ campaigns }, 'campaigns that should have gone on long ago are told again');
    },
    report('journeys that should have moved were not looked for; tried again'),
  ),
  runEvery(
    2000,
    async () => {
      const round = () =>
        judgeVisits({ db, programs, deployment }, clock.now(0), (err, { journeyId, stepId }) =>
          logger.warn({ err, journeyId, stepId }, 'visits to the links of a mail were not judged; tried again'),
        );
      for (let judged = await round(); judged.messages > 0; judged = await round())
        if (judged.outbox.length > 0) await relay(tellings, journeys, judged.outbox);
    },
    report('visits to the links of mails were not judged; tried again'),
  ),
  runEvery(5_000, () => mailboxes.round(), report('the mailboxes to read were not looked at; tried again')),
  runEvery(10_000, () => bulks.hold(), report('what bulks have in hand was not held; tried again')),
  runEvery(
    1000,
    async () => {
      const round = () =>
        handOver(
          { db, programs, deployment },
          () => clock.now(0),
          (err, { handoverId, kind, objectId }) =>
            logger.warn({ err, handoverId, kind, objectId }, 'a thing was not handed over; it is tried again'),
        );
      while ((await round()) > 0);
    },
    report('what people who leave have left was not handed over; it is tried again'),
  ),
  runEvery(
    60_000,
    async () => {
      const counted = await lookAtSegments(db, clock.now(0).virtual, (segment, why) =>
        logger.warn({ segment, err: why }, 'a segment was not counted; it is tried again'),
      );
      if (counted > 0) logger.info({ segments: counted }, 'the sizes of segments were looked at');
    },
    report('segments were not looked at; tried again'),
  ),
  runEvery(
    2000,
    () => tellBegunJourneys(db, clock.now(0)),
    report('what journeys are to hear of their campaigns was not told; tried again'),
  ),
  runEvery(
    LOOK_AT_CAMPAIGNS_MS,
    async () => {
      const watching = { db, policy: deployment.policy, pauseForCause, finish: finishWithJourneys };
      const watched = await watchCampaigns(watching, clock.now(0));
      for (const each of watched) logger.warn(each, 'a campaign is paused for what came back of it');
    },
    report('what came back of campaigns was not looked at; tried again'),
  ),
  runEvery(
    2000,
    async () => {
      if (clockMap.rate !== 1) await touchClock(db, Date.now());
      clockMap = await readClockMap(db);
    },
    report('clock not read; the last map holds'),
  ),
  runEvery(
    60_000,
    async () => {
      if (!namespaceAttributes.usable()) await namespaceAttributes.look();
    },
    report('the search attributes of the namespace were not looked at; tried again'),
  ),
  runEvery(
    60_000,
    async () => {
      await pruneChanges(db, Date.now() - CHANGES_KEPT_MS);
      await pruneAnswers(db, Date.now() - CLAIMS_KEPT_MS);
    },
    report('old changes and answers not removed; tried again'),
  ),
];

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  worker.shutdown();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// The start command holds our standard input: when it dies, however it dies, so do we.
if (process.env['FOLLOWTHROUGH_PARENT'] !== undefined) process.stdin.on('end', stop).resume();

const running = worker.run();
if (builds === null) await keepBuild(config.dataDir, buildId);
else
  void beginDeployment(builds, buildId, () => new Promise((resolve) => setTimeout(resolve, 500).unref()))
    .then((began) =>
      logger.info({ deployment: deploymentName, build: buildId, first: began }, 'works as a build of the deployment'),
    )
    .catch(report('whether a build is current is not known; `followthrough deploy status` says it'));
process.stdout.write(`${JSON.stringify({ ready: true, build: buildId })}\n`);
await running;
await Promise.all(loops.map((loop) => loop.stop()));
await mailboxes.stop();
await Promise.all(deliverers.map((deliverer) => deliverer.settled()));
await bulks.settled();
mailer.close();
campaignMailer.close();
await metricsServer?.stop();
await connection.close();
await definitions.$disconnect();
await db.$disconnect();
// Read to hear of the end of who started us; open, it would keep the process.
process.stdin.destroy();
