import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { createApiClient } from '../api/client.js';
import { type Config, DEFAULT_DEPLOYMENT, parseConfig, repositoryRoot } from '../config/env.js';
import type { RecordChange } from '../db/import/change.js';
import type { Finding as ImportFinding } from '../db/import/finding.js';
import type { ImportOptions, OnProgress } from '../db/import/options.js';
import type { ImportReport } from '../db/import/report.js';
import { defined } from '../domain/defined.js';
import type { LintContext } from '../domain/definition/lint-context.js';
import { ERRORS } from '../domain/errors.js';
import { BUILT_IN_EVENTS, parseEventTypes } from '../domain/events.js';
import { BUILT_IN_FIELDS, parseFields } from '../domain/fields.js';
import { DAY, formatInstant, MINUTE } from '../domain/instant.js';
import { NO_POLICY, parsePolicy } from '../domain/policy.js';
import { err, ok } from '../domain/result.js';
import type { ReplayReport } from '../domain/worker-builds.js';
import { CommandFailure, wrongUse } from './failure.js';
import { plainClient } from './plain-client.js';
import type {
  CsvImport,
  CsvTable,
  Deps,
  FileFault,
  FirstAccess,
  ImportAnswer,
  LintPlaces,
  LintWorld,
  Progress,
  WorkerBuilds,
  ZohoImport,
} from './ports.js';
import type { GlobalOptions } from './program.js';
import { runCli } from './run-cli.js';
import { addressOf, type Runtime } from './running-system.js';
import { styleOf, wantsColour } from './style.js';

/*
 * The command line's process: gives the commands their adapters. Whatever only one command needs is imported when it
 * runs, so that the others start at once.
 */

const LANGUAGE = 'en';

/** The settings; a fault among them is wrong use, not a defect. */
function settings(): Config {
  const parsed = parseConfig(process.env);
  if (parsed.ok) return parsed.value;
  const faults = parsed.error.map(({ variable, message }) => `${variable} ${message}`).join('; ');
  throw wrongUse(`The settings in the environment are wrong: ${faults}.`, 'Correct or unset these variables.');
}

const readIfThere = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

async function runtimeOf(config: Config): Promise<Runtime | null> {
  const { runningSystem } = await import('../dev/runtime-file.js');
  return (await runningSystem(config.dataDir)) ?? null;
}

async function openApi() {
  const config = settings();
  const { keyFileIn } = await import('../dev/demo-logins.js');
  const localKey = (await readIfThere(keyFileIn(config.dataDir)))?.trim() || null;
  const { url, key } = addressOf(config.client, await runtimeOf(config), localKey);
  return createApiClient(key === null ? { url } : { url, key });
}

const readText = (file: string): Promise<string> => readable(file, () => readFile(file, 'utf8'));
async function readInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part));
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

const readBytes = (file: string): Promise<Uint8Array> => readable(file, () => readFile(file));

async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why =
      { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[code] ?? code;
    throw new CommandFailure({
      code: 'unreadable-file',
      cause: `${file} could not be read: ${why}.`,
      fix: 'Check the path.',
      exit: 2,
    });
  }
}

async function writeText(file: string, text: string | AsyncIterable<string>): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new CommandFailure({
      code: 'unwritable-file',
      cause: `${file} could not be written: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}.`,
      fix: 'Check the path, and whether you may write there.',
      exit: 2,
    });
  }
}

/** A place that was named, from the folder we run in; else the project's own. */
const placeOf = (given: string | undefined, ours: string): string => given ?? path.join(repositoryRoot, ours);

async function lintChanges(files: readonly string[], places: LintPlaces): Promise<AsyncIterable<void>> {
  const { fileChanges } = await import('./file-changes.js');
  const ended = new AbortController();
  process.once('SIGINT', () => ended.abort()).once('SIGTERM', () => ended.abort());
  const around = [
    placeOf(places.templates, 'templates'),
    placeOf(places.calendars, 'calendars'),
    placeOf(places.fields, 'fields.yaml'),
    placeOf(places.eventTypes, 'events.yaml'),
    placeOf(places.policy, 'policy.yaml'),
  ];
  return fileChanges([...files, ...around], ended.signal);
}

const uriOf = (file: string): string =>
  path.relative(process.cwd(), path.resolve(file)).split(path.sep).map(encodeURIComponent).join('/');

async function lintWorld(places: LintPlaces): Promise<LintWorld> {
  const world = await readWorld(places);
  return world.ok ? { ok: true, value: world.value.lint } : world;
}

