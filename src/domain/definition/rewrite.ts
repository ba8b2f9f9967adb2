import { type Document, isMap, parseDocument, visit } from 'yaml';
import { readYaml } from './read-yaml.js';

/** What stands under the first keys of a definition. */
export type Values = Readonly<Record<string, unknown>>;

/** What a text says, whatever its faults; null: it can't be read, or is no map. */
export function valuesOf(text: string): Values | null {
  const { value } = readYaml(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : null;
}

/**
 * The text with other values under some of its first keys; null takes a key out. Everything else stays as it was
 * written, its comments too. Undefined: the text can't be read.
 */
export function rewritten(text: string, values: Values): string | undefined {
  const before = valuesOf(text);
  if (before === null) return undefined;
  if (isJson(text)) return `${JSON.stringify(without(before, values), null, 2)}\n`;
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  for (const [key, value] of Object.entries(values)) {
    if (value === null) document.delete(key);
    else document.set(key, nodeOf(document, value));
  }
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const without = (before: Values, values: Values): Values =>
  Object.fromEntries(Object.entries({ ...before, ...values }).filter(([, value]) => value !== null));

/** Maps of plain values stand on one line, as people write them. */
function nodeOf(document: Document, value: unknown): unknown {
  const node = document.createNode(value);
  visit(node, {
    Collection: (_, each) => {
      each.flow = isPlain(each.toJSON());
    },
  });
  return node;
}

const isPlain = (value: unknown): boolean =>
  Object.values(value as object).every(
    (each) => typeof each !== 'object' || (Array.isArray(each) && each.every((item) => typeof item !== 'object')),
  );
