import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { addAttributesCommand, missingAttributes } from '../domain/journey/search-attributes.js';
import type { Checkup, DoctorSettings } from './checkup.js';
import { programVersion } from './doctor-machine.js';
import { isPortFree } from './ports.js';
import { clusterFolder, postgresNative, serverUser } from './postgres-files.js';
import type { RuntimeInfo } from './runtime-file.js';
import { CLI_VERSION, installedCli } from './temporal-cli.js';

type Running = RuntimeInfo | undefined;
const WAIT_MS = 5_000;
const well = (name: string, detail: string): Checkup => ({ name, state: 'well', detail, fix: null });
const reason = (error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (text === '' ? code : text).split('\n')[0] ?? text;
};

/** Whether the usual ports are free. Taken ones are no fault: a start then takes others, and says which. */
export async function checkPorts(settings: DoctorSettings, running: Running): Promise<Checkup> {
  const name = 'Ports';
  if (running !== undefined) return well(name, `in use by the running system, whose API is ${running.apiUrl}`);
  const wished = [settings.api.port, 54_330, 7_233, 8_233, 4_625, 4_680].filter((port) => port !== 0);
  const taken: number[] = [];
  for (const port of wished) if (!(await isPortFree(port))) taken.push(port);
  if (taken.length === 0) return well(name, `${wished.join(', ')} are free`);
  const detail = `taken by another program: ${taken.join(', ')}; a start takes free ones in their place`;
  return { name, state: 'doubtful', detail, fix: 'nothing to do, or end that program, or set API_PORT' };
}

/** The database named, the running one, or whether ours can start. */
export async function checkPostgres(settings: DoctorSettings, running: Running): Promise<Checkup> {
  const name = 'Postgres';
  const url = settings.database.url ?? running?.databaseUrl;
  if (url === undefined) {
    const user = await serverUser();
    await postgresNative(user);
    const { folder, closed } = await clusterFolder(settings.dataDir, user);
    const place = closed === undefined ? '' : ` (${closed} is closed to the user postgres; files go to ${folder})`;
    return well(name, `the embedded one can start${place}`);
  }
  const host = new URL(url).host;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: WAIT_MS });
  try {
    await client.connect();
    const answer = await client.query<{ server_version: string }>('show server_version');
    return well(name, `${answer.rows[0]?.server_version ?? 'a server'} answers at ${host}`);
  } catch (error) {
    const fix = 'start that server, or correct DATABASE_URL, or unset it for the embedded one';
    return { name, state: 'faulty', detail: `no use of ${host}: ${reason(error)}`, fix };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The server named, the running one, or whether ours can be had. */
export async function checkTemporal(settings: DoctorSettings, running: Running): Promise<Checkup> {
  const name = 'Temporal';
  const { namespace } = settings.temporal;
  const address = settings.temporal.address ?? running?.temporalAddress;
  if (address === undefined) return temporalToBe(settings);
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: WAIT_MS, ...(await access(settings)) });
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    await connection.workflowService.describeNamespace({ namespace });
    const detail = `server ${serverVersion} answers at ${address}, namespace ${namespace}`;
    return await searchAttributesOf(connection, namespace, well(name, detail));
  } catch (error) {
    const fix =
      'correct TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE or its TLS and key, or unset them for the embedded server';
    return { name, state: 'faulty', detail: `no use of ${address}, namespace ${namespace}: ${reason(error)}`, fix };
  } finally {
    await connection?.close();
  }
}

/** Without its search attributes journeys run as well: Temporal's UI shows less of them. */
async function searchAttributesOf(connection: Connection, namespace: string, found: Checkup): Promise<Checkup> {
  const listed = await connection.operatorService.listSearchAttributes({ namespace }).catch(() => null);
  if (listed === null) {
    const detail = `${found.detail}; whether it has the search attributes can't be seen`;
    return { ...found, state: 'doubtful', detail, fix: 'none needed; docs/operations.md names them' };
  }
  const missing = missingAttributes(listed.customAttributes);
  if (missing.length === 0) return found;
  const detail = `${found.detail}, which lacks search attributes: ${missing.join(', ')}`;
  const fix = `none if the worker may make them when it starts, else \`${addAttributesCommand(namespace, missing)}\``;
  return { ...found, state: 'doubtful', detail, fix };
}

async function access({ temporal }: DoctorSettings) {
  const { certPath, keyPath } = temporal.tls ?? { certPath: null, keyPath: null };
  const pair =
    certPath === null || keyPath === null
      ? {}
      : { clientCertPair: { crt: await readFile(certPath), key: await readFile(keyPath) } };
  return {
    ...(temporal.tls === null ? {} : { tls: pair }),
    ...(temporal.apiKey === null ? {} : { apiKey: temporal.apiKey }),
  };
}

async function temporalToBe(settings: DoctorSettings): Promise<Checkup> {
  const name = 'Temporal';
  const { cacheDir } = settings;
  const installed = await installedCli({ cliPath: settings.temporal.cliPath, cacheDir });
  if (installed !== undefined) return well(name, `the embedded server can start (${installed})`);
  if (await downloadsAnswer()) return well(name, `the first start downloads the CLI ${CLI_VERSION}`);
  const go = await programVersion('go', 'version');
  if (go !== undefined) {
    const detail = 'the official download cannot be reached';
    return {
      name,
      state: 'doubtful',
      detail,
      fix: `none needed: the first start builds it with ${go}, in some minutes`,
    };
  }
  const detail = 'no CLI here, no official download within reach, and no Go to build one';
  return { name, state: 'faulty', detail, fix: 'install Go or the Temporal CLI, or set TEMPORAL_ADDRESS' };
}

async function downloadsAnswer(): Promise<boolean> {
  try {
    const answer = await fetch('https://github.com/temporalio/cli/releases', {
      method: 'HEAD',
      signal: AbortSignal.timeout(WAIT_MS),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** The mail server named, the running catcher, or that ours will start. */
export async function checkMail(settings: DoctorSettings, running: Running): Promise<Checkup> {
  const name = 'SMTP';
  const address = settings.smtp.url ?? running?.smtpUrl;
  if (address === undefined) return well(name, 'the mail catcher starts by itself and keeps all mail here');
  const url = new URL(address);
  try {
    const greeting = await greetingOf(url);
    if (greeting.startsWith('220')) return well(name, `${url.host} answers`);
    throw new Error(`it answered ${greeting.slice(0, 80)}, expected 220`);
  } catch (error) {
    const fix = 'correct SMTP_URL, or unset it for the mail catcher';
    return { name, state: 'faulty', detail: `no use of ${url.host}: ${reason(error)}`, fix };
  }
}

function greetingOf(url: URL): Promise<string> {
  const secure = url.protocol === 'smtps:';
  const target = { host: url.hostname, port: Number(url.port || (secure ? 465 : 587)) };
  return new Promise((resolve, reject) => {
    const socket = secure ? connectTls({ ...target, servername: url.hostname }) : connect(target);
    socket.setTimeout(WAIT_MS, () => socket.destroy(new Error(`no greeting within ${WAIT_MS / 1000} s`)));
    socket.once('error', reject);
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '');
      socket.end('QUIT\r\n');
    });
    socket.once('close', () => reject(new Error('it closed the connection without a greeting')));
  });
}
