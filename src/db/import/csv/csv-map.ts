import { z } from 'zod';
import { parseWith } from '../../../domain/definition/parse-with.js';
import type { Finding, StructureCode } from '../finding.js';

/** What a column can become. `custom.<field>` and `consent.<topic>` are more; `consent.*` is a consent to all. */
export const TARGETS = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'name',
  'company',
  'title',
  'language',
  'timezone',
  'country',
  'region',
  'city',
  'source',
  'channel',
  'status',
  'tags',
  'owner',
  'createdAt',
  'consent.source',
  'consent.at',
  'consent.text',
  'ignore',
] as const;

export type CsvTarget = (typeof TARGETS)[number] | `custom.${string}` | `consent.${string}`;

const CUSTOM = /^custom\.[a-z][A-Za-z0-9]{0,39}$/;
const CONSENT = /^consent\.(\*|[^\s\p{Cc}*]{1,100})$/u;

export const isTarget = (name: string): name is CsvTarget =>
  TARGETS.some((known) => known === name) || CUSTOM.test(name) || CONSENT.test(name);

const MORE = 'custom.<field> or consent.<topic>';

const target = z.string().refine(isTarget, { error: `expected one of ${TARGETS.join(', ')}, ${MORE}` });

const column = z.union([target, z.strictObject({ to: target, as: z.enum(['splitName']).optional() })]);

const schema = z.strictObject({
  source: z.string().trim().min(1).max(200).optional(),
  dates: z.enum(['day-first', 'month-first']).optional(),
  columns: z.record(z.string(), column),
  constants: z.record(z.string(), z.union([z.string().max(1000), z.array(z.string().max(200)).max(50)])).optional(),
});

export interface MappedColumn {
  readonly column: string;
  readonly to: CsvTarget;
  /** Parts a full name in first and last name. */
  readonly splitName: boolean;
}

/** How the columns of a list become contacts. */
export interface CsvMap {
  /** Where the people come from; `--source` says the same. */
  readonly source: string | null;
  readonly dates: 'day-first' | 'month-first' | null;
  readonly columns: readonly MappedColumn[];
  /** Values for every row that has none of its own. */
  readonly constants: readonly { readonly to: CsvTarget; readonly value: string }[];
}

/** Reads a map file. Faults come back all at once, with their places. */
export function parseCsvMap(
  text: string,
  file: string,
): { readonly map: CsvMap | null; readonly findings: readonly Finding<StructureCode>[] } {
  const parsed = parseWith({ file, text }, schema);
  if (!parsed.ok)
    return {
      map: null,
      findings: parsed.error.map(({ line, column: at, code, message }) => ({ file, line, column: at, code, message })),
    };
  const { value, locate } = parsed.value;
  const findings: Finding<StructureCode>[] = [];
  const fault = (path: readonly string[], message: string): void => {
    findings.push({ file, ...locate(path, 'key'), code: 'bad-map', message });
  };
  const columns = Object.entries(value.columns).map(([name, to]) =>
    typeof to === 'string'
      ? { column: name, to, splitName: false }
      : { column: name, to: to.to, splitName: to.as === 'splitName' },
  );
  for (const { column: name, to, splitName } of columns) {
    if (splitName && to !== 'name') fault(['columns', name], 'only a name can be split');
    if (to !== 'ignore' && to !== 'tags' && columns.find((other) => other.to === to)?.column !== name)
      fault(['columns', name], `another column is "${to}" already`);
  }
  if (!columns.some(({ to }) => to === 'email' || to === 'phone'))
    fault(['columns'], 'no column is "email" or "phone"; people must be told apart by one of them');
  const constants = Object.entries(value.constants ?? {}).flatMap(([to, given]) => {
    const known = target.safeParse(to);
    const isPersonal = to === 'email' || to === 'phone';
    if (known.success && !isPersonal)
      return [{ to: known.data, value: typeof given === 'string' ? given : given.join(',') }];
    fault(
      ['constants', to],
      isPersonal
        ? "an address or a phone number is nobody's if it is everybody's"
        : `"${to}" is no field; expected one of ${TARGETS.join(', ')}, ${MORE}`,
    );
    return [];
  });
  if (findings.length > 0) return { map: null, findings };
  return { map: { source: value.source ?? null, dates: value.dates ?? null, columns, constants }, findings };
}

/** The map as a file to start from. */
export function formatCsvMap(map: CsvMap): string {
  const lines = ['# Which column becomes what. Fields: ', `#   ${TARGETS.join(', ')}, ${MORE}`];
  lines.push(
    map.source === null
      ? '# source: Where these people come from (a trade show, a sign-up form), unless --source says it'
      : `source: ${JSON.stringify(map.source)}`,
  );
  lines.push(
    map.dates === null ? '# dates: day-first   # or month-first, for dates like 03/04/2027' : `dates: ${map.dates}`,
    'columns:',
  );
  for (const { column: name, to, splitName } of map.columns)
    lines.push(
      `  ${JSON.stringify(name)}: ${splitName ? `{ to: ${to}, as: splitName }` : to.includes('*') ? JSON.stringify(to) : to}`,
    );
  if (map.constants.length === 0) lines.push('# constants: { language: zh-CN, tags: [trade-show] }');
  else lines.push('constants:', ...map.constants.map(({ to, value }) => `  ${to}: ${JSON.stringify(value)}`));
  return `${lines.join('\n')}\n`;
}
