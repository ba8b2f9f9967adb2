import { helpers } from './helpers.js';
import { parseTemplate, TITLE } from './template-parse.js';
import type { TemplateLibrary, TemplateVariant } from './template-source.js';
import {
  type Expression,
  MOST_PARTIALS,
  type Position,
  type TemplateNode,
  type TemplateProblem,
  type TemplateTree,
} from './template-tree.js';

/** One place where a template reads a value. */
export interface TemplatePath extends Position {
  readonly file: string;
  /** From the root, list items as `[]`: `contact.firstName`, `steps.quote.answer`, `contact.tags[]`. */
  readonly path: string;
  /** true: the mail goes out without it (`if`, `unless`, `each`, `with`, `default`, `greeting`). */
  readonly guarded: boolean;
}

/** What lint needs to know of a template, all locales taken together, through layouts and partials. */
export interface TemplateFacts {
  readonly name: string;
  readonly locales: readonly string[];
  /** As the heads say; null: they are silent. */
  readonly purpose: 'marketing' | 'service' | null;
  readonly paths: readonly TemplatePath[];
  /** Names that the heads declare under `variables`. */
  readonly variables: readonly string[];
  /** Every locale's HTML has `links.unsubscribe` in it. */
  readonly hasUnsubscribe: boolean;
  readonly problems: readonly TemplateProblem[];
  /** All that it is made of, layouts and partials counted in. */
  readonly files: readonly string[];
}

export const TEMPLATE_ROOTS: readonly string[] = ['contact', 'account', 'deal', 'owner', 'variables', 'steps', 'links'];
/** What the renderer itself gives to layouts and bodies. */
const RENDERER_NAMES = ['subject', 'preheader', 'purpose', 'locale', 'direction', 'body'];
const UNSUBSCRIBE = 'links.unsubscribe';

/** The facts of `<family>/<name>`, or null if the folder has no such template. */
export function templateFacts(library: TemplateLibrary, name: string): TemplateFacts | null {
  const locales = library.templates.get(name) ?? new Map<string, TemplateVariant>();
  // A file whose head can't be read is in no locale, and its faults are the template's all the same.
  const own = library.problems.filter((problem) => problem.file.startsWith(`${name}.`));
  if (locales.size === 0 && own.length === 0) return null;
  const variants = [...locales.values()];
  const read = variants.map((variant) => readVariant(library, variant));
  const paths = unique(read.flatMap((facts) => facts.paths));
  const files = new Set([...own.map((problem) => problem.file), ...read.flatMap((facts) => [...facts.files])]);
  return {
    name,
    locales: [...locales.keys()].sort(),
    purpose: variants.find((variant) => variant.head.purpose !== null)?.head.purpose ?? null,
    paths,
    variables: [...new Set(variants.flatMap((variant) => variant.head.variables))].sort(),
    hasUnsubscribe: read.length > 0 && read.every((facts) => facts.htmlPaths.some((path) => path.path === UNSUBSCRIBE)),
    problems: [
      ...library.problems.filter((problem) => files.has(problem.file)),
      ...read.flatMap((facts) => facts.problems),
    ],
    files: [...files],
  };
}

/** The facts of a task's title, which is one line of Handlebars without layout, partials and a head. */
export function titleFacts(source: string): TemplateFacts {
  const { tree, problems } = parseTemplate(source, TITLE);
  const reader = new PathReader({ partial: () => null }, { locale: '', head: { variables: [], purpose: null } });
  reader.tree(tree, true);
  return {
    name: 'title',
    locales: [],
    purpose: null,
    paths: unique(reader.paths),
    variables: [],
    hasUnsubscribe: false,
    problems: [...problems, ...reader.problems],
    files: [],
  };
}

interface Read {
  readonly paths: TemplatePath[];
  readonly htmlPaths: TemplatePath[];
  readonly files: ReadonlySet<string>;
  readonly problems: TemplateProblem[];
}

