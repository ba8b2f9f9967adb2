type Schema = { readonly [key: string]: unknown };

/*
 * As much of JSON Schema draft 7 as the generated schema uses. A keyword that isn't known here is a fault, so that the
 * generator can't begin to use one that nothing checks.
 */

type Check = (value: unknown, argument: unknown, schema: Schema, root: Schema, at: string) => string[];

const isMap = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const fits = (value: unknown, type: string): boolean =>
  typeOf(value) === type || (type === 'integer' && Number.isInteger(value));
const fail = (at: string, holds: boolean, what: string): string[] => (holds ? [] : [`${at}: ${what}`]);
const schemas = (argument: unknown): Schema[] => argument as Schema[];
const annotation: Check = () => [];

const CHECKS: { readonly [keyword: string]: Check } = {
  $schema: annotation,
  definitions: annotation,
  title: annotation,
  description: annotation,
  examples: annotation,
  format: annotation,
  // Read by `properties` and `if`.
  patternProperties: annotation,
  additionalProperties: annotation,
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword.
  then: annotation,
  $ref: (value, ref, _, root, at) =>
    faultsOf(
      value,
      (root['definitions'] as { [name: string]: Schema })[String(ref).replace('#/definitions/', '')] ?? {},
      root,
      at,
    ),
  type: (value, type, _, __, at) =>
    fail(
      at,
      [type].flat().some((each) => fits(value, String(each))),
      `expected ${String(type)}`,
    ),
  enum: (value, all, _, __, at) => fail(at, (all as unknown[]).includes(value), 'not in enum'),
  const: (value, only, _, __, at) => fail(at, value === only, 'not the constant'),
  pattern: (value, pattern, _, __, at) =>
    fail(at, typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value), 'pattern'),
  minLength: (value, n, _, __, at) => fail(at, typeof value !== 'string' || value.length >= Number(n), 'too short'),
  maxLength: (value, n, _, __, at) => fail(at, typeof value !== 'string' || value.length <= Number(n), 'too long'),
  minimum: (value, n, _, __, at) => fail(at, typeof value !== 'number' || value >= Number(n), 'too small'),
  maximum: (value, n, _, __, at) => fail(at, typeof value !== 'number' || value <= Number(n), 'too big'),
  minItems: (value, n, _, __, at) => fail(at, !Array.isArray(value) || value.length >= Number(n), 'too few'),
  minProperties: (value, n, _, __, at) =>
    fail(at, !isMap(value) || Object.keys(value).length >= Number(n), 'too few keys'),
  required: (value, keys, _, __, at) =>
    fail(at, !isMap(value) || (keys as string[]).every((key) => key in value), `lacks one of ${String(keys)}`),
  dependencies: (value, all, _, __, at) =>
    Object.entries(all as { [key: string]: string[] }).flatMap(([key, needs]) =>
      fail(at, !isMap(value) || !(key in value) || needs.every((need) => need in value), `${key} without ${needs}`),
    ),
  propertyNames: (value, schema, _, root, at) =>
    isMap(value) ? Object.keys(value).flatMap((key) => faultsOf(key, schema as Schema, root, `${at}/${key}`)) : [],
  items: (value, schema, _, root, at) =>
    Array.isArray(value) ? value.flatMap((item, i) => faultsOf(item, schema as Schema, root, `${at}/${i}`)) : [],
  allOf: (value, all, _, root, at) => schemas(all).flatMap((schema) => faultsOf(value, schema, root, at)),
  anyOf: (value, all, _, root, at) =>
    fail(
      at,
      schemas(all).some((schema) => faultsOf(value, schema, root, at).length === 0),
      'none of anyOf',
    ),
  oneOf: (value, all, _, root, at) =>
    fail(
      at,
      schemas(all).filter((schema) => faultsOf(value, schema, root, at).length === 0).length === 1,
      'not one of oneOf',
    ),
  if: (value, schema, { then }, root, at) =>
    faultsOf(value, schema as Schema, root, at).length === 0 ? faultsOf(value, then as Schema, root, at) : [],
  properties: (value, _, schema, root, at) => properties(value, schema, root, at),
};

function properties(value: unknown, schema: Schema, root: Schema, at: string): string[] {
  if (!isMap(value)) return [];
  const named = (schema['properties'] ?? {}) as { [key: string]: Schema };
  const patterns = Object.entries((schema['patternProperties'] ?? {}) as { [pattern: string]: Schema });
  const rest = schema['additionalProperties'];
  return Object.entries(value).flatMap(([key, inner]) => {
    const matching = [
      named[key],
      ...patterns.filter(([pattern]) => new RegExp(pattern, 'u').test(key)).map(([, each]) => each),
    ].filter((each) => each !== undefined);
    if (matching.length > 0) return matching.flatMap((each) => faultsOf(inner, each, root, `${at}/${key}`));
    if (rest === false) return [`${at}/${key}: unknown key`];
    return isMap(rest) ? faultsOf(inner, rest, root, `${at}/${key}`) : [];
  });
}

/** What of `value` doesn't fit the schema; empty if it fits. */
export function faultsOf(value: unknown, schema: Schema, root: Schema, at = ''): string[] {
  const keywords =
    'properties' in schema || !('additionalProperties' in schema) ? schema : { ...schema, properties: {} };
  return Object.entries(keywords).flatMap(([keyword, argument]) => {
    const check = CHECKS[keyword];
    return check
      ? check(value, argument, keywords, root, at)
      : [`${at}: the keyword ${keyword} is not known to the test`];
  });
}