async function simulationWorld(places: LintPlaces): ReturnType<Deps['simulationWorld']> {
  const { simulatedRendering } = await import('../mail/simulated-rendering.js');
  const world = await readWorld(places);
  if (!world.ok) return world;
  const { lint, library, calendarByCountry, policy } = world.value;
  const { calendars } = lint;
  const deployment = { zone: 'UTC', language: LANGUAGE, calendars, calendarByCountry, catchUp: 5 * MINUTE, policy };
  const render = simulatedRendering(library, deployment);
  return { ok: true, value: { lint, deployment, render } };
}

async function readCsv(file: string): ReturnType<Deps['readCsv']> {
  const { openCsv, readRows } = await import('../db/import/csv-source.js');
  const { BrokenFile } = await import('../db/import/finding.js');
  const findings: FileFault[] = [];
  const found = (finding: ImportFinding): void =>
    void findings.push({ ...finding, column: Math.max(1, finding.column) });
  try {
    const source = await openCsv(file, file);
    const rows: CsvTable['rows'][number][] = [];
    for await (const { line, fields, fault } of readRows(source))
      if (fault === null) rows.push({ line, fields });
      else found(fault);
    return findings.length > 0 ? err(findings) : ok({ header: source.header, rows });
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    found(error.finding);
    return err(findings);
  }
}

async function writeInto(folder: string, name: string, text: string): Promise<void> {
  const { mkdir, writeFile } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name), text);
}

async function readWorld(places: LintPlaces) {
  const { loadCalendars } = await import('../db/calendar-files.js');
  const { loadTemplates } = await import('../mail/template-source.js');
  const { templateFacts, titleFacts } = await import('../mail/template-facts.js');
  const textOf = (given: string | undefined, ours: string) =>
    given === undefined ? readIfThere(placeOf(given, ours)) : readText(given);
  const fieldsText = await textOf(places.fields, 'fields.yaml');
  const eventsText = await textOf(places.eventTypes, 'events.yaml');
  const fields = fieldsText === null ? null : parseFields({ file: places.fields ?? 'fields.yaml', text: fieldsText });
  const events =
    eventsText === null ? null : parseEventTypes({ file: places.eventTypes ?? 'events.yaml', text: eventsText });
  if (fields?.ok === false) return fields;
  if (events?.ok === false) return events;
  const policyText = await textOf(places.policy, 'policy.yaml');
  const policy =
    policyText === null ? ok(NO_POLICY) : parsePolicy({ file: places.policy ?? 'policy.yaml', text: policyText });
  if (!policy.ok) return policy;
  const templates = inFolder('--templates', places.templates, () =>
    loadTemplates(placeOf(places.templates, 'templates'), LANGUAGE),
  );
  const { calendars, byCountry } = inFolder('--calendars', places.calendars, () =>
    loadCalendars(placeOf(places.calendars, 'calendars')),
  );
  const lint: LintContext = {
    templates: {
      names: [...templates.templates.keys()],
      facts: (name) => templateFacts(templates, name),
      title: titleFacts,
      ...(templates.attachments === null ? {} : { attachments: [...templates.attachments.keys()] }),
    },
    calendars,
    fields: fields?.value ?? BUILT_IN_FIELDS,
    eventTypes: events?.value ?? BUILT_IN_EVENTS,
    tracking: settings().tracking !== 'off',
  };
  return ok({ lint, library: templates, calendarByCountry: byCountry, policy: policy.value });
}

/** A folder that was named and can't be read is the user's mistake; one of our own would be a defect. */
function inFolder<T>(option: string, given: string | undefined, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (given === undefined || !(error instanceof Error)) throw error;
    throw wrongUse(
      `${option} ${given} could not be read: ${error.message}`,
      'Check the folder, or leave the option out for the project’s own.',
    );
  }
}

type Importer = (
  db: Awaited<ReturnType<typeof openDatabase>>['db'],
  options: ImportOptions,
  progress: OnProgress,
) => Promise<ImportReport>;

async function openDatabase() {
  const config = settings();
  const url = config.database.url ?? (await runtimeOf(config))?.databaseUrl;
  if (url === undefined)
    throw new CommandFailure({
      code: 'not-running',
      cause: 'No system runs here, and DATABASE_URL names no database.',
      fix: 'Start one with `npm start`, or put the address of its database into DATABASE_URL.',
    });
  const { openDb } = await import('../db/client.js');
  return { db: openDb(url, 4), dataDir: config.dataDir };
}

async function runImport(
  system: string,
  request: ZohoImport | CsvImport,
  progress: Progress,
  work: Importer,
): Promise<ImportAnswer> {
  const { formatReport } = await import('../db/import/report.js');
  const { createClock, readClockMap } = await import('../db/clock.js');
  const { db, dataDir } = await openDatabase();
  try {
    const map = await readClockMap(db).catch(unreadable);
    const clock = createClock(() => map, Date.now);
    const { timezone, defaultCountry, source, out } = request;
    const options = {
      now: clock.now(0).virtual,
      out:
        out ?? path.join(dataDir, 'imports', `${system}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`),
      announce: await announcer(`import:${system}`, () => clock.now(0)),
      ...defined({ timezone, defaultCountry, source }),
    };
    const report = await work(db, options, ({ phase, file, rows }) =>
      progress(`${phase === 'check' ? 'checking' : 'writing'} ${file}: ${rows} rows`),
    );
    return { status: report.status, text: formatReport(report), report };
  } finally {
    await db.$disconnect();
  }
}

