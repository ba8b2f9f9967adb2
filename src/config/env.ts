import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseDuration } from './duration.js';
import { type MailEventsConfig, mailEventsOf, mailEventsVariables } from './mail-events.js';
import { isSecureAddress } from './secure-address.js';
import { missingForSms, type SmsConfig, smsOf, smsVariables } from './sms.js';

/** The folder that holds package.json, whatever the current folder of the process is. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

export type Mode = 'embedded' | 'external';

/** Every setting of the process, parsed and frozen. Durations are real milliseconds. */
export interface Config {
  /** embedded: what is not named in the environment is started beside us, and demo logins exist. */
  readonly mode: Mode;
  readonly database: { readonly url: string | null };
  readonly temporal: {
    readonly address: string | null;
    readonly namespace: string;
    readonly taskQueue: string;
    readonly tls: { readonly certPath: string | null; readonly keyPath: string | null } | null;
    readonly apiKey: string | null;
    /** A Temporal CLI to run the embedded server with, in place of looking for one. */
    readonly cliPath: string | null;
    /** Temporal's own UI, to which the page links a journey's run. */
    readonly uiUrl: string | null;
  };
  readonly worker: {
    /** In which builds run beside each other (law 16); null: one build at a time, without a version. */
    readonly deployment: string | null;
    /** Null: the id of the code as it is. */
    readonly buildId: string | null;
    /** Where a worker serves its figures, on the API's host; null: nowhere. */
    readonly metricsPort: number | null;
  };
  readonly smtp: { readonly url: string | null };
  readonly api: { readonly host: string; readonly port: number };
  /** What the command line talks to; null url: the embedded system's own runtime file says. */
  readonly client: { readonly url: string | null; readonly key: string | null };
  /** Secrets by the names that `webhook` steps use, and whether addresses inside of the network may be called. */
  readonly webhooks: { readonly secrets: { readonly [name: string]: string }; readonly allowPrivate: boolean };
  /** What their passwords and keys are sealed with; null: none can be kept. */
  readonly mailboxes: { readonly secret: string | null };
  readonly sms: SmsConfig;
  /** In the address at which the SMS gateway's receipts are taken in; null: none are. */
  readonly smsReceiptToken: string | null;
  readonly mailEvents: MailEventsConfig;
  readonly links: { readonly publicUrl: string | null; readonly secret: string | null };
  /** Which mails tell whether they are opened and what is clicked in them. */
  readonly tracking: 'off' | 'marketing' | 'all';
  /** What only the embedded system has; it says so to its own processes. */
  readonly embedded: { readonly mailCatcherUrl: string | null };
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly logLevel: LogLevel;
  readonly hibernateAfterMs: number;
  /** For how long a journey may not move though it should before it is stuck. */
  readonly stuckAfterMs: number;
  /** Virtual milliseconds per real millisecond; 1 outside demos. */
  readonly clockRate: number;
}

export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** A faulty environment. The message lists every fault, one a line, and never repeats a secret's value. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(
      ['The settings in the environment are wrong:', ...problems.map((p) => `  ${p.variable}: ${p.message}`)].join(
        '\n',
      ),
    );
    this.name = 'ConfigError';
  }
}

export const DEFAULT_DEPLOYMENT = 'followthrough';
/** Of WORKER_DEPLOYMENT: one build at a time. */
export const NO_DEPLOYMENT = 'none';

export type LogLevel = (typeof LOG_LEVELS)[number];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const THREE_DAYS_MS = 3 * 86_400_000;

