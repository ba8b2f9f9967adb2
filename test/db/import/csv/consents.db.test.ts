import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Db, openDb } from '../../../../src/db/client.js';
import { grantedTopics } from '../../../../src/db/granted-topics.js';
import type { RecordChange } from '../../../../src/db/import/change.js';
import { type CsvOptions, importCsv } from '../../../../src/db/import/csv/import-csv.js';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.js';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const HEAD = 'email,consent.news,consent.*,consent.source,consent.at,consent.text';

let database: TestDatabase;
let db: Db;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 4);
  folder = await mkdtemp(join(tmpdir(), 'import-consents-'));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await db.importedRow.deleteMany();
  await db.consent.deleteMany();
  await db.optOut.deleteMany();
  await db.contact.deleteMany();
});

async function run(text: string, options: Partial<CsvOptions> = {}) {
  const path = join(folder, 'list.csv');
  await writeFile(path, text);
  return await importCsv(db, path, { now: NOW, source: 'Fair', ...options });
}

const consents = () => db.consent.findMany({ orderBy: [{ at: 'asc' }, { topic: 'asc' }] });

describe('consents in a list', () => {
  it('are kept with topic, source, time and words as the list has them, and once however often it is imported', async () => {
    const list = `${HEAD}\na@b.example,yes,,form:fair,2026-05-04 09:00,Send me news\nc@b.example,,是,,2026/5/5,我同意\n`;
    const report = await run(list, { timezone: 'Europe/Berlin' });
    expect(report.totals).toMatchObject({ created: 2, rejected: 0 });
    const kept = await consents();
    expect(kept).toMatchObject([
      { topic: 'news', granted: true, source: 'form:fair', text: 'Send me news', at: new Date('2026-05-04T07:00:00Z') },
      { topic: '*', granted: true, source: 'Fair', text: '我同意', at: new Date('2026-05-04T22:00:00Z') },
    ]);
    expect((await run(list, { timezone: 'Europe/Berlin' })).totals).toMatchObject({ unchanged: 2 });
    expect(await consents()).toEqual(kept);
  });

  it('need their time and words; a fault loses the row and is told with its column', async () => {
    const rows = [
      'a@b.example,yes,,,,Send me news',
      'b@b.example,yes,,,2026-05-04,',
      'c@b.example,perhaps,,,2026-05-04,Yes',
      'd@b.example,yes,,,04.05.26,Yes',
      'e@b.example,yes,,,2027-05-04,Yes',
      'f@b.example,,,,,',
    ];
    const report = await run(`${HEAD}\n${rows.join('\n')}\n`);
    expect(report.totals).toMatchObject({ rows: 6, created: 1, rejected: 5 });
    const told = report.files[0]?.findings.map(({ line, column, code }) => `${line}:${column} ${code}`) ?? [];
    expect(told).toEqual(
      expect.arrayContaining([
        '2:5 missing-value',
        '3:6 missing-value',
        '4:2 bad-flag',
        '5:5 bad-date',
        '6:5 bad-date',
      ]),
    );
    expect(await db.consent.count()).toBe(0);
  });

  it('do not bring back what was taken back since, and end what was refused before', async () => {
    const words = 'Send me news';
    await run(`${HEAD}\na@b.example,yes,,,2026-05-04,${words}\nb@b.example,yes,,,2026-05-04,${words}\n`);
    const ids = await db.contact.findMany({ orderBy: { emailKey: 'asc' }, select: { id: true } });
    const [a = { id: '' }, b = { id: '' }] = ids;
    const refuse = async (contactId: string, day: string) => {
      const said = { contactId, topic: 'news', source: 'link', at: new Date(day) };
      await db.optOut.create({ data: said });
      await db.consent.create({ data: { ...said, id: `cns_${contactId}`, granted: false } });
    };
    await refuse(a.id, '2026-08-01');
    await refuse(b.id, '2026-06-01');
    await run(`${HEAD}\na@b.example,yes,,,2026-07-04,${words}\nb@b.example,yes,,,2026-07-04,${words}\n`, {
      source: 'Second fair',
    });
    expect(await db.optOut.findMany({ select: { contactId: true } })).toEqual([{ contactId: a.id }]);
    const granted = async (contactId: string) =>
      grantedTopics(await db.consent.findMany({ where: { contactId }, orderBy: { at: 'asc' } }));
    expect(await granted(a.id)).toEqual([]);
    expect(await granted(b.id)).toEqual(['news']);
  });

  it('may be refusals, with no more than a no: journeys of those who were there hear of them, once', async () => {
    await run('email\na@b.example\n');
    const told: RecordChange[] = [];
    const announce: CsvOptions['announce'] = async (_, changes) => void told.push(...changes);
    const list = 'email,consent.news\na@b.example,No\nz@b.example,退订\n';
    await run(list, { source: 'Second fair', announce });
    await run(list, { source: 'Second fair', announce, now: NOW + 1000 });
    await run(list.replace('email,', 'email,company,').replaceAll('example,', 'example,ACME,'), {
      ...{ source: 'Second fair', announce, now: NOW + 2000 },
    });
    expect(told.filter(({ type }) => type === 'contact.unsubscribed')).toMatchObject([{ topic: 'news' }]);
    expect(await db.optOut.findMany({ select: { topic: true, at: true } })).toEqual([
      { topic: 'news', at: new Date(NOW) },
      { topic: 'news', at: new Date(NOW) },
    ]);
    expect(await db.consent.count()).toBe(2);
  });

  it('of 10,000 dirty rows: every row goes somewhere, no yes is made up, and what is at fault is told', async () => {
    const answers = ['yes', ' YES ', 'no', '', 'maybe', '1', '0', '同意', '拒绝', 'yes no', '"y\n"', 'null'];
    const times = ['2026-05-04', '"4 May, 2026 09:00"', '2026年5月4日', '', '31.02.2026', '2099-01-01', 'gestern'];
    const words = ['Send me news', '', '"a, ""quoted"" one"', '我同意', '\u200b'];
    const rows = Array.from({ length: 10_000 }, (_, i) =>
      [`p${i}@dirty.example`, answers[i % 12], answers[(i * 7 + 3) % 12], '', times[i % 7], words[i % 5]].join(','),
    );
    const report = await run(`${HEAD}\n${rows.join('\n')}\n`);
    const { rows: seen, created, rejected } = report.totals;
    expect(seen).toBe(10_000);
    expect(created + rejected).toBe(10_000);
    const isYes = (text = '') => ['yes', '1', '同意', 'y'].includes(text.replace(/["\s]/g, '').toLowerCase());
    const mayBeYes = new Set(
      rows.flatMap((_, i) =>
        isYes(answers[i % 12]) || isYes(answers[(i * 7 + 3) % 12]) ? [`p${i}@dirty.example`] : [],
      ),
    );
    const given = await db.consent.findMany({ where: { granted: true }, include: { contact: true } });
    expect(given.length).toBeGreaterThan(500);
    for (const { contact, text, at } of given) {
      expect(mayBeYes).toContain(contact.email);
      expect(text).toMatch(/\p{L}/u);
      expect(at.getTime()).toBeLessThanOrEqual(NOW);
    }
    const codes = report.files[0]?.codes.filter(({ severity }) => severity === 'error').map(({ code }) => code) ?? [];
    expect(codes.sort()).toEqual(['bad-date', 'bad-flag', 'missing-value']);
  });
});
