import { assertNever } from '../domain/result.js';
import { type HelperContext, HelperError, helpers, isMissing, isTruthy } from './helpers.js';
import type { Expression, Options, PathExpression, TemplateNode, TemplateTree } from './template-tree.js';

/*
 * Runs a checked tree. Work is counted, not timed: five nested loops over a long list end after MAX_STEPS nodes on
 * any machine, which is why mails need no thread of their own with a watchdog beside it.
 */

const MAX_STEPS = 50_000;
const MAX_OUTPUT = 1_000_000;

export class RenderFault extends Error {}

export interface Run {
  /** Values that the layout and partials see beside the data. */
  readonly names: { readonly [name: string]: unknown };
  readonly data: unknown;
  readonly escape: (text: string) => string;
  readonly helperContext: HelperContext;
  readonly partial: (name: string) => TemplateTree | null;
  /** Paths that were to be printed and had no value, as written; the caller looks here afterwards. */
  readonly missing: Set<string>;
  /** Nodes left to run, shared by all parts of one mail. */
  readonly budget: { steps: number };
}

export const newBudget = (): { steps: number } => ({ steps: MAX_STEPS });

type BlockNode = Extract<TemplateNode, { type: 'each' | 'with' }>;

interface Scope {
  readonly value: unknown;
  readonly names: { readonly [name: string]: unknown };
  readonly loop: { readonly [name: string]: unknown };
  /** What `../` means. */
  readonly outer: Scope | null;
}

/** The tree's text for this data. Throws RenderFault for what a template's author must mend. */
export const runTemplate = (tree: TemplateTree, run: Run): string => runParts(tree, run).join('');

/** The same in pieces: a piece of the template's own text is the very string that its node has. */
export function runParts(tree: TemplateTree, run: Run): readonly string[] {
  const runner = new Runner(run);
  runner.nodes(tree.nodes, { value: run.data, names: run.names, loop: {}, outer: null }, tree.file);
  return runner.parts;
}

class Runner {
  parts: string[] = [];
  private size = 0;

  constructor(private readonly run: Run) {}

  nodes(nodes: readonly TemplateNode[], scope: Scope, file: string): void {
    for (const node of nodes) this.node(node, scope, file);
  }

  private node(node: TemplateNode, scope: Scope, file: string): void {
    this.run.budget.steps -= 1;
    if (this.run.budget.steps < 0)
      throw new RenderFault(`${file}: more than ${MAX_STEPS} parts to print; a list is too long or loops are nested`);
    switch (node.type) {
      case 'text':
        this.write(node.text, file);
        break;
      case 'print':
        this.print(node, scope, file);
        break;
      case 'if':
        this.nodes(isTruthy(this.lenient(node.test, scope, file)) ? node.body : node.otherwise, scope, file);
        break;
      case 'each':
        this.each(node, scope, file);
        break;
      case 'with':
        this.with(node, scope, file);
        break;
      case 'partial':
        this.partial(node, scope, file);
        break;
      default:
        assertNever(node);
    }
  }

  private with(node: BlockNode, scope: Scope, file: string): void {
    const value = this.lenient(node.over, scope, file);
    if (isTruthy(value)) this.nodes(node.body, inner(scope, value, node.names, [value], {}), file);
    else this.nodes(node.otherwise, scope, file);
  }

  private print(node: Extract<TemplateNode, { type: 'print' }>, scope: Scope, file: string): void {
    const where = `${file}:${node.at.line}:${node.at.column}`;
    const value = this.strict(node.value, scope, where);
    if (isMissing(value)) {
      // A helper's missing argument is already noted, under the argument's own path.
      const isNoted = node.value.type === 'call' && !isLenient(node.value);
      if (!isNoted && !node.raw) this.run.missing.add(node.text);
      return;
    }
    if (typeof value === 'object')
      throw new RenderFault(`${where}: ${node.text} is a list or a record; print its items or fields`);
    this.write(node.raw ? String(value) : this.run.escape(String(value)), file);
  }

  private each(node: BlockNode, scope: Scope, file: string): void {
    const over = this.lenient(node.over, scope, file);
    const entries: [string | number, unknown][] = Array.isArray(over)
      ? over.map((item, index) => [index, item])
      : typeof over === 'object' && over !== null
        ? Object.entries(over)
        : [];
    if (entries.length === 0) this.nodes(node.otherwise, scope, file);
    entries.forEach(([key, item], index) => {
      const loop = { index, key, first: index === 0, last: index === entries.length - 1 };
      this.nodes(node.body, inner(scope, item, node.names, [item, key], loop), file);
    });
  }

