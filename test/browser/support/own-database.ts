import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { applyMigrations } from '../../../src/db/migrate.js';
import type { TestDatabase } from '../../support/postgres.js';
import type { WorldInfo } from './world.js';

/** A migrated database beside the world's, with nobody in it. */
export async function ownDatabase(world: WorldInfo): Promise<TestDatabase> {
  const name = `own_${randomBytes(6).toString('hex')}`;
  await onServer(world.databaseUrl, `create database ${name}`);
  const url = new URL(world.databaseUrl);
  url.pathname = `/${name}`;
  await applyMigrations(url.toString());
  const drop = () => onServer(world.databaseUrl, `drop database if exists ${name} with (force)`);
  return { url: url.toString(), name, drop };
}

async function onServer(databaseUrl: string, sql: string): Promise<void> {
  const url = new URL(databaseUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
