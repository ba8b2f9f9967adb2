import path from 'node:path';
import type { Config } from '../config/env.js';
import { entryFile, startNodeProcess } from './node-process.js';
import type { LinkSettings, MailService, StartContext, TemporalService } from './services.js';

/** Where the parts are that our processes speak to. */
export interface Surroundings {
  readonly databaseUrl: string;
  readonly temporal: TemporalService;
  readonly mail: MailService;
  readonly links: LinkSettings;
}

/** One of our own processes. */
export interface ProcessToStart {
  readonly name: 'Worker' | 'API' | 'Player';
  /** Its entry file below src. */
  readonly entry: string;
  /** Variables beside those that every process has. */
  readonly more?: Readonly<Record<string, string>>;
}

const CHILD_STOP = [
  { signal: 'SIGTERM', waitMs: 2_000 },
  { signal: 'SIGKILL', waitMs: 300 },
] as const;

function environmentOf(
  { environment }: StartContext,
  config: Config,
  { databaseUrl, temporal, mail, links }: Surroundings,
): Record<string, string | undefined> {
  return {
    ...environment,
    FOLLOWTHROUGH_MODE: config.mode,
    FOLLOWTHROUGH_PARENT: String(process.pid),
    FOLLOWTHROUGH_DATA: config.dataDir,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: config.temporal.namespace,
    TASK_QUEUE: config.temporal.taskQueue,
    // One start has one worker, which replays what is open before another build of it works.
    WORKER_DEPLOYMENT: environment['WORKER_DEPLOYMENT'] || 'none',
    SMTP_URL: mail.smtpUrl,
    // Unset where there is none, whatever our own environment has.
    MAIL_CATCHER_URL: mail.webUrl ?? undefined,
    TEMPORAL_UI_URL: temporal.uiUrl ?? config.temporal.uiUrl ?? undefined,
    API_PORT: String(links.apiPort),
    PUBLIC_URL: links.publicUrl,
    LINK_SECRET: links.linkSecret,
    MAILBOX_SECRET: links.mailboxSecret,
    HIBERNATE_AFTER: String(config.hibernateAfterMs),
    CLOCK_RATE: String(config.clockRate),
  };
}

/** Starts a process of ours as a stage, and makes it a part that ends with the others. */
export function startProcess(
  context: StartContext,
  config: Config,
  surroundings: Surroundings,
  { name, entry, more }: ProcessToStart,
) {
  const file = entryFile(entry);
  return context.stages.run(name, () =>
    startNodeProcess({
      name: name.toLowerCase(),
      entry: file,
      dataDir: config.dataDir,
      env: { ...environmentOf(context, config, surroundings), ...more },
      started: (child) => {
        const logFile = path.join(config.dataDir, `${name.toLowerCase()}.log`);
        const { pid, exited } = child;
        void context.parts.add({ name, rank: 2, pid, exited, logFile, mark: file, stop: () => child.stop(CHILD_STOP) });
      },
    }),
  );
}
