import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '../../../src/db/client.js';
import { createClock } from '../../../src/db/clock.js';
import { createFormDesk } from '../../../src/db/forms/desk.js';
import { createPrograms } from '../../../src/db/programs.js';
import type { FormDefinition } from '../../../src/domain/definition/definition.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { aDeployment } from '../../support/walk.js';

const TEXT = `
kind: form
id: trial
name: Trial
fields: [{ id: email, to: contact.email, label: Email, required: true }]
`;
const DAY = 86_400_000;
/** As in the demo: a day of business in half a minute. */
const RATE = DAY / 30_000;
const BEGUN = Date.parse('2026-11-30T10:00:00Z');
const BUSINESS = Date.parse('2026-03-09T12:30:00Z');

describe('what came by a form', () => {
  let database: TestDatabase;
  let db: Db;
  let real = BEGUN;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDb(database.url, 5);
    await db.definition.create({ data: { id: 'trial', kind: 'form', current: 1 } });
    const published = { version: 1, text: TEXT, textHash: '', publishedAt: new Date(BUSINESS), publishedBy: 'test' };
    await db.definitionVersion.create({ data: { definitionId: 'trial', ...published } });
  });
  afterAll(async () => {
    await db?.$disconnect();
    await database?.drop();
  });

  const deskOf = () =>
    createFormDesk({
      ...{ db, programs: createPrograms(db), deployment: aDeployment(), tell: async () => undefined },
      clock: createClock(
        () => ({ virtualAnchor: BUSINESS, realAnchor: BEGUN, rate: RATE }),
        () => real,
      ),
      notCounted: (error) => {
        throw error;
      },
    });

  const form = parseDefinition({ file: 'trial.yaml', text: TEXT }).definition as FormDefinition;
  const fill = (email: string, nonce: string, campaignId: string | null = null) =>
    deskOf().fillIn({
      ...{ form, version: 1, language: 'en', campaignId, nonce, consentText: null },
      submission: { email, contact: { email }, answers: { email, nonce }, agrees: false },
    });

  test('is counted and dated in business time, whatever the clock on the wall says', async () => {
    const desk = deskOf();
    desk.count({ formId: 'trial', campaignId: null, what: 'visit' });
    desk.count({ formId: 'trial', campaignId: 'spring', what: 'trap' });
    await desk.counted();
    expect(await fill('ada@visitors.example', 'n1', 'spring')).toBe('taken');
    expect(await fill('ada@visitors.example', 'n2')).toBe('taken');
    const at = '2026-03-09T12:30:00.000Z';
    const shown = {
      ...{ visits: 1, submissions: 2, newContacts: 1, blocked: 1, lastAt: at },
      campaigns: [{ id: 'spring', visits: 0, submissions: 1, newContacts: 1 }],
      refusals: [{ reason: 'trap', count: 1, lastAt: at }],
    };
    expect(await desk.get('trial')).toMatchObject(shown);
    expect(await desk.list()).toMatchObject([shown]);
  });

  test('is not counted when it was taken before, and no longer after 30 days of business', async () => {
    expect(await fill('ada@visitors.example', 'n2')).toBe('repeated');
    expect(await deskOf().get('trial')).toMatchObject({ submissions: 2 });
    real = BEGUN + (29 * DAY) / RATE;
    expect(await deskOf().get('trial')).toMatchObject({ submissions: 2, visits: 1 });
    real = BEGUN + (31 * DAY) / RATE;
    expect(await deskOf().get('trial')).toMatchObject({ submissions: 0, visits: 0, lastAt: null, campaigns: [] });
  });
});
