import type { z } from 'zod';
import type { Target } from '../batch-writer.js';
import type { ContactContext } from '../contact-target.js';
import { type Note, reject, warn } from '../tally.js';
import type { Ids, References, ZohoKindName } from './references.js';

/** What a run of the import is told. */
export interface ZohoContext extends ContactContext {
  readonly timezone: string;
  readonly defaultCountry: string | null;
  /** Lead source where a row names none. */
  readonly source: string | null;
}

/** A row as parsed, by column name. Columns a file doesn't have are empty text. */
export type RawRow = { readonly [column: string]: string };

/** One file of the export. */
export interface Kind<Row, Entry> {
  readonly kind: ZohoKindName;
  readonly file: string;
  /** Columns without which the file isn't what its name says. */
  readonly needed: readonly string[];
  /** Columns that may be absent or that say nothing of their own (sums, tiers, repetitions). */
  readonly others: readonly string[];
  schema(context: ZohoContext): z.ZodType<Row>;
  /** The row's id, or null if the export gives rows of this kind none. */
  keyOf(row: Row): string | null;
  /** What to know a row without an id by; absent or null: all it says. The occurrence number is added. */
  contentKeyOf?(row: Row): string | null;
  /** What is to say of a row beside its types: references, dates that can't be. Names are noted here too. */
  check(row: Row, references: References, context: ZohoContext): readonly Note[];
  /** Makes the row known to later ones. */
  remember?(row: Row, references: References): void;
  /** Called for a rejected row, as far as it can be read. */
  rememberRejected?(raw: RawRow, references: References): void;
  toEntry(row: Row, references: References, ids: Ids, context: ZohoContext): Entry;
  target(context: ZohoContext): Target<Entry>;
  /** False if the stored record names no known customer. Absent: the question doesn't arise. */
  isLinked?(entry: Entry): boolean;
}

/** A kind whose row and entry types are its own business. */
export interface AnyKind {
  readonly kind: ZohoKindName;
  readonly file: string;
  readonly needed: readonly string[];
  readonly others: readonly string[];
  open(context: ZohoContext): OpenKind;
}

/** A kind within one pass over the files. */
export interface OpenKind {
  /** Parses and checks a row; remembers it if it is taken. */
  judge(raw: RawRow, references: References): Judged;
  /** Notes what can be read of a row that isn't taken. */
  noteRejected(raw: RawRow, references: References): void;
  readonly target: Target<unknown>;
  isLinked(entry: unknown): boolean;
}

export interface Judged {
  readonly notes: readonly Note[];
  /** Null: rejected. */
  readonly taken: Taken | null;
}

export interface Taken {
  /** The row's id; null: it has none and is known by `contentKey` or all it says, with its occurrence number. */
  readonly key: string | null;
  readonly contentKey: string | null;
  toEntry(ids: Ids): unknown;
}

/** Closes over a kind's types, so that all kinds can stand in one list. */
export function defineKind<Row, Entry>(kind: Kind<Row, Entry>): AnyKind {
  return {
    kind: kind.kind,
    file: kind.file,
    needed: kind.needed,
    others: kind.others,
    open: (context) => {
      const schema = kind.schema(context);
      return {
        judge: (raw, references) => judge(kind, schema, raw, references, context),
        noteRejected: (raw, references) => kind.rememberRejected?.(raw, references),
        target: kind.target(context) as Target<unknown>,
        isLinked: (entry) => kind.isLinked?.(entry as Entry) ?? true,
      };
    },
  };
}

function judge<Row, Entry>(
  kind: Kind<Row, Entry>,
  schema: z.ZodType<Row>,
  raw: RawRow,
  references: References,
  context: ZohoContext,
): Judged {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    kind.rememberRejected?.(raw, references);
    return { notes: parsed.error.issues.map(noteOf), taken: null };
  }
  const row = parsed.data;
  const key = kind.keyOf(row);
  const notes = [...kind.check(row, references, context)];
  if (key !== null && references.has(kind.kind, key))
    notes.push(reject('duplicate-id', kind.needed[0] ?? null, 'an earlier row of this file has the same id'));
  if (notes.some((note) => note.severity === 'reject')) {
    kind.rememberRejected?.(raw, references);
    return { notes, taken: null };
  }
  if (key !== null) references.add(kind.kind, key);
  kind.remember?.(row, references);
  return {
    notes,
    taken: {
      key,
      contentKey: kind.contentKeyOf?.(row) ?? null,
      toEntry: (ids) => kind.toEntry(row, references, ids, context),
    },
  };
}

function noteOf(issue: z.core.$ZodIssue): Note {
  const column = issue.path[0];
  const params = issue.code === 'custom' ? issue.params : undefined;
  if (!params) throw new Error(`a row schema failed without a code: ${issue.message}`);
  return reject(params['code'], typeof column === 'string' ? column : null, issue.message);
}

/** A warning if `later` is before `earlier`; both ISO text. */
export function inOrder(earlier: string | null, later: string | null, column: string, message: string): Note[] {
  return earlier !== null && later !== null && later < earlier ? [warn('date-order', column, message)] : [];
}
