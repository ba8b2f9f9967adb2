import { randomBytes } from 'node:crypto';
import { applyMigrations } from '../../../src/db/migrate.js';
import { onServer } from '../../support/on-server.js';
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