/** Turns changes of records into events that wake journeys; the worker's relay tells Temporal after the commit. */
async function announcer(source: string, now: () => { readonly virtual: number; readonly real: number }) {
  const { insertEvent, wakeJourneys } = await import('../db/event-rows.js');
  type Tx = Parameters<typeof insertEvent>[0];
  return async (tx: Tx, changes: readonly RecordChange[]): Promise<void> => {
    for (const change of changes) {
      const at = now();
      const { type, contactId } = change;
      const dealId = 'dealId' in change ? change.dealId : null;
      const topic = 'topic' in change ? defined({ topic: change.topic }) : {};
      const fields = 'set' in change ? { set: change.set } : topic;
      const stored = await insertEvent(tx, { type, at: at.virtual, contactId, dealId, fields, source, now: at });
      if (stored === null) continue;
      const pokes = await wakeJourneys(tx, stored, { now: at });
      if (pokes.length === 0)
        await tx.event.update({ where: { id: stored.id }, data: { dispatchedAt: new Date(at.virtual) } });
    }
  };
}

async function importZoho(request: ZohoImport, progress: Progress): Promise<ImportAnswer> {
  const zoho = await import('../db/import/zoho/import-zoho.js');
  return await runImport('zoho', request, progress, (db, options, onProgress) =>
    zoho.importZoho(db, request.folder, options, onProgress),
  );
}

async function importCsv(request: CsvImport, progress: Progress): Promise<ImportAnswer> {
  const csv = await import('../db/import/csv/import-csv.js');
  const { file, map, dryRun } = request;
  if (map !== undefined || dryRun)
    return await runImport('csv', request, progress, (db, options, onProgress) =>
      csv.importCsv(db, file, { ...options, dryRun, ...defined({ map }) }, onProgress),
    );
  const guess = await csv.guessMapFile(file);
  const [broken] = guess.findings;
  if (broken !== undefined)
    throw new CommandFailure({
      code: broken.code,
      cause: `${broken.file}:${broken.line}:${broken.column}  ${broken.message}`,
      fix: 'Correct the file, then try again.',
    });
  note('Nothing was imported: this is a guessed map. Keep it in a file, correct it, and give it to --map.');
  return { status: 'map-guessed', text: guess.text, report: { map: guess.text, unknownColumns: guess.unknown } };
}

/** The first user of ops, made with the access to the database that whoever runs this has. */
async function bootstrap({ email, name }: { readonly email: string; readonly name: string }): Promise<FirstAccess> {
  const { hashSecret, makeKey, newSecret } = await import('../api/auth/secrets.js');
  const { parseEmailAddress } = await import('../domain/mail-address.js');
  const { makeFirstOps } = await import('../db/people/first-ops.js');
  const { newId } = await import('../db/new-id.js');
  if (!parseEmailAddress(email).ok)
    throw wrongUse(`--email ${email} is no e-mail address.`, 'Give one address without a name.');
  const { db } = await openDatabase();
  const [id, token, now] = [newId('key'), newSecret(), Date.now()];
  const { text, hash } = makeKey(id);
  const until = now + 7 * DAY;
  try {
    const user = { email, name, key: { id, hash }, invitation: { hash: hashSecret(token), until } };
    const made = await makeFirstOps(db, user, now).catch(unreadable);
    if (!made.ok) throw refusedAs(made.error);
    const { publicUrl } = settings().links;
    const url = `${new URL('/invitation', publicUrl ?? 'http://127.0.0.1:4600').toString()}#${token}`;
    return { userId: made.value.userId, key: text, invitation: { url, until: formatInstant(until) } };
  } finally {
    await db.$disconnect();
  }
}

function unreadable(error: unknown): never {
  throw new CommandFailure({
    code: 'storage-unreachable',
    cause: `The database could not be read: ${error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error)}`,
    fix: 'Apply its migrations (`npm run migrate`), and run `followthrough doctor`: it says what is wrong.',
  });
}

function refusedAs(code: 'ops-exists' | 'user-email-taken'): CommandFailure {
  const { title, help } = ERRORS[code];
  return new CommandFailure({ code, cause: `${title}.`, fix: help });
}

/** Replayed by `deploy check` and `promote`: what is in flight, and what was lately. */
const OPEN_RUNS_REPLAYED = 2_000;
const CLOSED_RUNS_REPLAYED = 500;

