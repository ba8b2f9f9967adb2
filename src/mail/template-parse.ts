import Handlebars from 'handlebars';
import { helpers } from './helpers.js';
import { type HtmlContext, htmlContextAfter } from './html-context.js';
import type {
  Expression,
  Options,
  PathExpression,
  Position,
  TemplateNode,
  TemplateProblem,
  TemplateProblemCode,
  TemplateTree,
} from './template-tree.js';

/** Where a piece of Handlebars stands and what it may do. */
export interface ParseContext {
  readonly file: string;
  /** Position of the first character of the source in its file. */
  readonly start: Position;
  readonly html: boolean;
  /** A layout may print `{{{body}}}`; nothing else may print unescaped. */
  readonly layout: boolean;
}

/** A task's title: one line of plain text, which has no file of its own. */
export const TITLE: ParseContext = { file: 'title', start: { line: 1, column: 1 }, html: false, layout: false };

const MAX_BLOCK_DEPTH = 6;
const MAX_SUBEXPRESSION_DEPTH = 3;
const BLOCKS = ['if', 'unless', 'each', 'with'];
const FORBIDDEN_PARTS = ['__proto__', 'constructor', 'prototype', '__defineGetter__', '__lookupGetter__'];
const URL_ATTRIBUTES = ['href', 'src', 'background', 'action'];

// An own instance, so that no other code's helpers or partials are seen; and only strings are ever given to it:
// Handlebars once ran code from crafted syntax trees (CVE-2026-33937).
const handlebars = Handlebars.create();

/** Reads one source into a checked tree. Whatever is outside the allow-list becomes a problem with its position. */
export function parseTemplate(
  source: string,
  context: ParseContext,
): { tree: TemplateTree; problems: TemplateProblem[] } {
  const reader = new Reader(source, context);
  const nodes = reader.read();
  return { tree: { file: context.file, nodes }, problems: reader.problems };
}

class Reader {
  readonly problems: TemplateProblem[] = [];
  private readonly lineStarts: readonly number[];

  constructor(
    private readonly source: string,
    private readonly context: ParseContext,
  ) {
    this.lineStarts = [0, ...[...source.matchAll(/\n/g)].map((match) => match.index + 1)];
  }

  read(): TemplateNode[] {
    const wide = this.source.search(/[｛｝]/);
    if (wide >= 0)
      this.problem(
        this.positionAt(wide),
        'full-width-braces',
        'full-width braces ｛｝ print as they are; write {{ and }}',
      );
    if (this.context.html) this.checkHtml();
    let program: hbs.AST.Program;
    try {
      program = handlebars.parse(this.source);
    } catch (error) {
      const at = syntaxErrorAt(error, this.source);
      this.problem(this.shift(at), 'template-syntax', syntaxMessage(error));
      return [];
    }
    return this.nodes(program, 0);
  }

