import { isValidZone } from '../../../domain/calendar/zone.js';
import { normalizeEmailAddress, parseEmailAddress } from '../../../domain/mail-address.js';
import { type ContactEntry, NO_CONTACT } from '../contact-entry.js';
import { parseCountryText } from '../country-text.js';
import { parseDateText } from '../date-text.js';
import { oneLine } from '../one-line.js';
import { splitName } from '../person-name.js';
import { parsePhoneText } from '../phone-text.js';
import { type Note, reject, warn } from '../tally.js';
import { readWishes } from './convert-wishes.js';
import type { CsvMap, CsvTarget, MappedColumn } from './csv-map.js';

export interface ConvertContext {
  readonly map: CsvMap;
  readonly timezone: string;
  readonly defaultCountry: string | null;
  readonly source: string;
  /** Users by name and by address, both in lower case; null: several have it. */
  readonly owners: ReadonlyMap<string, string | null>;
  /** Business time, epoch ms. */
  readonly now: number;
}

export interface Converted {
  /** Null if a note rejects the row. */
  readonly entry: ContactEntry | null;
  readonly notes: readonly Note[];
}

/** A column's number, and what it becomes. */
export interface PlacedColumn extends MappedColumn {
  readonly index: number;
}

/** The contact that a row of a list describes, and what is to say of it. */
export function convertRow(
  fields: readonly string[],
  columns: readonly PlacedColumn[],
  context: ConvertContext,
): Converted {
  const given = new GivenFields(fields, columns, context.map);
  const notes: Note[] = [];
  const email = readEmail(given, notes);
  const country = readCountry(given, context, notes);
  const phone = readPhone(given, country, notes);
  const createdAt = readDate(given, context, notes);
  const wishes = readWishes(given, context, notes);
  if (email === null && phone === null && !isRejected(notes))
    notes.push(
      reject(
        'missing-value',
        given.columnOf('email') ?? given.columnOf('phone'),
        'the row has neither address nor phone number; expected one of them',
      ),
    );
  const entry: ContactEntry = {
    ...NO_CONTACT,
    ...email,
    ...readName(given),
    phone,
    country,
    createdAt,
    company: given.text('company'),
    title: given.text('title'),
    language: given.text('language'),
    timezone: readZone(given, notes),
    region: given.text('region'),
    city: given.text('city'),
    source: given.text('source') ?? context.source,
    channel: given.text('channel'),
    status: given.text('status'),
    tags: given.tags(),
    ownerId: readOwner(given, context, notes),
    custom: given.custom(),
    ...(wishes.length === 0 ? {} : { wishes }),
  };
  return { entry: isRejected(notes) ? null : entry, notes };
}

const isRejected = (notes: readonly Note[]): boolean => notes.some((note) => note.severity === 'reject');

/** What the row, or else the map's constants, say of a field. */
class GivenFields {
  constructor(
    private readonly fields: readonly string[],
    private readonly columns: readonly PlacedColumn[],
    private readonly map: CsvMap,
  ) {}

  columnOf(to: CsvTarget): string | null {
    return this.columns.find((column) => column.to === to)?.column ?? null;
  }

  /** As it stands in the row, line breaks and all. */
  raw(to: CsvTarget): string {
    const column = this.columns.find((candidate) => candidate.to === to);
    const own = column === undefined ? '' : (this.fields[column.index] ?? '');
    return own.trim() === '' ? (this.map.constants.find((constant) => constant.to === to)?.value ?? '') : own;
  }

  text(to: CsvTarget): string | null {
    return oneLine(this.raw(to));
  }

  isSplit(): boolean {
    return this.columns.some((column) => column.to === 'name' && column.splitName);
  }

  /** All columns of tags, and the constant ones. */
  tags(): string[] {
    const given = this.columns
      .filter((column) => column.to === 'tags')
      .map((column) => this.fields[column.index] ?? '');
    const constant = this.map.constants.find(({ to }) => to === 'tags')?.value ?? '';
    const tags = [...given, constant].flatMap((text) => text.split(/[,;|，；、]/)).flatMap((tag) => oneLine(tag) ?? []);
    return [...new Set(tags)];
  }