/** The worker's builds on the Temporal that the environment names, else on that of the system that runs here. */
async function withWorkerBuilds<T>(work: (builds: WorkerBuilds) => Promise<T>): Promise<T> {
  const config = settings();
  const address = config.temporal.address ?? (await runtimeOf(config))?.temporalAddress;
  if (address === undefined)
    throw wrongUse('Nothing says where Temporal is.', 'Set TEMPORAL_ADDRESS, or start the system with `npm start`.');
  const { openTemporal } = await import('../temporal/connection.js');
  const client = await openTemporal({ ...config.temporal, address }).catch((error: unknown) => {
    throw new CommandFailure({
      code: 'engine-unreachable',
      cause: `Temporal at ${address} does not answer: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'Run `followthrough doctor`: it says what is wrong with Temporal.',
    });
  });
  try {
    const { createDeployments } = await import('../temporal/deployments.js');
    const { buildIdOf } = await import('../worker/build-id.js');
    const deployment = config.worker.deployment ?? DEFAULT_DEPLOYMENT;
    return await work({
      ...createDeployments(client, deployment, config.temporal.taskQueue),
      deployment,
      ownBuild: async () => config.worker.buildId ?? (await buildIdOf(repositoryRoot)),
      replay: async () => await replayOn(client, config.temporal.taskQueue),
    });
  } finally {
    await client.connection.close();
  }
}

/** Replays on the workflow code of this checkout what Temporal has of a task queue. */
async function replayOn(client: Client, taskQueue: string): Promise<ReplayReport> {
  const { historiesToReplay } = await import('../temporal/histories.js');
  const { buildWorkflows } = await import('../worker/bundle.js');
  const { replay, replayQuietly } = await import('../worker/replay.js');
  replayQuietly();
  const wanted = { taskQueue, open: OPEN_RUNS_REPLAYED, closed: CLOSED_RUNS_REPLAYED };
  return await replay(await buildWorkflows(repositoryRoot), historiesToReplay(client, wanted));
}

/** The start command as a child of its own, which has the terminal and hears Ctrl-C itself. */
function startSystem(args: readonly string[]): Promise<number> {
  const script = path.join(repositoryRoot, 'src', 'dev', 'main.ts');
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, script, ...args], {
    stdio: 'inherit',
    cwd: repositoryRoot,
  });
  // Ctrl-C reaches both: we stay until the child has ended its parts. What is sent to us alone is handed on.
  const stay = () => undefined;
  const handOn = () => child.kill('SIGTERM');
  process.on('SIGINT', stay);
  process.on('SIGTERM', handOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', stay);
      process.off('SIGTERM', handOn);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** On a terminal one line that is written over; else a line at most every five seconds, for logs. */
function createProgress(isTerminal: boolean): { readonly say: Progress; readonly end: () => void } {
  const EVERY_MS = 5_000;
  let last = 0;
  let open = false;
  return {
    say: (line) => {
      if (isTerminal) process.stderr.write(`\r\u001b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      else if (Date.now() - last >= EVERY_MS) {
        last = Date.now();
        process.stderr.write(`${line}\n`);
      }
      open = isTerminal;
    },
    end: () => {
      if (open) process.stderr.write('\n');
      open = false;
    },
  };
}

const progress = createProgress(process.stderr.isTTY === true);

function note(line: string): void {
  progress.end();
  process.stderr.write(`${line}\n`);
}

const depsOf = ({ json }: GlobalOptions): Deps => ({
  // JSON has its own escapes; what is for people must not command their terminal.
  api: async () => (json ? await openApi() : plainClient(await openApi())),
  readText,
  readBytes,
  readInput,
  sortMail: async (raw) => (await import('../mail/inbound/sort-mail.js')).sortRawMail(raw),
  writeText,
  scenarioFiles: async (place) => (await import('./scenario-files.js')).scenarioFiles(place),
  lintWorld,
  simulationWorld,
  readCsv,
  writeInto,
  lintChanges,
  uriOf,
  say: (text) => {
    progress.end();
    process.stdout.write(text);
  },
  doctor: async () => {
    const { runDoctor } = await import('../dev/doctor.js');
    return await runDoctor(settings());
  },
  importZoho,
  importCsv,
  bootstrap,
  withWorkerBuilds,
  startSystem,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  progress: progress.say,
  note,
  style: styleOf(!json && wantsColour(process.env, process.stdout.isTTY === true)),
});

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { version } = JSON.parse(await readFile(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
  version: string;
};
process.exitCode = await runCli(process.argv.slice(2), {
  version,
  out: (text) => {
    progress.end();
    process.stdout.write(text);
  },
  err: (text) => {
    progress.end();
    process.stderr.write(text);
  },
  deps: depsOf,
});