  private checkHtml(): void {
    const script = /<\s*(script|iframe|object|embed|form)\b/i.exec(this.source);
    if (script !== null)
      this.problem(this.positionAt(script.index), 'not-allowed', `<${script[1]}> has no place in a mail`);
    const handler = /<[^>{]*\s(on[a-z]+)\s*=/i.exec(this.source);
    if (handler !== null)
      this.problem(this.positionAt(handler.index), 'not-allowed', `the attribute ${handler[1]} has no place in a mail`);
    const url = /\b(href|src)\s*=\s*["']?\s*(javascript|vbscript|data|file):/i.exec(this.source);
    if (url !== null)
      this.problem(this.positionAt(url.index), 'unsafe-attribute', `an address may not begin with ${url[2]}:`);
  }

  private nodes(program: hbs.AST.Program | undefined, depth: number): TemplateNode[] {
    return (program?.body ?? []).flatMap((statement) => this.statement(statement, depth));
  }

  private statement(statement: hbs.AST.Statement, depth: number): TemplateNode[] {
    switch (statement.type) {
      case 'ContentStatement': {
        const text = (statement as hbs.AST.ContentStatement).value;
        return text === '' ? [] : [{ type: 'text', text }];
      }
      case 'CommentStatement':
        return [];
      case 'MustacheStatement':
        return this.mustache(statement as hbs.AST.MustacheStatement);
      case 'BlockStatement':
        return this.block(statement as hbs.AST.BlockStatement, depth);
      case 'PartialStatement':
        return this.partial(statement as hbs.AST.PartialStatement);
      default:
        return this.refuse(statement, 'decorators, inline partials and partial blocks are not allowed in templates');
    }
  }

  private mustache(statement: hbs.AST.MustacheStatement): TemplateNode[] {
    const at = this.at(statement);
    const isCall = statement.params.length > 0 || statement.hash !== undefined;
    const value = isCall ? this.call(statement, 0) : this.expression(statement.path, 0);
    if (value === null) return [];
    const raw = !statement.escaped;
    const text = value.type === 'path' ? value.text : value.type === 'call' ? value.helper : String(value.value);
    if (raw && !(this.context.layout && text === 'body')) {
      this.problem(
        at,
        'unescaped-output',
        `{{{${text}}}} prints without escaping; only a layout's {{{body}}} may, write {{${text}}}`,
      );
      return [];
    }
    if (this.context.html && !raw) this.checkPlace(statement, value, at);
    return [{ type: 'print', value, raw, text, at }];
  }

  private checkPlace(statement: hbs.AST.Node, value: Expression, at: Position): void {
    const place: HtmlContext = htmlContextAfter(this.source.slice(0, this.offsetOf(statement.loc.start)));
    if (place.type === 'text') return;
    if (place.type === 'unquoted') {
      this.problem(at, 'unquoted-attribute', 'a value inside a tag must stand in a quoted attribute: name="{{value}}"');
      return;
    }
    if (place.name === 'style' || place.name.startsWith('on'))
      this.problem(at, 'unsafe-attribute', `a value may not be printed in the attribute ${place.name}`);
    if (URL_ATTRIBUTES.includes(place.name) && place.start && !isOwnAddress(value))
      this.problem(
        at,
        'unsafe-attribute',
        `an address in ${place.name} must begin with fixed text, links.… or variables.…`,
      );
  }

  private block(block: hbs.AST.BlockStatement, depth: number): TemplateNode[] {
    const at = this.at(block);
    const kind = block.path.original;
    if (!BLOCKS.includes(kind)) {
      this.problem(at, 'unknown-helper', `unknown block {{#${kind}}}; expected one of ${BLOCKS.join(', ')}`);
      return [];
    }
    if (depth >= MAX_BLOCK_DEPTH) {
      this.problem(at, 'template-too-deep', `blocks are nested deeper than ${MAX_BLOCK_DEPTH}`);
      return [];
    }
    const [param, ...rest] = block.params;
    if (param === undefined || rest.length > 0 || block.hash !== undefined) {
      this.problem(at, 'helper-arguments', `{{#${kind}}} takes exactly one value`);
      return [];
    }
    const over = this.expression(param, 0);
    if (over === null) return [];
    const body = this.nodes(block.program, depth + 1);
    const otherwise = this.nodes(block.inverse, depth + 1);
    if (kind === 'if') return [{ type: 'if', test: over, body, otherwise }];
    if (kind === 'unless') return [{ type: 'if', test: over, body: otherwise, otherwise: body }];
    return [
      { type: kind === 'each' ? 'each' : 'with', over, names: block.program?.blockParams ?? [], body, otherwise },
    ];
  }

  private partial(statement: hbs.AST.PartialStatement): TemplateNode[] {
    const at = this.at(statement);
    if (statement.name.type !== 'PathExpression') return this.refuse(statement, 'a partial is named, not computed');
    if (statement.params.length > 0)
      return this.refuse(statement, 'a partial sees what its template sees; give it extra values as name=value');
    const options = this.options(statement.hash, 0);
    return [{ type: 'partial', name: statement.name.original, options, indent: statement.indent ?? '', at }];
  }

  private expression(expression: hbs.AST.Expression, depth: number): Expression | null {
    switch (expression.type) {
      case 'StringLiteral':
      case 'NumberLiteral':
      case 'BooleanLiteral':
        return { type: 'literal', value: (expression as hbs.AST.StringLiteral).value };
      case 'NullLiteral':
      case 'UndefinedLiteral':
        return { type: 'literal', value: null };
      case 'PathExpression':
        return this.path(expression as hbs.AST.PathExpression);
      case 'SubExpression':
        return this.call(expression as hbs.AST.SubExpression, depth + 1);
      default:
        this.refuse(expression, 'this expression is not allowed in templates');
        return null;
    }
  }

  private path(path: hbs.AST.PathExpression): PathExpression | null {
    const at = this.at(path);
    const bad = path.parts.find((part) => FORBIDDEN_PARTS.includes(part));
    if (bad !== undefined) {
      this.problem(at, 'not-allowed', `${bad} is not a field`);
      return null;
    }
    if (!path.data) return { type: 'path', up: path.depth, from: 'scope', parts: path.parts, text: path.original, at };
    const [name, ...parts] = path.parts;
    if (name === 'root') return { type: 'path', up: 0, from: 'root', parts, text: path.original, at };
    if (['index', 'key', 'first', 'last'].includes(name ?? '') && parts.length === 0)
      return { type: 'path', up: 0, from: 'data', parts: path.parts, text: path.original, at };
    this.problem(at, 'not-allowed', `unknown ${path.original}; expected @index, @key, @first, @last or @root`);
    return null;
  }

  private call(call: hbs.AST.MustacheStatement | hbs.AST.SubExpression, depth: number): Expression | null {
    const at = this.at(call);
    const name = call.path.type === 'PathExpression' ? (call.path as hbs.AST.PathExpression).original : '';
    const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined;
    if (helper === undefined) {
      this.problem(at, 'unknown-helper', `unknown helper ${name}; expected one of ${Object.keys(helpers).join(', ')}`);
      return null;
    }
    if (depth > MAX_SUBEXPRESSION_DEPTH) {
      this.problem(at, 'template-too-deep', `parentheses are nested deeper than ${MAX_SUBEXPRESSION_DEPTH}`);
      return null;
    }
    const options = this.options(call.hash, depth);
    const unknown = Object.keys(options).find((option) => !helper.options.includes(option));
    const count = call.params.length;
    if (unknown !== undefined || count < helper.min || count > helper.max) {
      const expected = helper.min === helper.max ? `${helper.min}` : `${helper.min} to ${helper.max}`;
      this.problem(
        at,
        'helper-arguments',
        unknown === undefined ? `${name} takes ${expected} values, not ${count}` : `${name} has no option ${unknown}`,
      );
      return null;
    }
    const args = call.params.map((param) => this.expression(param, depth));
    return args.some((arg) => arg === null)
      ? null
      : { type: 'call', helper: name, args: args.filter((arg) => arg !== null), options };
  }

  private options(hash: hbs.AST.Hash | undefined, depth: number): Options {
    const entries = (hash?.pairs ?? []).map((pair) => [pair.key, this.expression(pair.value, depth)] as const);
    return Object.fromEntries(entries.filter((entry): entry is readonly [string, Expression] => entry[1] !== null));
  }

  private refuse(node: hbs.AST.Node, message: string): [] {
    this.problem(this.at(node), 'not-allowed', message);
    return [];
  }

  private problem(at: Position, code: TemplateProblemCode, message: string): void {
    this.problems.push({ file: this.context.file, ...at, code, message });
  }

  private at(node: hbs.AST.Node): Position {
    return this.shift({ line: node.loc.start.line, column: node.loc.start.column + 1 });
  }

  private positionAt(offset: number): Position {
    const line = this.lineStarts.findLastIndex((start) => start <= offset);
    return this.shift({ line: line + 1, column: offset - (this.lineStarts[line] ?? 0) + 1 });
  }

  private shift(at: Position): Position {
    const { start } = this.context;
    return { line: at.line + start.line - 1, column: at.line === 1 ? at.column + start.column - 1 : at.column };
  }

  private offsetOf(at: { readonly line: number; readonly column: number }): number {
    return (this.lineStarts[at.line - 1] ?? 0) + at.column;
  }
}

/** Addresses that the program or the definition made; a record's text could be `javascript:…`. */
function isOwnAddress(value: Expression): boolean {
  return value.type === 'path' && value.parts.length > 1 && ['links', 'variables'].includes(value.parts[0] ?? '');
}

function syntaxMessage(error: unknown): string {
  const [first = '', , , detail = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  if (!first.startsWith('Parse error')) return first.replace(/ - \d+:\d+$/, '');
  const got = /got '(\w+)'/.exec(detail)?.[1];
  return got === 'EOF' ? 'the file ends inside a {{ }} or a block that was opened' : 'not well-formed Handlebars here';
}

/** The parser tells a line and draws an arrow under up to 20 characters before the fault; the column is found by them. */
function syntaxErrorAt(error: unknown, source: string): Position {
  const fault = error as { message?: string; lineNumber?: number; column?: number };
  if (typeof fault.lineNumber === 'number') return { line: fault.lineNumber, column: (fault.column ?? 0) + 1 };
  const [first = '', shown = '', arrow = ''] = (fault.message ?? '').split('\n');
  const line = Number(/line (\d+)/.exec(first)?.[1] ?? 1);
  const before = shown.slice(0, arrow.indexOf('^')).replace(/^\.\.\./, '');
  const text = source.split('\n')[line - 1] ?? '';
  for (let from = 0; from < before.length; from++) {
    const index = text.indexOf(before.slice(from));
    if (index >= 0) return { line, column: index + before.length - from + 1 };
  }
  return { line, column: 1 };
}
