import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CsvRow, openCsv, readRows } from '../../../src/db/import/csv-source.js';
import { BrokenFile } from '../../../src/db/import/finding.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-source-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Buffer) {
  const path = join(folder, 'list.csv');
  await writeFile(path, content);
  const source = await openCsv(path, 'list.csv');
  const rows: CsvRow[] = [];
  for await (const row of readRows(source)) rows.push(row);
  return { source, rows, fields: rows.map((row) => row.fields), lines: rows.map((row) => row.line) };
}

async function faultOf(content: string | Buffer) {
  try {
    await read(content);
  } catch (cause) {
    if (cause instanceof BrokenFile) return cause.finding;
    throw cause;
  }
  throw new Error('the file was read without a fault');
}

describe('a CSV file', () => {
  it('is read without its byte order mark', async () => {
    const { source } = await read('\ufeffname,email\nAnn,a@x.example\n');
    expect(source).toMatchObject({ header: ['name', 'email'], encoding: 'utf-8', guessed: false });
  });

  it('is read as GB18030 if it is no UTF-8', async () => {
    // "姓名,城市" and "李,上海" in GB18030.
    const bytes = Buffer.from('d0d5c3fb2cb3c7cad00ac0ee2cc9cfbaa30a', 'hex');
    const { source, fields } = await read(bytes);
    expect(source).toMatchObject({ header: ['姓名', '城市'], encoding: 'gb18030', guessed: true });
    expect(fields).toEqual([['李', '上海']]);
  });

  it('is read as UTF-16 with tabs, as spreadsheets write it', async () => {
    const { source, fields } = await read(Buffer.from('\ufeff姓名\t备注\n李\ta,b\n', 'utf16le'));
    expect(source).toMatchObject({ encoding: 'utf-16le', delimiter: '\t' });
    expect(fields).toEqual([['李', 'a,b']]);
  });

  it.each([
    ['name;note\nAnn;"x, y, z"\nBob;a,b\n', ';'],
    ['name,note\nAnn,a;b\n', ','],
    ['name\nAnn\n', ','],
  ] as const)('finds the delimiter of %j', async (content, delimiter) => {
    expect((await read(content)).source.delimiter).toBe(delimiter);
  });

  it('knows on which line each row begins, over blank lines, CRLF and quoted line breaks', async () => {
    const { lines, fields } = await read('a,b\r\n1,2\r\n\r\n\r\n"x\r\ny\r\nz",3\r\n,\r\n4,5');
    expect(fields).toEqual([
      ['1', '2'],
      ['x\r\ny\r\nz', '3'],
      ['4', '5'],
    ]);
    expect(lines).toEqual([2, 5, 9]);
  });

  it('gives back any fields that were written to it', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', '姓', '"', ',', ';', '\n', ' ') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('k', 'l'), field), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const text = rows.map(([a, b]) => `${a},"${b.replaceAll('"', '""')}"\n`).join('');
          expect((await read(`one,two\n${text}`)).fields).toEqual(rows.map((row) => [...row]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('marks a row of too few or too many fields and reads on', async () => {
    const { rows } = await read('a,b\n1\n1,2,3\n1,2\n');
    expect(rows.map((row) => row.fault && [row.fault.line, row.fault.column, row.fault.code])).toEqual([
      [2, 2, 'wrong-column-count'],
      [3, 3, 'wrong-column-count'],
      null,
    ]);
  });

  it('marks a row with an endless field', async () => {
    const { rows } = await read(`a,b\n1,${'x'.repeat(40_000)}\n`);
    expect(rows[0]?.fault).toMatchObject({ line: 2, column: 2, code: 'field-too-long' });
  });

  it.each([
    ['', 1, 0, 'empty-file'],
    ['\ufeff\r\n\n', 1, 0, 'empty-file'],
    ['a,b\n1,2\n\n3,"4\n5,6\n', 4, 2, 'unclosed-quote'],
    ['a,b\n1,2\n\n3,4"\n5,6\n', 4, 2, 'stray-quote'],
    ['a,b\n1,2\n3,"4"x\n', 3, 2, 'stray-quote'],
    ['a,b\n1,\0\n', 2, 0, 'nul-byte'],
    ['a,b,A\n', 1, 3, 'duplicate-column'],
    [`a,b\n1,2\n3,"${'4\n'.repeat(600_000)}`, 3, 2, 'record-too-long'],
    [Buffer.from('612c620ae9202cff0a', 'hex'), 1, 0, 'unknown-encoding'],
  ])('is refused with a place when it is broken (%#)', async (content, line, column, code) => {
    expect(await faultOf(content)).toMatchObject({ file: 'list.csv', line, column, code });
  });

  it('is refused when it is not there', async () => {
    await expect(openCsv(join(folder, 'none.csv'), 'none.csv')).rejects.toMatchObject({
      finding: { code: 'unreadable-file' },
    });
  });

  it('is refused when it changes between two readings', async () => {
    const path = join(folder, 'moving.csv');
    await writeFile(path, 'a\n1\n');
    const source = await openCsv(path, 'moving.csv');
    await writeFile(path, 'a\n1\n2\n');
    await expect(readRows(source).next()).rejects.toMatchObject({ finding: { code: 'file-changed' } });
  });

  it('of 200 MB is read in memory that does not grow with it', { timeout: 120_000 }, async () => {
    const path = join(folder, 'big.csv');
    const out = createWriteStream(path);
    const note = 'n'.repeat(970);
    out.write('id,name,note\n');
    for (let block = 0; block < 200; block++) {
      const text = Array.from({ length: 1050 }, (_, i) => `${block * 1050 + i},"Lee, ${i}",${note}\n`).join('');
      if (!out.write(text)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
    const before = process.memoryUsage().rss;
    const source = await openCsv(path, 'big.csv');
    expect(source.scanned.bytes).toBeGreaterThan(200e6);
    let rows = 0;
    let peak = 0;
    for await (const row of readRows(source)) {
      if (row.fields.length === 3) rows += 1;
      if (rows % 2000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
    }
    expect(rows).toBe(210_000);
    expect(peak - before).toBeLessThan(150e6);
  });
});