const urlWith = (...protocols: string[]) =>
  z.string().refine((text) => protocols.includes(protocolOf(text)), {
    error: `expected an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });

// URL.parse, which needs no try, came with Node 22.
function protocolOf(text: string): string {
  try {
    return new URL(text).protocol;
  } catch {
    return '';
  }
}

/** Longer ones leave no room for an unsubscribe link that mail programs take. */
const MAX_PUBLIC_URL = 100;

const publicUrl = urlWith('http:', 'https:')
  .refine((text) => protocolOf(text) !== 'http:' || isSecureAddress(text), {
    error:
      'expected https (http on this machine only): mail programs unsubscribe by no other address (RFC 8058), so no marketing mail could be built',
  })
  .max(MAX_PUBLIC_URL, `expected at most ${MAX_PUBLIC_URL} characters: it begins the unsubscribe link of every mail`);

const yesNo = z
  .enum(['1', '0', 'true', 'false', 'yes', 'no'], { error: 'expected true or false' })
  .transform((text) => ['1', 'true', 'yes'].includes(text));

const duration = z.string().transform((text, context) => {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds >= 1_000) return milliseconds;
  context.addIssue({ code: 'custom', message: 'expected a time of at least 1s, such as 20s, 12h or 3d' });
  return z.NEVER;
});

const webhookSecrets = z.string().transform((text, context): { [name: string]: string } => {
  const names = z.record(z.string(), z.string().min(1)).safeParse(jsonOrNull(text));
  if (names.success) return names.data;
  context.addIssue({ code: 'custom', message: 'expected JSON that maps names to secrets: {"erp":"whsec_..."}' });
  return z.NEVER;
});

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const port = z.coerce
  .number({ error: 'expected a port number' })
  .int('expected a whole number')
  .min(0, 'expected a port from 0 (any free one) to 65535')
  .max(65_535, 'expected a port from 0 (any free one) to 65535');

/** Temporal joins the two with a dot or a colon. */
const nameOf = (what: string) =>
  z.string().regex(/^[\w-]{1,100}$/, `expected the name of ${what}: up to 100 letters, digits, - and _`);

const environment = z.object({
  FOLLOWTHROUGH_MODE: z.enum(['embedded', 'external'], { error: 'expected embedded or external' }).default('embedded'),
  DATABASE_URL: urlWith('postgres:', 'postgresql:').optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, 'expected host:port, such as 127.0.0.1:7233')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TLS: yesNo.optional(),
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  TASK_QUEUE: z.string().default('followthrough'),
  WORKER_DEPLOYMENT: nameOf('a deployment').optional(),
  WORKER_BUILD_ID: nameOf('a build').optional(),
  SMTP_URL: urlWith('smtp:', 'smtps:').optional(),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(4600),
  WORKER_METRICS_PORT: port.optional(),
  FOLLOWTHROUGH_DATA: z.string().default(path.join(repositoryRoot, '.followthrough')),
  FOLLOWTHROUGH_CACHE: z.string().optional(),
  XDG_CACHE_HOME: z.string().optional(),
  FOLLOWTHROUGH_TEMPORAL_CLI: z.string().optional(),
  TEMPORAL_UI_URL: urlWith('http:', 'https:').optional(),
  MAIL_CATCHER_URL: urlWith('http:', 'https:').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  HIBERNATE_AFTER: duration.default(THREE_DAYS_MS),
  STUCK_AFTER: duration.default(15 * 60_000),
  CLOCK_RATE: z.coerce.number({ error: 'expected a number of at least 1' }).min(1, 'expected at least 1').default(1),
  FOLLOWTHROUGH_URL: urlWith('http:', 'https:').optional(),
  FOLLOWTHROUGH_KEY: z.string().optional(),
  PUBLIC_URL: publicUrl.optional(),
  WEBHOOK_SECRETS: webhookSecrets.default({}),
  WEBHOOK_ALLOW_PRIVATE: yesNo.default(false),
  TRACKING: z.enum(['off', 'marketing', 'all'], { error: 'expected off, marketing or all' }).default('off'),
  ...smsVariables,
  ...mailEventsVariables,
  LINK_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
  MAILBOX_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
});

type Environment = z.output<typeof environment>;

/**
 * Reads the settings from an environment such as process.env. Empty variables count as absent.
 * Returns the frozen settings, or every fault found.
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly value: Config } | { readonly ok: false; readonly error: readonly ConfigProblem[] } {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(present);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ variable: String(issue.path[0]), message: issue.message }));
  const faulty = new Set(problems.map((problem) => problem.variable));
  problems.push(...contradictions(present).filter((problem) => !faulty.has(problem.variable)));
  if (!parsed.success || problems.length > 0) return { ok: false, error: problems };
  return { ok: true, value: deepFreeze(toConfig(parsed.data)) };
}

/** Like parseConfig, for entry files: throws a ConfigError whose message can be printed as it is. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = parseConfig(env);
  if (parsed.ok) return parsed.value;
  throw new ConfigError(parsed.error);
}

/** Rules between variables; asked on the raw values, so that they show together with the faults of single ones. */
function contradictions(env: Record<string, string | undefined>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const say = (variable: string, message: string) => problems.push({ variable, message });
  if (env['FOLLOWTHROUGH_MODE'] === 'external') {
    for (const variable of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'SMTP_URL', 'PUBLIC_URL', 'LINK_SECRET']) {
      if (env[variable] === undefined) say(variable, 'is needed when FOLLOWTHROUGH_MODE is external');
    }
  } else if (!LOOPBACK.has(env['API_HOST'] ?? '127.0.0.1')) {
    say('API_HOST', 'must be a loopback address in embedded mode, because its demo logins are known to all');
  }
  for (const variable of missingForSms(env)) say(variable, 'is needed when SMS_GATEWAY is aliyun');
  if ((env['TEMPORAL_TLS_CERT'] === undefined) !== (env['TEMPORAL_TLS_KEY'] === undefined)) {
    const missing = env['TEMPORAL_TLS_CERT'] === undefined ? 'TEMPORAL_TLS_CERT' : 'TEMPORAL_TLS_KEY';
    say(missing, 'is missing: a client certificate and its key go together');
  }
  return problems;
}

function toConfig(env: Environment): Config {
  // Temporal Cloud's API keys travel only over TLS, so a key turns it on.
  const tls = env.TEMPORAL_TLS ?? (env.TEMPORAL_API_KEY !== undefined || env.TEMPORAL_TLS_CERT !== undefined);
  return {
    mode: env.FOLLOWTHROUGH_MODE,
    database: { url: env.DATABASE_URL ?? null },
    temporal: {
      address: env.TEMPORAL_ADDRESS ?? null,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: env.TASK_QUEUE,
      tls: tls ? { certPath: env.TEMPORAL_TLS_CERT ?? null, keyPath: env.TEMPORAL_TLS_KEY ?? null } : null,
      apiKey: env.TEMPORAL_API_KEY ?? null,
      cliPath: env.FOLLOWTHROUGH_TEMPORAL_CLI ?? null,
      uiUrl: env.TEMPORAL_UI_URL?.replace(/\/+$/, '') ?? null,
    },
    worker: workerOf(env),
    smtp: { url: env.SMTP_URL ?? null },
    api: { host: env.API_HOST, port: env.API_PORT },
    client: { url: env.FOLLOWTHROUGH_URL ?? null, key: env.FOLLOWTHROUGH_KEY ?? null },
    webhooks: { secrets: env.WEBHOOK_SECRETS, allowPrivate: env.WEBHOOK_ALLOW_PRIVATE },
    mailboxes: { secret: env.MAILBOX_SECRET ?? null },
    sms: smsOf(env),
    smsReceiptToken: env.SMS_RECEIPT_TOKEN,
    mailEvents: mailEventsOf(env),
    links: { publicUrl: env.PUBLIC_URL ?? null, secret: env.LINK_SECRET ?? null },
    tracking: env.TRACKING,
    // An environment that still has it from an embedded run must not show that inbox as this system's.
    embedded: { mailCatcherUrl: env.FOLLOWTHROUGH_MODE === 'embedded' ? (env.MAIL_CATCHER_URL ?? null) : null },
    dataDir: path.resolve(env.FOLLOWTHROUGH_DATA),
    cacheDir: path.resolve(
      env.FOLLOWTHROUGH_CACHE ?? path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'followthrough'),
    ),
    logLevel: env.LOG_LEVEL,
    hibernateAfterMs: env.HIBERNATE_AFTER,
    stuckAfterMs: env.STUCK_AFTER,
    clockRate: env.CLOCK_RATE,
  };
}

/** Embedded, one start has one worker, which replays what is open before it works. */
function workerOf(env: Environment): Config['worker'] {
  const named = env.WORKER_DEPLOYMENT ?? (env.FOLLOWTHROUGH_MODE === 'external' ? DEFAULT_DEPLOYMENT : NO_DEPLOYMENT);
  return {
    deployment: named === NO_DEPLOYMENT ? null : named,
    buildId: env.WORKER_BUILD_ID ?? null,
    metricsPort: env.WORKER_METRICS_PORT ?? null,
  };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
