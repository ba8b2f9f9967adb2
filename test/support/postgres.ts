import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { onServer } from './on-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the template database, migrated; test databases are copies of it. */
    readonly templateUrl: string;
  }
}

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Drops the database, ending what is still connected to it. */
  drop(): Promise<void>;
}

/** A fresh, migrated database for one test file: a copy of the template, made in some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'));
  const templateName = template.pathname.slice(1);
  const name = `followthrough_test_${randomBytes(6).toString('hex')}`;
  await onServer(inject('templateUrl'), `create database ${name} template ${templateName}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    name,
    drop: () => onServer(inject('templateUrl'), `drop database if exists ${name} with (force)`),
  };
}

/** A fresh database with nothing in it, for tests of the migrations themselves. */
export async function createEmptyTestDatabase(): Promise<TestDatabase> {
  const name = `followthrough_test_${randomBytes(6).toString('hex')}`;
  await onServer(inject('templateUrl'), `create database ${name} template template0`);
  const url = new URL(inject('templateUrl'));
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    name,
    drop: () => onServer(inject('templateUrl'), `drop database if exists ${name} with (force)`),
  };
}
