import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { DocPath, Locate, Position, Problem } from './finding.js';
import { beyondLimits, MAX_DEPTH } from './yaml-limits.js';

/** A YAML or JSON text as plain values, with the way back to its lines. `value` is undefined if the text could not be read. */
export interface YamlSource {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly locate: Locate;
}

const MAX_NODES = 50_000;
const MAX_SYNTAX_ERRORS = 20;
const MAX_PROBLEMS = 200;
const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
// Postgres can store neither in a JSON value, and no title or id needs them.
const UNSTORABLE = /(?![\t\n\r])\p{Cc}|\p{Surrogate}/u;

/**
 * Reads one YAML 1.2 document (JSON is a subset of it) from text of any origin: never throws, in bounded time. Faults
 * come back as `yaml-syntax` problems. Aliases are followed within a budget of nodes, so an alias bomb is a fault too.
 */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse = (faults: readonly { offset: number; message: string }[]): YamlSource => ({
    value: undefined,
    problems: faults.map(({ message, offset }) => ({ code: 'yaml-syntax', path: [offset], message })),
    // The path of a syntax fault is its offset: there is no document to walk.
    locate: ([offset]) => (typeof offset === 'number' ? positionAt(offset) : { line: 1, column: 1 }),
  });

  addLineStarts(text, lines);
  const limit = beyondLimits(text);
  if (limit) return refuse([limit]);
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    // Our own walk looks for repeated keys: the library compares each with each.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // At 'silent' a second document would be no error.
    logLevel: 'error',
  });
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    offset: fault.pos[0],
    message: firstLine(fault.message),
  }));
  if (document.directives?.yaml.explicit && document.directives.yaml.version !== '1.2') {
    faults.push({ offset: 0, message: `the file asks for YAML ${document.directives.yaml.version}; expected 1.2` });
  }
  if (faults.length > 0) return refuse(faults.slice(0, MAX_SYNTAX_ERRORS));
  const walk = new Walk(document);
  const value = walk.convert(document.contents, [], 0);
  // What was cut off can't be judged, and what is left of a bomb would only take its time.
  const whole = walk.isWhole ? value : undefined;
  return { value: whole, problems: walk.problems, locate: (path, at) => positionAt(walk.offsetOf(path, at)) };
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').slice(0, 200);

function addLineStarts(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lines.addNewLine(i + 1);
}

const keyText = (key: unknown): string | undefined => {
  if (!isScalar(key) || key.value === null) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
};

class Walk {
  readonly problems: Problem[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly aliases = new Map<Alias, Node>();
  private nodes = 0;

  constructor(private readonly document: Document.Parsed) {}

  get isWhole(): boolean {
    return this.nodes <= MAX_NODES;
  }

  private report(path: DocPath, message: string, at: 'key' | 'value' = 'value'): null {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ code: 'yaml-syntax', path, at, message });
    return null;
  }

  convert(node: unknown, path: DocPath, depth: number): unknown {
    if (++this.nodes > MAX_NODES) {
      return this.nodes === MAX_NODES + 1
        ? this.report(path, `the file has more than ${MAX_NODES} values, aliases counted in`)
        : null;
    }
    if (depth > MAX_DEPTH)
      return this.report(path, `the file is nested too deeply; at most ${MAX_DEPTH} levels are read`);
    if (isAlias(node)) return this.follow(node, path, depth);
    if (isScalar(node)) {
      if (node.anchor) this.anchors.set(node.anchor, node);
      if (typeof node.value === 'string' && UNSTORABLE.test(node.value))
        return this.report(path, 'the text holds a control character');
      return node.value;
    }
    if (isSeq(node)) {
      const list = node.items.map((item, i) => this.convert(item, [...path, i], depth + 1));
      if (node.anchor) this.anchors.set(node.anchor, node);
      return list;
    }
    if (isMap(node)) {
      const map = this.convertMap(node, path, depth);
      if (node.anchor) this.anchors.set(node.anchor, node);
      return map;
    }
    return null;
  }

  // An anchor is known only after its node has been walked, so no alias can contain itself.
  private follow(alias: Alias, path: DocPath, depth: number): unknown {
    const target = this.anchors.get(alias.source);
    if (!target) return this.report(path, `the alias *${alias.source} has no anchor before it`);
    this.aliases.set(alias, target);
    return this.convert(target, path, depth);
  }

  private convertMap(node: YAMLMap, path: DocPath, depth: number): unknown {
    const result: { [key: string]: unknown } = {};
    for (const pair of node.items) {
      const key = keyText(pair.key);
      if (key === undefined) this.report(path, 'a key is missing, or is not a plain text');
      else if (RESERVED_KEYS.has(key)) this.report([...path, key], `the key "${key}" is not allowed`, 'key');
      else if (UNSTORABLE.test(key)) this.report(path, 'a key holds a control character');
      else if (Object.hasOwn(result, key)) this.reportRepeated(pair, [...path, key]);
      else result[key] = this.convert(pair.value, [...path, key], depth + 1);
    }
    return result;
  }

  private readonly repeated: { path: DocPath; offset: number }[] = [];

  private reportRepeated(pair: Pair, path: DocPath): void {
    const offset = rangeStart(pair.key) ?? 0;
    if (this.repeated.length < MAX_PROBLEMS) this.repeated.push({ path, offset });
    // `at: 'key'` with this very path object leads `offsetOf` to the later of the two keys.
    this.report(path, `the key "${path.at(-1)}" is given twice`, 'key');
  }

  offsetOf(path: DocPath, at: 'key' | 'value' = 'value'): number {
    const repeated = this.repeated.find((entry) => entry.path === path);
    if (repeated) return repeated.offset;
    let node: unknown = this.document.contents;
    let offset = rangeStart(node) ?? 0;
    for (const [i, part] of path.entries()) {
      const found = this.child(node, part);
      if (!found) return offset;
      if (at === 'key' && i === path.length - 1 && found.keyOffset !== undefined) return found.keyOffset;
      node = found.node;
      // An empty value begins wherever the parser stopped looking for it: its key tells the place better.
      offset = (isEmpty(node) ? found.keyOffset : undefined) ?? rangeStart(node) ?? found.keyOffset ?? offset;
    }
    return offset;
  }

  private child(node: unknown, part: string | number): { node: unknown; keyOffset: number | undefined } | undefined {
    const inside = isAlias(node) ? this.aliases.get(node) : node;
    if (isSeq(inside)) {
      return typeof part === 'number' && part < inside.items.length
        ? { node: inside.items[part], keyOffset: undefined }
        : undefined;
    }
    const pair = isMap(inside) ? inside.items.find((item) => keyText(item.key) === String(part)) : undefined;
    return pair && { node: pair.value, keyOffset: rangeStart(pair.key) };
  }
}

const isEmpty = (node: unknown): boolean => isScalar(node) && node.value === null && node.source === '';

function rangeStart(node: unknown): number | undefined {
  return isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}
