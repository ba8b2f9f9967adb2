import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { loadConfig, repositoryRoot } from '../../src/config/env.js';
import { applyMigrations } from '../../src/db/migrate.js';
import { startGuard } from '../../src/dev/guard.js';
import { startPostgres } from '../../src/dev/postgres.js';
import { ensureTemporalCli } from '../../src/dev/temporal-cli.js';
import { ensureGreenMail } from './greenmail-jars.js';
import { ensureTimeSkippingServer } from './time-skipping-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Temporal CLI, for dev servers. */
    readonly temporalCli: string;
    /** Path of the script that starts the time-skipping server. */
    readonly timeSkippingServer: string;
  }
}

/**
 * Runs once before the tests that need services: one Postgres for all of them, and the Temporal programs.
 * What is missing on the machine (Go, Java, Maven) ends the run with its name; nothing is skipped.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const config = loadConfig(process.env);
  const say = (line: string) => process.stdout.write(`[services] ${line}\n`);
  const temporalCli = await ensureTemporalCli({
    cliPath: config.temporal.cliPath,
    cacheDir: config.cacheDir,
    environment: process.env,
    buildFiles: path.join(repositoryRoot, 'tools/temporal-cli'),
    say,
  });
  const timeSkippingServer = await ensureTimeSkippingServer(config.cacheDir, say);
  const greenMail = await ensureGreenMail(config.cacheDir, say);
  const folder = await mkdtemp(path.join(tmpdir(), 'followthrough-test-'));
  // As root the server is another user, who must be able to enter.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({
    dataDir: folder,
    port: 0,
    environment: process.env,
    database: 'followthrough_test_template',
    // Nothing here has to outlive a crash of the machine, and nothing is large.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' },
  });
  // A run that is killed leaves no server behind.
  const guard = startGuard();
  guard.add(postgres.pid);
  const end = async () => {
    guard.release();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    if (!postgres.folder.startsWith(folder)) await rm(postgres.folder, { recursive: true, force: true });
  };
  try {
    await applyMigrations(postgres.url);
    await seal(postgres.url);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('templateUrl', postgres.url);
  project.provide('temporalCli', temporalCli);
  project.provide('timeSkippingServer', timeSkippingServer);
  project.provide('greenMail', greenMail);
  return end;
}

/** A database can be copied only while nobody is connected to it; Prisma's engine keeps its connections a while. */
async function seal(templateUrl: string): Promise<void> {
  const url = new URL(templateUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    await client.query(`alter database ${name} with allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  } finally {
    await client.end();
  }
}
