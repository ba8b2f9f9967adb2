import type { Field, FieldCatalogue, RecordKind } from '../fields.js';
import type { Fields, FieldValue } from '../journey/facts.js';
import { nearest } from '../nearest.js';
import { err, ok, type Result } from '../result.js';
import type { SimulationFinding } from './finding.js';
import { isOf, type Subject } from './subject.js';

/** A table of people as it was read: the names of its columns, and its rows with the lines where they begin. */
export interface PeopleTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly fields: readonly string[] }[];
}

type Column =
  | { readonly kind: RecordKind; readonly name: string; readonly field: Field }
  | { readonly kind: 'wish'; readonly name: 'consent' | 'unsubscribed' | 'suppressed' };

/**
 * People from a CSV: columns are fields of the contact (`email`, `country`), or with their record before them
 * (`account.industry`, `deal.amount`, `owner.name`), and `consent`, `unsubscribed`, `suppressed`. Tags and topics are
 * separated by semicolons. An empty cell is a missing value; an unknown column is a warning.
 */
export function parseSubjects(
  file: string,
  { header, rows }: PeopleTable,
  fields: FieldCatalogue,
): Result<
  { readonly subjects: readonly Subject[]; readonly warnings: readonly SimulationFinding[] },
  readonly SimulationFinding[]
> {
  const warnings: SimulationFinding[] = [];
  const columns = header.map((title, i) => {
    const column = columnOf(title, fields);
    if (column !== null) return column;
    const meant = nearest(title, [...fields.contact.keys()]);
    const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
    const message = `the column ${i + 1} is named like no field, and is left out${hint}`;
    warnings.push({ file, line: 1, column: i + 1, severity: 'warning', code: 'unknown-path', message });
    return null;
  });
  const findings: SimulationFinding[] = [];
  if (rows.length === 0)
    findings.push({
      file,
      line: 1,
      column: 1,
      severity: 'error',
      code: 'bad-line',
      message: 'there is nobody in this file',
    });
  const subjects = rows.map(({ line, fields: cells }) =>
    subjectOf(cells, columns, (column, message) =>
      findings.push({ file, line, column, severity: 'error', code: 'wrong-type', message }),
    ),
  );
  return findings.length > 0 ? err(findings) : ok({ subjects, warnings });
}

function columnOf(title: string, fields: FieldCatalogue): Column | null {
  if (title === 'consent' || title === 'unsubscribed' || title === 'suppressed') return { kind: 'wish', name: title };
  const [, prefix = 'contact', name = ''] = /^(?:(contact|account|deal|owner)\.)?(.+)$/.exec(title) ?? [];
  const kind = prefix as RecordKind;
  const field = fields[kind].get(name);
  return field === undefined ? null : { kind, name, field };
}

function subjectOf(
  cells: readonly string[],
  columns: readonly (Column | null)[],
  report: (column: number, message: string) => void,
): Subject {
  const records: { [kind in RecordKind]: { [name: string]: FieldValue } } = {
    contact: {},
    account: {},
    deal: {},
    owner: {},
  };
  const wishes = {
    consent: [] as readonly string[],
    unsubscribed: [] as readonly string[],
    suppressed: [] as readonly string[],
  };
  columns.forEach((column, i) => {
    const text = (cells[i] ?? '').trim();
    if (column === null || text === '') return;
    if (column.kind === 'wish') {
      wishes[column.name] = /^(true|yes|1)$/i.test(text) ? ['*'] : /^(false|no|0)$/i.test(text) ? [] : listOf(text);
      return;
    }
    const value = cellValue(column.field, text);
    if (value === undefined) report(i + 1, `${column.kind}.${column.name} can't be read as ${column.field.type}`);
    else records[column.kind][column.name] = value;
  });
  const orNull = (record: Fields): Fields | null => (Object.keys(record).length === 0 ? null : record);
  return {
    contact: records.contact,
    account: orNull(records.account),
    deal: orNull(records.deal),
    owner: orNull(records.owner),
    consents: wishes.consent,
    optOuts: wishes.unsubscribed,
    suppressed: wishes.suppressed.length > 0,
  };
}

const listOf = (text: string): string[] =>
  text
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');

function cellValue(field: Field, text: string): FieldValue | undefined {
  const value = read(field, text);
  return value !== undefined && isOf(field, value) ? value : undefined;
}

function read({ type }: Field, text: string): FieldValue | undefined {
  switch (type) {
    case 'number':
      return Number(text);
    case 'boolean':
      return /^(true|yes|1)$/i.test(text) ? true : /^(false|no|0)$/i.test(text) ? false : undefined;
    case 'tags':
      return listOf(text);
    default:
      return text;
  }
}
