import { z } from 'zod';
import type { Text } from './definition/definition.js';
import type { Finding } from './definition/finding.js';
import type { Source } from './definition/parse.js';
import { parseWith } from './definition/parse-with.js';
import { name, strict, text } from './definition/schema-values.js';
import { err, ok, type Result } from './result.js';

/**
 * What a record's field holds. `instant` is ISO 8601 text with a zone; `date` is `1990-05-17`; `birthday` is a date, a
 * date without a year, or a lunar date; `tags` is a list of texts.
 */
export type FieldType = 'text' | 'number' | 'boolean' | 'instant' | 'date' | 'birthday' | 'tags';

export type RecordKind = 'contact' | 'account' | 'deal' | 'owner';

export interface Field {
  readonly type: FieldType;
  readonly label?: Text;
  /** True if `fields.yaml` declares it. */
  readonly custom: boolean;
}

/** All fields of all records of a deployment. */
export type FieldCatalogue = { readonly [kind in RecordKind]: ReadonlyMap<string, Field> };

const BUILT_IN: { readonly [kind in RecordKind]: { readonly [type in FieldType]?: string } } = {
  contact: {
    text: 'id email phone firstName lastName name company title language timezone country region city source channel status stage',
    tags: 'tags',
    number: 'score orderCount totalSpent satisfaction',
    birthday: 'birthday',
    instant: 'firstOrderAt lastOrderAt lastContactAt createdAt updatedAt',
    boolean: 'doNotContact',
  },
  account: { text: 'id name industry region country website', number: 'size' },
  deal: {
    text: 'id name stage currency product channel',
    number: 'amount probability',
    instant: 'expectedCloseAt closedAt createdAt',
  },
  owner: { text: 'id name email phone team manager language timezone' },
};

const builtIn = (kind: RecordKind): [string, Field][] =>
  Object.entries(BUILT_IN[kind]).flatMap(([type, names]) =>
    names.split(' ').map((each): [string, Field] => [each, { type: type as FieldType, custom: false }]),
  );

/** The fields that every deployment has. */
export const BUILT_IN_FIELDS: FieldCatalogue = {
  contact: new Map(builtIn('contact')),
  account: new Map(builtIn('account')),
  deal: new Map(builtIn('deal')),
  owner: new Map(builtIn('owner')),
};

/** Common names of the types, so that a file need not be guessed right. */
const TYPE_NAMES = {
  text: 'text',
  string: 'text',
  number: 'number',
  boolean: 'boolean',
  instant: 'instant',
  datetime: 'instant',
  date: 'date',
  birthday: 'birthday',
  tags: 'tags',
  list: 'tags',
} as const satisfies { readonly [name: string]: FieldType };
type TypeName = keyof typeof TYPE_NAMES;

const declaration = strict({
  on: z.enum(['contact', 'account', 'deal']),
  name: name.refine((value) => /^[A-Za-z][A-Za-z0-9_]*$/.test(value), {
    error: 'expected a name in camelCase, like "budget"',
  }),
  type: z.enum(Object.keys(TYPE_NAMES) as [TypeName, ...TypeName[]]),
  label: text.optional(),
});

const fieldsFile = z.union([z.array(declaration), strict({ fields: z.array(declaration) })]);

/**
 * Reads `fields.yaml`: a list of `{ on, name, type, label? }`, by itself or under `fields`. The result has the built-in
 * fields too. A field declared twice, or one that every deployment has, is a `duplicate-id`.
 */
export function parseFields(source: Source): Result<FieldCatalogue, readonly Finding[]> {
  const parsed = parseWith(source, fieldsFile);
  if (!parsed.ok) return parsed;
  const { value, find } = parsed.value;
  const list = Array.isArray(value) ? value : value.fields;
  const at = Array.isArray(value) ? [] : ['fields'];
  const maps = {
    contact: new Map(BUILT_IN_FIELDS.contact),
    account: new Map(BUILT_IN_FIELDS.account),
    deal: new Map(BUILT_IN_FIELDS.deal),
  };
  const findings: Finding[] = [];
  list.forEach(({ on, name: field, type, label }, i) => {
    const known = maps[on].get(field);
    if (known) {
      const message = known.custom
        ? `${on}.${field} is declared twice`
        : `${on}.${field} exists in every deployment; choose another name`;
      findings.push(find({ code: 'duplicate-id', path: [...at, i, 'name'], message }));
    } else maps[on].set(field, { type: TYPE_NAMES[type], custom: true, ...(label === undefined ? {} : { label }) });
  });
  return findings.length > 0 ? err(findings) : ok({ ...maps, owner: BUILT_IN_FIELDS.owner });
}