function readVariant(library: TemplateLibrary, variant: TemplateVariant): Read {
  const reader = new PathReader(library, variant);
  const html = [variant.htmlLayout, variant.html, variant.subject, variant.preheader];
  for (const tree of html) if (tree !== null) reader.tree(tree, false);
  const htmlPaths = [...reader.paths];
  for (const tree of [variant.textLayout, variant.text]) if (tree !== null) reader.tree(tree, true);
  return { paths: reader.paths, htmlPaths, files: reader.files, problems: reader.problems };
}

/** Where names point to: a path from the root, or null for a value that is no record's. */
interface Scope {
  readonly base: string;
  readonly names: { readonly [name: string]: string | null };
  readonly outer: Scope | null;
}

type NodeOf<T extends TemplateNode['type']> = Extract<TemplateNode, { type: T }>;

interface Place {
  readonly file: string;
  readonly text: boolean;
  readonly depth: number;
}

const MAX_PARTIAL_DEPTH = 10;

/** What the reader asks of the template that everything is read for. */
interface Headed {
  readonly locale: string;
  readonly head: Pick<TemplateVariant['head'], 'variables' | 'purpose'>;
}

class PathReader {
  readonly paths: TemplatePath[] = [];
  readonly problems: TemplateProblem[] = [];
  /** Walked so far. */
  private partials = 0;
  readonly files = new Set<string>();

  constructor(
    private readonly library: Pick<TemplateLibrary, 'partial'>,
    private readonly variant: Headed,
  ) {}

  tree(tree: TemplateTree, text: boolean): void {
    const own = [
      ...RENDERER_NAMES.map((name) => [name, null]),
      ...this.variant.head.variables.map((name) => [name, `variables.${name}`]),
    ];
    this.walk(tree, { base: '', names: Object.fromEntries(own), outer: null }, new Set(), text, 0);
  }

  private walk(tree: TemplateTree, scope: Scope, guards: ReadonlySet<string>, text: boolean, depth: number): void {
    this.files.add(tree.file);
    this.nodes(tree.nodes, scope, guards, { file: tree.file, text, depth });
  }

  private nodes(nodes: readonly TemplateNode[], scope: Scope, guards: ReadonlySet<string>, at: Place): void {
    for (const node of nodes) {
      if (node.type === 'print') this.expression(node.value, scope, guards, at.file, false);
      else if (node.type === 'if') this.branch(node, scope, guards, at);
      else if (node.type === 'each' || node.type === 'with') this.block(node, scope, guards, at);
      else if (node.type === 'partial') this.partial(node, scope, guards, at);
    }
  }

  private branch(node: NodeOf<'if'>, scope: Scope, guards: ReadonlySet<string>, at: Place): void {
    const known = this.knownAhead(node.test);
    this.expression(node.test, scope, guards, at.file, true);
    const held = this.pathsOf(node.test, scope);
    // `unless x … else` was turned round when read, so the branch in which x holds is always `body`.
    if (known !== false) this.nodes(node.body, scope, new Set([...guards, ...held]), at);
    if (known !== true) this.nodes(node.otherwise, scope, guards, at);
  }

  private block(node: NodeOf<'each' | 'with'>, scope: Scope, guards: ReadonlySet<string>, at: Place): void {
    this.expression(node.over, scope, guards, at.file, true);
    const [held] = this.pathsOf(node.over, scope);
    const base = held === undefined ? '?' : node.type === 'each' ? `${held}[]` : held;
    const names = Object.fromEntries(node.names.map((name, index) => [name, index === 0 ? base : null]));
    const inner = { base, names: { ...scope.names, ...names }, outer: scope };
    this.nodes(node.body, inner, held === undefined ? guards : new Set([...guards, held]), at);
    this.nodes(node.otherwise, scope, guards, at);
  }