  custom(): { [field: string]: string } {
    const targets = new Set(
      [...this.columns, ...this.map.constants].map(({ to }) => to).filter((to) => to.startsWith('custom.')),
    );
    return Object.fromEntries(
      [...targets].flatMap((to) => {
        const value = this.text(to);
        return value === null ? [] : [[to.slice('custom.'.length), value]];
      }),
    );
  }
}

function readEmail(given: GivenFields, notes: Note[]): { email: string; emailKey: string } | null {
  const text = given.raw('email');
  if (/^ *$/.test(text)) return null;
  const parsed = parseEmailAddress(text);
  if (parsed.ok) return { email: parsed.value.address, emailKey: normalizeEmailAddress(parsed.value) };
  notes.push(reject(parsed.error.code, given.columnOf('email'), parsed.error.message));
  return null;
}

function readName(given: GivenFields): Pick<ContactEntry, 'name' | 'firstName' | 'lastName'> {
  const name = given.text('name');
  const parts =
    name !== null && given.isSplit()
      ? splitName(name)
      : { firstName: given.text('firstName'), lastName: given.text('lastName') };
  if (name !== null) return { ...parts, name };
  const { firstName, lastName } = parts;
  // 李 and 小龙 are written together, family name first.
  const isHan = /^\p{Script=Han}+$/u.test(`${lastName ?? ''}${firstName ?? ''}`);
  const joined = isHan
    ? `${lastName ?? ''}${firstName ?? ''}`
    : [firstName, lastName].filter((part) => part !== null).join(' ');
  return { ...parts, name: joined || null };
}

function readCountry(given: GivenFields, context: ConvertContext, notes: Note[]): string | null {
  const text = given.text('country');
  if (text === null) return context.defaultCountry;
  const code = parseCountryText(text);
  if (code === undefined)
    notes.push(
      warn('unknown-value', given.columnOf('country'), 'this is no country that we know; the contact has none'),
    );
  return code ?? null;
}

function readPhone(given: GivenFields, country: string | null, notes: Note[]): string | null {
  const text = given.text('phone');
  if (text === null) return null;
  const phone = parsePhoneText(text, country);
  if (!phone.valid)
    notes.push(
      warn(
        'bad-phone',
        given.columnOf('phone'),
        'this is no phone number as far as we can tell; it is kept as written',
      ),
    );
  return phone.number;
}

function readDate(given: GivenFields, context: ConvertContext, notes: Note[]): string | null {
  const text = given.text('createdAt');
  if (text === null) return null;
  const at = parseDateText(text, context.timezone, context.map.dates ?? undefined);
  if (at !== undefined) return new Date(at).toISOString();
  notes.push(
    reject(
      'bad-date',
      given.columnOf('createdAt'),
      'expected a date like 2021-04-15 or 15 Apr, 2021 (for 15/04/2021 the map says `dates: day-first`)',
    ),
  );
  return null;
}

function readZone(given: GivenFields, notes: Note[]): string | null {
  const zone = given.text('timezone');
  if (zone === null || isValidZone(zone)) return zone;
  notes.push(warn('unknown-value', given.columnOf('timezone'), 'this is no IANA time zone; the contact has none'));
  return null;
}

function readOwner(given: GivenFields, context: ConvertContext, notes: Note[]): string | null {
  const owner = given.text('owner');
  if (owner === null) return null;
  const id = context.owners.get(owner.toLowerCase());
  if (id === undefined)
    notes.push(
      warn('unknown-owner', given.columnOf('owner'), 'no user has this name or address; the contact has no owner'),
    );
  if (id === null)
    notes.push(
      warn('ambiguous-owner', given.columnOf('owner'), 'several users have this name; the contact has no owner'),
    );
  return id ?? null;
}