  private partial(node: Extract<TemplateNode, { type: 'partial' }>, scope: Scope, file: string): void {
    const tree = this.run.partial(node.name);
    if (tree === null) throw new RenderFault(`${file}: there is no partial ${node.name}`);
    const extra = Object.fromEntries(
      Object.entries(node.options).map(([name, value]) => [name, this.lenient(value, scope, file)]),
    );
    const partialScope = { ...scope, names: { ...scope.names, ...extra } };
    const before = this.parts;
    this.parts = [];
    this.nodes(tree.nodes, partialScope, tree.file);
    const text = this.parts.join('');
    this.parts = before;
    // As Handlebars does: a partial on a line of its own takes over that line's indentation.
    this.parts.push(node.indent === '' ? text : text.replace(/^(?=.)/gm, node.indent));
  }

  private write(text: string, file: string): void {
    this.size += text.length;
    if (this.size > MAX_OUTPUT) throw new RenderFault(`${file}: the mail is larger than ${MAX_OUTPUT} characters`);
    this.parts.push(text);
  }

  /** The value, noting each path that a helper needs and that is missing. */
  private strict(expression: Expression, scope: Scope, where: string): unknown {
    if (expression.type !== 'call' || isLenient(expression)) return this.lenient(expression, scope, where);
    const args = expression.args.map((arg) => {
      const value = this.strict(arg, scope, where);
      if (isMissing(value) && arg.type === 'path') this.run.missing.add(arg.text);
      return value;
    });
    return args.some(isMissing) ? null : this.call(expression.helper, args, expression.options, scope, where);
  }

  private lenient(expression: Expression, scope: Scope, where: string): unknown {
    switch (expression.type) {
      case 'literal':
        return expression.value;
      case 'path':
        return this.lookUp(expression, scope);
      case 'call': {
        const args = expression.args.map((arg) => this.lenient(arg, scope, where));
        if (!isLenient(expression) && args.some(isMissing)) return null;
        return this.call(expression.helper, args, expression.options, scope, where);
      }
      default:
        return assertNever(expression);
    }
  }

  private call(name: string, args: readonly unknown[], options: Options, scope: Scope, where: string): unknown {
    const named = Object.fromEntries(
      Object.entries(options).map(([key, value]) => [key, this.lenient(value, scope, where)]),
    );
    try {
      return helpers[name]?.run(args, named, this.run.helperContext);
    } catch (error) {
      if (error instanceof HelperError) throw new RenderFault(`${where}: ${name}: ${error.message}`);
      throw error;
    }
  }

  private lookUp(path: PathExpression, scope: Scope): unknown {
    if (path.from === 'root') return walk(this.run.data, path.parts, 0);
    let from: Scope | null = scope;
    for (let i = 0; i < path.up; i++) from = from?.outer ?? null;
    if (from === null) return null;
    if (path.from === 'data') return walk(from.loop, path.parts, 0);
    const [first] = path.parts;
    if (first !== undefined && path.up === 0 && Object.hasOwn(from.names, first))
      return walk(from.names[first], path.parts, 1);
    return walk(from.value, path.parts, 0);
  }
}

function isLenient(call: Extract<Expression, { type: 'call' }>): boolean {
  return helpers[call.helper]?.lenient === true;
}

function inner(
  outer: Scope,
  value: unknown,
  names: readonly string[],
  given: readonly unknown[],
  loop: Scope['loop'],
): Scope {
  const own = Object.fromEntries(names.map((name, index) => [name, given[index]]));
  return { value, names: { ...outer.names, ...own }, loop, outer };
}

/** From the part `first` on. Own properties of plain values only: nothing inherited, no getter of a class, no function. */
function walk(value: unknown, parts: readonly string[], first: number): unknown {
  let current = value;
  for (let index = first; index < parts.length; index++) {
    const part = parts[index] as string;
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return null;
    const descriptor = Object.getOwnPropertyDescriptor(current, part);
    current = descriptor?.value;
  }
  return typeof current === 'function' ? null : current;
}
