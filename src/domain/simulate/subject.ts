import { parseDateValue } from '../calendar/date-value.js';
import type { Position } from '../definition/finding.js';
import type { Source } from '../definition/parse.js';
import { parseWith } from '../definition/parse-with.js';
import { type SubjectFile, subjectFile } from '../definition/schema-subject.js';
import type { Field, FieldCatalogue, RecordKind } from '../fields.js';
import { parseInstant } from '../instant.js';
import type { Fields, FieldValue } from '../journey/facts.js';
import { jsonFault } from '../json-fault.js';
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
  /** Of one whose address was an erased person's: the topics that they have agreed to since. No other marketing goes there. */
  readonly agreedSince?: readonly string[];
}

const RECORDS = ['contact', 'account', 'deal', 'owner'] as const;

/**
 * Reads `{ "contact", "account"?, "deal"?, "owner"? }`, JSON to the letter. A value of the wrong type and a field that no
 * deployment has are errors with their places, all at once.
 */
export function parseSubject(source: Source, fields: FieldCatalogue): Result<Subject, readonly SimulationFinding[]> {
  const fault = jsonFault(source.text);
  if (fault !== null)
    return err([{ file: source.file, ...placeOf(source.text, fault.offset), ...BROKEN, message: fault.message }]);
  const parsed = parseWith(source, subjectFile);
  if (!parsed.ok) return parsed;
  const { value, locate } = parsed.value;
  const findings: SimulationFinding[] = [];
  const report: Report = (code, path, message, at) =>
    void findings.push({ file: source.file, ...locate(path, at), severity: 'error', code, message });
  for (const kind of RECORDS) {
    const { consent: _c, unsubscribed: _u, suppressed: _s, ...values } = value[kind] ?? {};
    checkFields(kind, kind === 'contact' ? values : (value[kind] ?? {}), fields, (code, name, message) =>
      report(code, [kind, name], message),
    );
  }
  for (const key of Object.keys(value))
    if (!(RECORDS as readonly string[]).includes(key))
      report('unknown-key', [key], `unknown key "${key}"; expected ${RECORDS.join(', ')}`, 'key');
  checkWishes(value.contact, report);
  return findings.length > 0 ? err(findings) : ok(subjectOf(value));
}

const BROKEN = { severity: 'error', code: 'bad-json' } as const;

function placeOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

type Report = (code: SimulationFinding['code'], path: readonly string[], message: string, at?: 'key') => void;

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

/** What `calendar: owner` goes by; no path of the format leads there. */
const OWNER_PLACE: ReadonlySet<string> = new Set(['country']);

/** Whether a record's values are fields of this deployment, of the right types. Messages don't repeat the values. */
export function checkFields(
  kind: RecordKind,
  values: { readonly [name: string]: unknown },
  fields: FieldCatalogue,
  report: (code: 'unknown-path' | 'wrong-type', name: string, message: string) => void,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (kind === 'owner' && OWNER_PLACE.has(name) && (value === null || typeof value === 'string')) continue;
    const field = fields[kind].get(name);
    if (field === undefined) {
      const meant = nearest(name, [...fields[kind].keys()]);
      const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
      report('unknown-path', name, `${kind}.${name} is no field of this deployment${hint}`);
    } else if (value !== null && !isOf(field, value)) {
      report('wrong-type', name, `${kind}.${name} is ${SHAPES[field.type]}, not ${shown(value)}`);
    }
  }
}

function checkWishes(contact: { readonly [name: string]: unknown }, report: Report): void {
  for (const name of ['consent', 'unsubscribed'] as const) {
    const value = contact[name];
    if (value === undefined || value === null || typeof value === 'boolean' || isTexts(value)) continue;
    report('wrong-type', ['contact', name], `${name} is true or a list of topics, not ${shown(value)}`);
  }
  const { suppressed } = contact;
  if (suppressed !== undefined && suppressed !== null && typeof suppressed !== 'boolean')
    report('wrong-type', ['contact', 'suppressed'], `suppressed is true or false, not ${shown(suppressed)}`);
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
