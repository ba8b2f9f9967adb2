import { parseDateValue } from '../calendar/date-value.js';
import type { Source } from '../definition/parse.js';
import { parseWith } from '../definition/parse-with.js';
import { type SubjectFile, subjectFile } from '../definition/schema-subject.js';
import type { Field, FieldCatalogue, RecordKind } from '../fields.js';
import { parseInstant } from '../instant.js';
import type { Fields, FieldValue } from '../journey/facts.js';
import { nearest } from '../nearest.js';
import { err, ok, type Result } from '../result.js';
import type { SimulationFinding } from './finding.js';

/** Whom a simulation sends through a definition, and what is known of their wishes. */
export interface Subject {
  readonly contact: Fields;
  readonly account: Fields | null;
  readonly deal: Fields | null;
  /** Null: one is invented. */
  readonly owner: Fields | null;
  /** Topics agreed to and unsubscribed from; `*` is all. */
  readonly consents: readonly string[];
  readonly optOuts: readonly string[];
  readonly suppressed: boolean;
}

const WISHES = ['consent', 'unsubscribed', 'suppressed'] as const;

/**
 * Reads `{ "contact", "account"?, "deal"?, "owner"? }`. A value of the wrong type is an error with its place; a field that
 * no deployment has is a warning, and kept: it can't be asked for, but templates of `calendar: owner` may look at it.
 */
export function parseSubject(
  source: Source,
  fields: FieldCatalogue,
): Result<
  { readonly subject: Subject; readonly warnings: readonly SimulationFinding[] },
  readonly SimulationFinding[]
> {
  const parsed = parseWith(source, subjectFile);
  if (!parsed.ok) return parsed;
  const { value, locate } = parsed.value;
  const findings: SimulationFinding[] = [];
  const report: Report = (severity, code, path, message) =>
    findings.push({ file: source.file, ...locate(path), severity, code, message });
  for (const kind of ['contact', 'account', 'deal', 'owner'] as const)
    checkRecord(kind, value[kind] ?? {}, fields, report);
  checkWishes(value.contact, report);
  if (findings.some(({ severity }) => severity === 'error')) return err(findings);
  return ok({ subject: subjectOf(value), warnings: findings });
}

type Report = (
  severity: SimulationFinding['severity'],
  code: SimulationFinding['code'],
  path: readonly string[],
  message: string,
) => void;

function subjectOf({ contact, account, deal, owner }: SubjectFile): Subject {
  const { consent, unsubscribed, suppressed, ...rest } = contact;
  return {
    contact: rest as Fields,
    account: (account ?? null) as Fields | null,
    deal: (deal ?? null) as Fields | null,
    owner: (owner ?? null) as Fields | null,
    consents: topics(consent),
    optOuts: topics(unsubscribed),
    suppressed: suppressed === true,
  };
}

const topics = (value: unknown): readonly string[] =>
  value === true ? ['*'] : Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

function checkRecord(
  kind: RecordKind,
  values: { readonly [name: string]: unknown },
  fields: FieldCatalogue,
  report: Report,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (kind === 'contact' && (WISHES as readonly string[]).includes(name)) continue;
    const field = fields[kind].get(name);
    if (field === undefined) {
      const meant = nearest(name, [...fields[kind].keys()]);
      const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
      report('warning', 'unknown-path', [kind, name], `${kind}.${name} is no field of this deployment${hint}`);
    } else if (value !== null && !isOf(field, value)) {
      report('error', 'wrong-type', [kind, name], `${kind}.${name} is ${SHAPES[field.type]}, not ${shown(value)}`);
    }
  }
}

function checkWishes(contact: { readonly [name: string]: unknown }, report: Report): void {
  for (const name of ['consent', 'unsubscribed'] as const) {
    const value = contact[name];
    if (value === undefined || value === null || typeof value === 'boolean' || isTexts(value)) continue;
    report('error', 'wrong-type', ['contact', name], `${name} is true or a list of topics, not ${shown(value)}`);
  }
  const { suppressed } = contact;
  if (suppressed !== undefined && suppressed !== null && typeof suppressed !== 'boolean')
    report('error', 'wrong-type', ['contact', 'suppressed'], `suppressed is true or false, not ${shown(suppressed)}`);
}

const SHAPES: { readonly [type in Field['type']]: string } = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  instant: 'an instant like "2027-01-31T09:00:00Z"',
  date: 'a date like "1990-05-17"',
  birthday: 'a birthday like "1990-05-17", "--05-17" or { "lunar": { "month": 8, "day": 15 } }',
  tags: 'a list of texts',
};

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');

/** Whether a value can be a field's. */
export function isOf({ type }: Field, value: FieldValue | unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'instant':
      return typeof value === 'string' && (parseInstant(value) !== undefined || parseDateValue(value) !== undefined);
    case 'date':
    case 'birthday':
      return parseDateValue(value) !== undefined;
    case 'tags':
      return isTexts(value);
  }
}

/** What a value is, without saying it: contacts are people. */
const shown = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
