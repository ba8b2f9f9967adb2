import { describe, expect, it } from 'vitest';
import { ROW_CODES, STRUCTURE_CODES, WARNING_CODES } from '../../../src/db/import/finding.js';
import { addsUp, formatReport, type ImportReport, totalsOf } from '../../../src/db/import/report.js';
import { IMPORT_CODES } from '../../../src/domain/error-codes/import-codes.js';
import { isErrorCode } from '../../../src/domain/errors.js';

const FILE = {
  file: 'Leads.csv',
  kind: 'lead',
  encoding: 'gb18030',
  delimiter: ';',
  rows: 10,
  created: 4,
  updated: 1,
  unchanged: 1,
  merged: 1,
  rejected: 3,
  unlinked: 0,
  warnings: 0,
  codes: [{ code: 'bad-date', severity: 'error', count: 3 }],
  findings: [{ file: 'Leads.csv', line: 7, column: 2, code: 'bad-date', message: 'expected a date' }],
} as const;

const REPORT: ImportReport = {
  status: 'done',
  system: 'zoho',
  runId: 'imp_1',
  timezone: 'Asia/Shanghai',
  defaultCountry: 'CN',
  source: null,
  out: '/tmp/out',
  files: [FILE],
  totals: totalsOf([FILE, FILE]),
  refusals: [],
  absentFiles: ['Tasks.csv'],
  unknownFiles: [],
  tookMs: 1234,
};

describe('the report of an import', () => {
  it('adds up, and says so', () => {
    expect(addsUp(REPORT.totals)).toBe(true);
    expect(addsUp({ ...REPORT.totals, merged: 0 })).toBe(false);
    expect(formatReport(REPORT)).toContain('20 = 8 + 2 + 2 + 2 + 6');
  });

  it('names place, code and reason of bad rows, the zone of naive times, and what was absent', () => {
    const text = formatReport(REPORT);
    expect(text).toContain('Leads.csv:7:2  bad-date  expected a date');
    expect(text).toContain('and 2 more');
    expect(text).toContain('Asia/Shanghai');
    expect(text).toContain('Not in the folder: Tasks.csv.');
    expect(text).toContain('gb18030');
  });

  it('uses no code that the table of codes does not explain, and the table none that is not used', () => {
    const used: readonly string[] = [...STRUCTURE_CODES, ...ROW_CODES, ...WARNING_CODES];
    expect(used.filter((code) => !isErrorCode(code))).toEqual([]);
    expect(Object.keys(IMPORT_CODES).filter((code) => !used.includes(code))).toEqual([]);
  });
});
