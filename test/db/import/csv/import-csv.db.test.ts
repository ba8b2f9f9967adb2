import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Db, openDb } from '../../../../src/db/client.js';
import { type CsvOptions, importCsv } from '../../../../src/db/import/csv/import-csv.js';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.js';

const NOW = Date.parse('2027-01-01T00:00:00Z');

let database: TestDatabase;
let db: Db;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 4);
  folder = await mkdtemp(join(tmpdir(), 'import-csv-'));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await db.importedRow.deleteMany();
  await db.contact.deleteMany();
  await db.importRun.deleteMany();
});

async function run(text: string, options: Partial<CsvOptions> & { mapText?: string } = {}) {
  const { mapText, ...rest } = options;
  const path = join(folder, 'fair.csv');
  await writeFile(path, text);
  if (mapText !== undefined) await writeFile(join(folder, 'map.yaml'), mapText);
  return importCsv(db, path, {
    now: NOW,
    ...(mapText === undefined ? {} : { map: join(folder, 'map.yaml') }),
    ...rest,
  });
}

describe('importing a list', () => {
  it('reads a Chinese list by the guessed map', async () => {
    const report = await run(
      '姓名,手机,邮箱,公司,职位,城市,备注\n欧阳修文,138 0013 8000,ouyang@buyer.example,文公司,经理,上海,喜欢喝茶\n',
      { source: 'Canton Fair', defaultCountry: 'CN' },
    );
    expect(report).toMatchObject({ status: 'done', source: 'Canton Fair', totals: { rows: 1, created: 1 } });
    expect(await db.contact.findFirstOrThrow()).toMatchObject({
      name: '欧阳修文',
      lastName: '欧阳',
      firstName: '修文',
      phone: '+8613800138000',
      company: '文公司',
      title: '经理',
      city: '上海',
      country: 'CN',
      source: 'Canton Fair',
      custom: { note: '喜欢喝茶' },
    });
  });

  it('refuses a list from nowhere', async () => {
    const report = await run('email\na@buyer.example\n');
    expect(report).toMatchObject({ status: 'refused', refusals: [{ code: 'missing-source' }] });
    expect(await db.contact.count()).toBe(0);
  });

  it('reads columns, constants, dates and names as the map says', async () => {
    await run('Wer;Mail;Wann;Egal\nJohn van Doe;j@buyer.example;03/04/2027 10:00;x\n', {
      timezone: 'Europe/Berlin',
      mapText:
        'source: Hannover Messe\ndates: day-first\ncolumns:\n  Wer: { to: name, as: splitName }\n  Mail: email\n  Wann: createdAt\n  Egal: ignore\nconstants: { language: de, tags: [fair, b2b] }\n',
    });
    const contact = await db.contact.findFirstOrThrow();
    expect(contact).toMatchObject({
      firstName: 'John van',
      lastName: 'Doe',
      language: 'de',
      tags: ['fair', 'b2b'],
      source: 'Hannover Messe',
    });
    expect(contact.createdAt.toISOString()).toBe('2027-04-03T08:00:00.000Z');
  });

  it('merges by address, else by phone, and fills gaps without overwriting', async () => {
    await run('name,email,phone,company\nAnn,a@buyer.example,+493012345678,First\n', { source: 'One' });
    const report = await run(
      'name,email,phone,company,city\nAnne,A@Buyer.example,,Second,Berlin\n,,+49 30 12345678,,\nBob,,+49 30 99999999,,\n',
      { source: 'Two' },
    );
    expect(report.totals).toMatchObject({ rows: 3, merged: 2, created: 1 });
    const ann = await db.contact.findFirstOrThrow({ where: { emailKey: 'a@buyer.example' } });
    expect(ann).toMatchObject({ name: 'Ann', company: 'First', city: 'Berlin', source: 'One' });
  });

  it('takes two people of one phone and two addresses for two, and a phone of several for nobody', async () => {
    const report = await run(
      'name,email,phone\nAnn,a@buyer.example,+493012345678\nBob,b@buyer.example,+493012345678\nCy,,+493012345678\n',
      { source: 'One' },
    );
    expect(report.totals).toMatchObject({ created: 3, merged: 0 });
  });

  it('changes nothing the second time, and updates what changed', async () => {
    const list = 'name,email,phone\nAnn,a@buyer.example,\nBob,,+493012345678\nAnn,a@buyer.example,\n';
    expect((await run(list, { source: 'One' })).totals).toMatchObject({ created: 2, merged: 1 });
    const before = await db.contact.findMany({ orderBy: { id: 'asc' } });
    expect((await run(list, { source: 'One' })).totals).toMatchObject({
      rows: 3,
      unchanged: 3,
      created: 0,
      merged: 0,
      updated: 0,
    });
    expect(await db.contact.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    expect((await run(list.replace('Bob', 'Rob'), { source: 'One' })).totals).toMatchObject({
      unchanged: 2,
      updated: 1,
    });
    expect(await db.contact.count({ where: { name: 'Rob' } })).toBe(1);
  });

  it('says in a dry run what an import would do, and does nothing', async () => {
    await run('email\na@buyer.example\n', { source: 'One' });
    const list = `email,phone,Stand\na@buyer.example,,1\n${Array.from({ length: 700 }, (_, i) => `p${i}@buyer.example,,2\n`).join('')}P0@buyer.example,,3\nbad@@x,,4\n`;
    const dry = await run(list, { source: 'Two', dryRun: true });
    expect(dry).toMatchObject({
      status: 'dry-run',
      runId: null,
      totals: { rows: 703, created: 700, merged: 2, rejected: 1 },
    });
    expect(await db.contact.count()).toBe(1);
    expect(await db.importedRow.count()).toBe(1);
    const real = await run(list, { source: 'Two' });
    expect(real.totals).toEqual(dry.totals);
  });

  it('tells of columns it does not understand, and keeps rejected rows with their reasons', async () => {
    const report = await run('email,Stand\nbad@@x,"A ""1"""\na@buyer.example,B2\n', { source: 'One', out: folder });
    expect(report.files[0]?.findings.map(({ line, column, code }) => [line, column, code])).toEqual([
      [1, 2, 'unknown-column'],
      [2, 1, 'address-syntax'],
    ]);
    const rejected = await readFile(join(folder, 'rejected-fair.csv'), 'utf8');
    expect(rejected.split('\n')[1]).toBe('bad@@x,"A ""1""",2,1,address-syntax,the address has more than one @');
  });

  it.each([
    ['columns:\n  email: email\n  email: phone\n', 'yaml-syntax'],
    ['a: &a [1]\nb: *c\n', 'yaml-syntax'],
    ['columns: { email: e-mail }\n', 'wrong-type'],
    ['columns: { mail: email }\n', 'missing-column'],
    ['columns: { name: name }\n', 'bad-map'],
    ['columns: { email: email }\nconstants: { phone: "1" }\n', 'bad-map'],
  ])('refuses the map %j with a place', async (mapText, code) => {
    const report = await run('email,name\na@buyer.example,Ann\n', { source: 'One', mapText });
    expect(report.status).toBe('refused');
    expect(report.refusals.map((finding) => finding.code)).toContain(
      code === 'duplicate-id' ? report.refusals[0]?.code : code,
    );
    expect(report.refusals[0]?.line).toBeGreaterThan(0);
    expect(await db.contact.count()).toBe(0);
  });
});
