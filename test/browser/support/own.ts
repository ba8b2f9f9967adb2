import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { type ApiClient, createApiClient } from '../../../src/api/client.js';
import type { Role } from '../../../src/api/contracts/common.js';
import { createContact } from '../../../src/api/contracts/contacts.js';
import { startJourney } from '../../../src/api/contracts/journeys.js';
import { listTasks, type TaskView } from '../../../src/api/contracts/tasks.js';
import { type Db, openDb } from '../../../src/db/client.js';
import { launchBrowser } from './chromium.js';
import { type Language, userId } from './people.js';
import type { Landmarks, Placed } from './seed.js';
import { type Place, type Visit, type VisitOptions, visit } from './visit.js';
import type { WorldInfo } from './world.js';

/** What a test file of the page has: a browser of its own in the shared world. */
export interface Desk {
  readonly world: WorldInfo;
  readonly landmarks: Landmarks;
  readonly db: Db;
  /** As ops. */
  readonly api: ApiClient;
  readonly browser: Browser;
  /** Opens a window that is closed after the test, which then fails if the page threw. */
  open(role: Role | null, options?: VisitOptions & Partial<Place>): Promise<Visit>;
  /** A person of this test's own, with a care call waiting (a form, three outcomes). */
  careCall(name: string, language?: Language): Promise<Placed & { readonly task: TaskView }>;
}

/** Gives a test file its browser and world, and takes them away after it. */
export function useDesk(): Desk {
  let browser: Browser;
  let db: Db;
  const open: Visit[] = [];
  const world = inject('world');
  const api = createApiClient({ url: world.apiUrl, key: world.opsKey });
  beforeAll(async () => {
    db = openDb(world.databaseUrl, 3);
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const errors = open.flatMap((visit) => visit.errors);
    await Promise.all(open.splice(0).map((visit) => visit.close()));
    expect(errors, 'the page threw or logged errors').toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await db?.$disconnect();
  });
  return {
    world,
    landmarks: inject('landmarks'),
    api,
    get db() {
      return db;
    },
    get browser() {
      return browser;
    },
    open: async (role, { url = world.apiUrl, db: its = db, ...options } = {}) => {
      const opened = await visit(browser, { url, db: its }, role, options);
      open.push(opened);
      return opened;
    },
    careCall: (name, language = 'en') => careCall(api, db, name, language),
  };
}

async function careCall(api: ApiClient, db: Db, name: string, language: Language) {
  const ownerId = await userId(db, 'rep', language);
  const timezone = language === 'en' ? 'America/New_York' : 'Asia/Shanghai';
  // A lead of the shipped journey would have tasks of its own.
  const { contact, started } = await api.call(createContact, { body: { name, language, timezone, ownerId } });
  const { id } = await api.call(startJourney, { body: { definition: 'care-call', contactId: contact.id } });
  const task = await eventually(async () => {
    const { data } = await api.call(listTasks, { query: { journey: id, limit: 1 } as never });
    return data[0];
  });
  return { contactId: contact.id, journeyId: id, name, task, started };
}

/** Asks again until there is an answer. */
export async function eventually<T>(look: () => Promise<T | undefined>, ms = 20_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`nothing after ${ms / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
