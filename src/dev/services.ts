import path from 'node:path';
import { SEARCH_ATTRIBUTES } from '../domain/journey/search-attributes.js';
import { keepSecret } from './kept-secret.js';
import { startMailCatcher } from './mail-catcher.js';
import type { Parts } from './parts.js';
import { freePort } from './ports.js';
import { startPostgres } from './postgres.js';
import type { Stages } from './stages.js';
import { ensureTemporalCli } from './temporal-cli.js';
import { databaseFile, startTemporalServer } from './temporal-server.js';

/** The settings that say which services are the environment's; the rest of them we start ourselves. */
export interface ServiceSettings {
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly database: { readonly url: string | null };
  readonly temporal: {
    readonly address: string | null;
    readonly namespace: string;
    readonly cliPath: string | null;
  };
  readonly smtp: { readonly url: string | null };
  readonly api: { readonly port: number };
  readonly links: { readonly publicUrl: string | null; readonly secret: string | null };
  readonly mailboxes: { readonly secret: string | null };
}

export interface StartContext {
  readonly settings: ServiceSettings;
  readonly repositoryRoot: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stages: Stages;
  readonly parts: Parts;
  readonly signal: AbortSignal;
}

const given = (variable: string) => `from ${variable}`;

/** The database's address: the environment's, or that of an embedded one, started now. */
export async function provideDatabase({ settings, stages, parts, environment }: StartContext): Promise<string> {
  const { url } = settings.database;
  if (url !== null)
    return stages.run(
      'Postgres',
      async () => url,
      () => given('DATABASE_URL'),
    );
  const postgres = await stages.run(
    'Postgres',
    async (say) => {
      const server = await startPostgres({ dataDir: settings.dataDir, environment });
      await parts.add({ ...server, name: 'Postgres', rank: 1, mark: server.folder });
      if (server.note !== undefined) say(server.note);
      return server;
    },
    (server) => `127.0.0.1:${server.port}`,
  );
  return postgres.url;
}

export interface TemporalService {
  readonly address: string;
  readonly uiUrl: string | null;
}

/** Temporal's address: the environment's, or that of an embedded dev server, started now. */
export async function provideTemporal(context: StartContext): Promise<TemporalService> {
  const { settings, stages, parts } = context;
  const { address } = settings.temporal;
  if (address !== null) {
    return stages.run(
      'Temporal',
      async () => ({ address, uiUrl: null }),
      () => `${address}, ${given('TEMPORAL_ADDRESS')}`,
    );
  }
  return stages.run(
    'Temporal',
    async (say) => {
      const cli = await ensureTemporalCli({
        cliPath: settings.temporal.cliPath,
        cacheDir: settings.cacheDir,
        environment: context.environment,
        buildFiles: path.join(context.repositoryRoot, 'tools/temporal-cli'),
        say,
        signal: context.signal,
      });
      const { dataDir } = settings;
      const { namespace } = settings.temporal;
      const server = await startTemporalServer({ cli, dataDir, namespace, searchAttributes: SEARCH_ATTRIBUTES });
      await parts.add({ ...server, name: 'Temporal', rank: 1, mark: databaseFile(dataDir) });
      return server;
    },
    (server) => server.address,
  );
}

export interface MailService {
  readonly smtpUrl: string;
  readonly webUrl: string | null;
}

/** Where mail goes: the environment's server, or a catcher that keeps it on this machine. */
export async function provideMail({ settings, stages, parts }: StartContext): Promise<MailService> {
  const { url } = settings.smtp;
  if (url !== null) {
    return stages.run(
      'Mail',
      async () => ({ smtpUrl: url, webUrl: null }),
      () => `${given('SMTP_URL')}: mail is really sent`,
    );
  }
  return stages.run(
    'Mail catcher',
    async () => {
      const catcher = await startMailCatcher({ dataDir: settings.dataDir });
      await parts.add({ name: 'Mail catcher', rank: 1, stop: catcher.stop });
      return catcher;
    },
    (catcher) => catcher.webUrl ?? '',
  );
}

export interface LinkSettings {
  readonly apiPort: number;
  readonly publicUrl: string;
  readonly linkSecret: string;
  readonly mailboxSecret: string;
}

/** The API's port, what public links are made of, and what secrets of mailboxes are sealed with. */
export async function provideLinks({ settings }: StartContext): Promise<LinkSettings> {
  const apiPort = await freePort(settings.api.port);
  return {
    apiPort,
    publicUrl: settings.links.publicUrl ?? `http://127.0.0.1:${apiPort}`,
    linkSecret: settings.links.secret ?? (await keepSecret(settings.dataDir, 'link-secret')),
    mailboxSecret: settings.mailboxes.secret ?? (await keepSecret(settings.dataDir, 'mailbox-secret')),
  };
}