  private partial(node: NodeOf<'partial'>, scope: Scope, guards: ReadonlySet<string>, at: Place): void {
    const tree = this.library.partial(node.name, this.variant.locale, at.text);
    // One that includes itself, or others very often, is a problem already; it must only not be walked for ever.
    this.partials += 1;
    if (tree === null || at.depth > MAX_PARTIAL_DEPTH || this.partials > MOST_PARTIALS * 2) return;
    for (const value of Object.values(node.options)) this.expression(value, scope, guards, at.file, true);
    const given = Object.entries(node.options).map(([name, value]) => [name, this.pathsOf(value, scope)[0] ?? null]);
    const inner = { ...scope, names: { ...scope.names, ...Object.fromEntries(given) } };
    this.walk(tree, inner, guards, at.text, at.depth + 1);
  }

  private expression(
    expression: Expression,
    scope: Scope,
    guards: ReadonlySet<string>,
    file: string,
    guarded: boolean,
  ): void {
    if (expression.type === 'call') {
      const lenient = guarded || helpers[expression.helper]?.lenient === true;
      for (const arg of [...expression.args, ...Object.values(expression.options)])
        this.expression(arg, scope, guards, file, lenient);
      return;
    }
    if (expression.type === 'literal') return;
    const path = resolve(expression, scope);
    if (path === null) return;
    const root = path.split(/[.[]/)[0] ?? '';
    if (root !== '?' && !TEMPLATE_ROOTS.includes(root)) {
      const message = `unknown name ${expression.text}; a template sees ${TEMPLATE_ROOTS.join(', ')} and what its head lists under variables`;
      this.problems.push({ file, ...expression.at, code: 'unknown-name', message });
      return;
    }
    if (root !== '?') this.paths.push({ file, ...expression.at, path, guarded: guarded || guards.has(path) });
  }

  /** `eq purpose "service"` is decided by the head: a footer that a template never prints is none of its facts. */
  private knownAhead(test: Expression): boolean | null {
    if (test.type !== 'call' || test.helper !== 'eq') return null;
    const [left, right] = test.args;
    if (left?.type !== 'path' || left.text !== 'purpose' || right?.type !== 'literal') return null;
    return this.variant.head.purpose === right.value;
  }

  /** Paths that surely have a value when the expression is true. */
  private pathsOf(expression: Expression, scope: Scope): string[] {
    if (expression.type === 'path') {
      const path = resolve(expression, scope);
      return path === null ? [] : [path];
    }
    if (expression.type === 'call' && expression.helper === 'and')
      return expression.args.flatMap((arg) => this.pathsOf(arg, scope));
    return [];
  }
}

function resolve(path: Extract<Expression, { type: 'path' }>, scope: Scope): string | null {
  if (path.from === 'data') return null;
  if (path.from === 'root') return path.parts.join('.') || null;
  let from: Scope | null = scope;
  for (let i = 0; i < path.up; i++) from = from?.outer ?? null;
  if (from === null) return null;
  const [first, ...rest] = path.parts;
  const named = first !== undefined && path.up === 0 && Object.hasOwn(from.names, first);
  const base = named ? from.names[first] : from.base;
  if (base === null || base === undefined) return null;
  return [base, ...(named ? rest : path.parts)].filter((part) => part !== '').join('.') || null;
}

function unique(paths: readonly TemplatePath[]): TemplatePath[] {
  return [...new Map(paths.map((p) => [`${p.file}:${p.line}:${p.column}:${p.path}:${p.guarded}`, p])).values()];
}

const RECORDS = /^(contact|account|deal|owner|variables)\./;

/** What a template can't do without of records and constants; steps have their values by the time they are read. */
export const templateNeeds =
  (facts: (name: string) => TemplateFacts | null) =>
  (name: string): readonly string[] => {
    const known = facts(name);
    if (known === null) return [];
    const read = known.paths.filter(({ guarded }) => !guarded).map(({ path }) => path.replaceAll('[]', ''));
    const declared = known.variables.map((variable) => `variables.${variable}`);
    return [...new Set([...read, ...declared])].filter((path) => RECORDS.test(path));
  };
