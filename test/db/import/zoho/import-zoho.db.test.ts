import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashAddressKey } from '../../../../src/db/address-hash.js';
import { type Db, openDb } from '../../../../src/db/client.js';
import type { RecordChange } from '../../../../src/db/import/change.js';
import type { ImportReport } from '../../../../src/db/import/report.js';
import { importZoho } from '../../../../src/db/import/zoho/import-zoho.js';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.js';
import { csvOf, type ExportRows, OWNERS, writeExport } from './export-builder.js';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const WHOLE: ExportRows = {
  'Users.csv': OWNERS,
  'Accounts.csv': [{}],
  'Leads.csv': [{ CONVERTED: 'Yes' }],
  'Contacts.csv': [{}],
  'Campaigns.csv': [{}],
  'Potentials.csv': [{}],
  'Invoices.csv': [{}],
  'Quotes.csv': [{}],
  'Calls.csv': [{}],
  'Tasks.csv': [{}, {}],
  'Cases.csv': [{}],
  'Campaign_Lead_Status.csv': [{}],
};

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 4);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  const tables = await db.$queryRaw<
    { name: string }[]
  >`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  await db.$executeRawUnsafe(`TRUNCATE ${tables.map((table) => `"${table.name}"`).join(', ')} CASCADE`);
});

async function run(
  rows: ExportRows,
  options: { timezone?: string; out?: string; announce?: (changes: readonly RecordChange[]) => void } = {},
): Promise<ImportReport> {
  const { announce, ...rest } = options;
  return importZoho(db, await writeExport(rows), {
    now: NOW,
    ...rest,
    announce: async (_tx, changes) => announce?.(changes),
  });
}

const countsOf = (report: ImportReport, file: string) => report.files.find((one) => one.file === file);

/** All rows of all tables but the log of runs. */
async function snapshot(): Promise<unknown> {
  return JSON.parse(
    JSON.stringify(
      await Promise.all([
        db.user.findMany({ orderBy: { id: 'asc' } }),
        db.account.findMany({ orderBy: { id: 'asc' } }),
        db.contact.findMany({ orderBy: { id: 'asc' } }),
        db.deal.findMany({ orderBy: { id: 'asc' } }),
        db.order.findMany({ orderBy: { id: 'asc' } }),
        db.quote.findMany({ orderBy: { id: 'asc' } }),
        db.call.findMany({ orderBy: { id: 'asc' } }),
        db.task.findMany({ orderBy: { id: 'asc' } }),
        db.case.findMany({ orderBy: { id: 'asc' } }),
        db.pastCampaign.findMany({ orderBy: { id: 'asc' } }),
        db.pastCampaignMember.findMany({ orderBy: { id: 'asc' } }),
        db.optOut.findMany(),
        db.consent.findMany(),
        db.suppression.findMany(),
        db.importedRow.findMany({ orderBy: [{ kind: 'asc' }, { key: 'asc' }] }),
      ]),
    ),
  );
}

describe('importing a Zoho export', () => {
  it('counts every row of every file, and the counts add up', async () => {
    const report = await run(WHOLE);
    expect(report.status).toBe('done');
    expect(report.totals).toMatchObject({ rows: 14, created: 13, merged: 1, rejected: 0 });
    const stored = await db.importRun.findUniqueOrThrow({ where: { id: report.runId ?? '' } });
    expect(stored.finishedAt).not.toBeNull();
    expect(stored.report).toMatchObject({ totals: { rows: 14 } });
  });

  it('makes one contact of a lead and a contact of one address, with the owner and source of the lead', async () => {
    await run(WHOLE);
    const contact = await db.contact.findFirstOrThrow({ include: { owner: true, account: true } });
    expect(await db.contact.count()).toBe(1);
    expect(contact).toMatchObject({
      email: 'denson@buyer.example',
      name: 'Denson',
      firstName: null,
      source: 'Trade Show',
      status: 'contacted',
      owner: { name: 'Rita Rep' },
      account: { name: 'Acme' },
    });
    expect(contact.createdAt.toISOString()).toBe('2021-04-15T00:03:00.000Z');
  });

  it('gives a deal the owner, source, stage, amount and dates of its potential', async () => {
    await run(WHOLE);
    const deal = await db.deal.findFirstOrThrow({ include: { contact: true } });
    const owner = await db.user.findFirstOrThrow({ where: { name: 'Tom Twin' } });
    expect(deal).toMatchObject({
      stage: 'closed-won',
      status: 'won',
      source: 'Online Store',
      ownerId: owner.id,
      currency: 'USD',
      probability: 100,
      contact: { name: 'Denson' },
    });
    expect(deal.amount?.toFixed(2)).toBe('22700.00');
    expect(deal.closedAt?.toISOString()).toBe('2021-04-25T00:03:00.000Z');
  });

  it('keeps what contacts say of their orders and calls true, cancelled orders left out', async () => {
    await run({
      ...WHOLE,
      'Invoices.csv': [
        {},
        { INVOICEID: '301', 'Grand Total': '$6.50', 'Created Time': '22 Apr, 2021 00:00:00' },
        { INVOICEID: '302', 'Invoice Status': 'Cancelled', 'Grand Total': '$1,000' },
      ],
    });
    const contact = await db.contact.findFirstOrThrow();
    expect(contact.orderCount).toBe(2);
    expect(contact.totalSpent.toFixed(2)).toBe('30.50');
    expect(contact.firstOrderAt?.toISOString()).toBe('2021-04-20T07:49:50.000Z');
    expect(contact.lastOrderAt?.toISOString()).toBe('2021-04-22T00:00:00.000Z');
    expect(contact.lastContactAt?.toISOString()).toBe('2021-04-15T23:03:00.000Z');
  });

  it('keeps exact repeats of rows without an id, each as a record of its own', async () => {
    const report = await run({ ...WHOLE, 'Tasks.csv': [{}, {}, {}] });
    expect(countsOf(report, 'Tasks.csv')).toMatchObject({ rows: 3, created: 3, unlinked: 3 });
    expect(await db.task.count()).toBe(3);
  });

  it('changes nothing the second time', async () => {
    const announced: RecordChange[] = [];
    const announce = (changes: readonly RecordChange[]) => void announced.push(...changes);
    await run({ ...WHOLE, 'Tasks.csv': [{}, {}, {}] }, { announce });
    const before = await snapshot();
    const again = await run({ ...WHOLE, 'Tasks.csv': [{}, {}, {}] }, { announce });
    expect(again.totals).toMatchObject({ rows: 15, unchanged: 15, created: 0, updated: 0, merged: 0 });
    expect(await snapshot()).toEqual(before);
    expect(announced).toEqual([]);
  });

  it('completes an import that was cut off, as if it had not been', async () => {
    const rows = {
      ...WHOLE,
      'Leads.csv': Array.from({ length: 1200 }, (_, i) => ({
        LEADID: String(100 + i),
        Email: i === 0 ? 'denson@buyer.example' : `p${i}@buyer.example`,
      })),
    };
    let batches = 0;
    const folder = await writeExport(rows);
    const cutOff = importZoho(db, folder, { now: NOW }, (progress) => {
      if (progress.phase === 'write' && progress.file === 'Leads.csv' && ++batches === 2)
        throw new Error('the power failed');
    });
    await expect(cutOff).rejects.toThrow('the power failed');
    expect(await db.contact.count()).toBe(1000);
    const report = await importZoho(db, folder, { now: NOW });
    expect(countsOf(report, 'Leads.csv')).toMatchObject({ unchanged: 1000, created: 200 });
    expect(await db.contact.count()).toBe(1200);
    expect((await importZoho(db, folder, { now: NOW })).totals).toMatchObject({ created: 0, updated: 0, merged: 0 });
  });

  it('announces what changed of records that were there, and only that', async () => {
    await run(WHOLE);
    const announced: RecordChange[] = [];
    const report = await run(
      {
        ...WHOLE,
        'Leads.csv': [{ CONVERTED: 'Yes', Company: 'Acme Ltd' }],
        'Potentials.csv': [{ Stage: 'Closed Lost' }],
      },
      { announce: (changes) => void announced.push(...changes) },
    );
    const contact = await db.contact.findFirstOrThrow();
    const deal = await db.deal.findFirstOrThrow();
    expect(report.totals.updated).toBe(2);
    expect(announced).toEqual([
      { type: 'contact.changed', contactId: contact.id, set: { company: 'Acme Ltd' } },
      { type: 'deal.changed', contactId: contact.id, dealId: deal.id, set: { stage: 'closed-lost' } },
      { type: 'deal.lost', contactId: contact.id, dealId: deal.id },
    ]);
    expect(deal).toMatchObject({ status: 'lost', stage: 'closed-lost' });
  });

  it('unsubscribes the one who opted out, suppresses the one who bounced, and guesses nobody', async () => {
    const report = await run({
      ...WHOLE,
      'Leads.csv': [
        {},
        { LEADID: '101', 'Last Name': 'Hall', Email: 'hall@buyer.example' },
        { LEADID: '102', 'Last Name': 'Lee', Email: 'a@buyer.example' },
        { LEADID: '103', 'Last Name': 'Lee', Email: 'b@buyer.example' },
      ],
      'Campaign_Lead_Status.csv': [
        { Status: 'Opted Out' },
        { 'Lead Last Name': 'Hall', Status: 'Bounced' },
        { 'Lead Last Name': 'Lee', Status: 'Opted Out' },
        { 'Lead Last Name': 'Nobody', Status: 'Bounced' },
      ],
    });
    expect(countsOf(report, 'Campaign_Lead_Status.csv')).toMatchObject({
      rows: 4,
      created: 4,
      unlinked: 2,
      warnings: 2,
    });
    expect(countsOf(report, 'Campaign_Lead_Status.csv')?.codes.map(({ code }) => code)).toEqual([
      'ambiguous-name',
      'unmatched-name',
    ]);
    const denson = await db.contact.findFirstOrThrow({ where: { name: 'Denson' } });
    expect(await db.optOut.findMany()).toMatchObject([{ contactId: denson.id, topic: '*' }]);
    expect(await db.consent.findMany()).toMatchObject([{ contactId: denson.id, granted: false }]);
    expect(await db.suppression.findMany()).toMatchObject([
      { addressHash: hashAddressKey('hall@buyer.example'), reason: 'hard-bounce' },
    ]);
  });

  it('stores calls that name nobody known and counts them as unlinked', async () => {
    const report = await run({
      ...WHOLE,
      'Calls.csv': [
        {},
        { TASKID: '501', CONTACTID: '', LEADID: '100', ACCOUNTID: '' },
        { TASKID: '502', CONTACTID: '', ACCOUNTID: '' },
        { TASKID: '503', CONTACTID: '9999', ACCOUNTID: '' },
      ],
    });
    expect(countsOf(report, 'Calls.csv')).toMatchObject({ rows: 4, created: 4, unlinked: 2, rejected: 0 });
    expect(await db.call.count({ where: { contactId: { not: null } } })).toBe(2);
  });

  it('rejects bad rows with line, column and code, keeps them in a file, and takes the others', async () => {
    const out = await mkdtemp(join(tmpdir(), 'import-out-'));
    const report = await run(
      {
        ...WHOLE,
        'Leads.csv': [
          {},
          { LEADID: '101', Email: 'evil@buyer.example\nBcc: all@buyer.example' },
          { LEADID: '100', Email: 'x@buyer.example' },
          { LEADID: '104', Email: 'y@buyer.example', 'Created Time': '31 Feb, 2021 00:00:00' },
        ],
      },
      { out },
    );
    expect(countsOf(report, 'Leads.csv')).toMatchObject({ rows: 4, created: 1, rejected: 3 });
    const places = countsOf(report, 'Leads.csv')?.findings.map(({ line, column, code }) => [line, column, code]);
    // The second row takes two lines.
    expect(places).toEqual([
      [3, 5, 'address-control-character'],
      [5, 1, 'duplicate-id'],
      [6, 9, 'bad-date'],
    ]);
    const rejected = await readFile(join(out, 'rejected-Leads.csv'), 'utf8');
    expect(rejected).toContain('LEADID');
    expect(rejected.match(/address-control-character|duplicate-id|bad-date/g)).toHaveLength(3);
    expect(JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))).toMatchObject({ totals: { rejected: 3 } });
  });

  it('rejects a potential whose lead is unknown', async () => {
    const report = await run({ ...WHOLE, 'Potentials.csv': [{ LEADID: '77777' }] });
    expect(countsOf(report, 'Potentials.csv')).toMatchObject({
      rows: 1,
      rejected: 1,
      codes: [{ code: 'unknown-lead', count: 1 }],
    });
  });

  it('warns of dates in an order that can not be, and takes the row', async () => {
    const report = await run({ ...WHOLE, 'Potentials.csv': [{ 'Closing Date': '01 Jan, 2020 00:00:00' }] });
    expect(countsOf(report, 'Potentials.csv')).toMatchObject({
      created: 1,
      rejected: 0,
      warnings: 1,
      codes: [{ code: 'date-order', severity: 'warning' }],
    });
  });

  it('reads times without a zone in the zone it is told, and says so', async () => {
    const report = await run(WHOLE, { timezone: 'Asia/Shanghai' });
    expect(report.timezone).toBe('Asia/Shanghai');
    expect((await db.contact.findFirstOrThrow()).createdAt.toISOString()).toBe('2021-04-14T16:03:00.000Z');
  });

  it('knows the owners of an earlier import when Users.csv is absent', async () => {
    await run(WHOLE);
    const { 'Users.csv': _users, ...rest } = WHOLE;
    const report = await run({
      ...rest,
      'Leads.csv': [{}, { LEADID: '101', 'Last Name': 'Zed', Email: 'z@buyer.example' }],
    });
    expect(report.absentFiles).toEqual(['Users.csv']);
    expect(report.totals).toMatchObject({ created: 1, updated: 0, warnings: 0 });
    expect((await db.contact.findFirstOrThrow({ where: { email: 'z@buyer.example' } })).ownerId).not.toBeNull();
  });

  it('writes nothing when any file is broken, and names all that are', async () => {
    const folder = await writeExport(WHOLE);
    await appendFile(join(folder, 'Cases.csv'), '"Rita Rep,Closed,never closed\n');
    await writeFile(join(folder, 'Quotes.csv'), csvOf('Quotes.csv', [{}]).replace('Grand Total', 'Grand Totl'));
    await writeFile(join(folder, 'Tasks.csv'), '');
    const report = await importZoho(db, folder, { now: NOW });
    expect(report.status).toBe('refused');
    expect(report.refusals.map(({ file, line, code }) => [file, line, code])).toEqual([
      ['Quotes.csv', 1, 'missing-column'],
      ['Tasks.csv', 1, 'empty-file'],
      ['Cases.csv', 3, 'unclosed-quote'],
    ]);
    expect(report.refusals[0]?.message).toContain('"Grand Total" (there is "Grand Totl")');
    expect(await db.user.count()).toBe(0);
    expect(await db.importRun.count()).toBe(0);
  });

  it('refuses a folder that is not there, and a zone or country that does not exist', async () => {
    expect((await importZoho(db, '/nowhere/at/all', { now: NOW })).refusals).toMatchObject([
      { code: 'no-such-folder' },
    ]);
    const report = await importZoho(db, '/nowhere', { now: NOW, timezone: 'Mars/Base', defaultCountry: 'XX' });
    expect(report.refusals.map(({ code }) => code)).toEqual(['bad-zone', 'bad-country']);
  });
});
