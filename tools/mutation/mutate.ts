import { parseSync } from '@swc/core';

/** One small change of a source: characters `start` to `end` become `text`. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly line: number;
}

/** What an operator is changed into: its neighbour, at which a slip of the pen would land. */
const OPERATORS: { readonly [operator: string]: string } = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
};

/** Methods with an opposite; of others that choose or order, the call is left out. */
const METHODS: { readonly [method: string]: string } = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
};
const LEFT_OUT = ['filter', 'slice', 'sort', 'reverse', 'toReversed', 'trim', 'toLowerCase'];

interface Span {
  readonly start: number;
  readonly end: number;
}
type AnyNode = { readonly type: string; readonly span?: Span } & { readonly [key: string]: unknown };

const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null && 'type' in value;

/** All mutants of a TypeScript source: of operators, conditions, numbers, flags, compared texts, calls and whole blocks. */
export function mutantsOf(source: string): Mutant[] {
  const bytes = Buffer.from(source);
  const module = parseSync(source, { syntax: 'typescript', target: 'es2022' }) as unknown as AnyNode;
  // The parser counts bytes over all that it has parsed; the first statement of a file may stand behind comments.
  const base = offsetOf(source, module);
  const found: Mutant[] = [];
  const at = ({ start, end }: Span, text: string): void => {
    const [from, to] = [start, end].map((offset) => bytes.subarray(0, offset - base).toString().length) as [
      number,
      number,
    ];
    const line = source.slice(0, from).split('\n').length;
    if (source.slice(from, to) !== text) found.push({ start: from, end: to, text, line });
  };
  const textOf = ({ start, end }: Span): string => bytes.subarray(start - base, end - base).toString();
  visit(module, at, textOf);
  return found;
}

/** The parser's number of the first byte of the source. */
function offsetOf(source: string, module: AnyNode): number {
  const first = (module['body'] as AnyNode[])[0];
  if (!first?.span || !module.span) return 0;
  const leading = /^(\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(source)?.[0] ?? '';
  return first.span.start - Buffer.byteLength(leading);
}

type At = (span: Span, text: string) => void;
type TextOf = (span: Span) => string;

function visit(node: AnyNode, at: At, textOf: TextOf): void {
  if (
    node.type.startsWith('Ts') &&
    node.type !== 'TsAsExpression' &&
    node.type !== 'TsNonNullExpression' &&
    node.type !== 'TsSatisfiesExpression' &&
    node.type !== 'TsConstAssertion'
  )
    return;
  if (node.type === 'ImportDeclaration') return;
  mutate(node, at, textOf);
  for (const value of Object.values(node)) {
    const children: unknown[] = Array.isArray(value) ? value : [value];
    for (const child of children) {
      if (isNode(child)) visit(child, at, textOf);
      // Arguments and the like wrap their expression.
      else if (typeof child === 'object' && child !== null && 'expression' in child && isNode(child.expression))
        visit(child.expression, at, textOf);
    }
  }
}

function mutate(node: AnyNode, at: At, textOf: TextOf): void {
  const { span } = node;
  if (!span) return;
  const part = (key: string): AnyNode => node[key] as AnyNode;
  switch (node.type) {
    case 'BinaryExpression':
      binary(node, at, textOf);
      break;
    case 'IfStatement':
    case 'ConditionalExpression':
      for (const value of ['true', 'false']) at(part('test').span as Span, value);
      break;
    case 'UnaryExpression':
      if (node['operator'] === '!' || node['operator'] === '-') at(span, textOf(part('argument').span as Span));
      break;
    case 'NumericLiteral':
      at(span, String((node['value'] as number) + 1));
      break;
    case 'BooleanLiteral':
      at(span, String(!node['value']));
      break;
    case 'CallExpression':
      call(node, at, textOf);
      break;
    case 'BlockStatement':
      if ((node['stmts'] as unknown[]).length > 0) at(span, '{}');
      break;
    default:
  }
}

function binary(node: AnyNode, at: At, textOf: TextOf): void {
  const [left, right] = [node['left'] as AnyNode, node['right'] as AnyNode];
  const operator = String(node['operator']);
  const other = OPERATORS[operator];
  if (!left.span || !right.span) return;
  const between = { start: left.span.end, end: right.span.start };
  const written = textOf(between);
  if (other !== undefined && written.trim().replaceAll(/[()]/g, '').trim() === operator)
    at(between, written.replace(operator, other));
  for (const side of [left, right]) if (side.type === 'StringLiteral' && side.span) at(side.span, "'mutated'");
}

function call(node: AnyNode, at: At, textOf: TextOf): void {
  const callee = node['callee'] as AnyNode;
  if (callee.type !== 'MemberExpression' || !node.span) return;
  const property = callee['property'] as AnyNode;
  const name = String(property['value']);
  const other = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (other !== undefined && property.span) at(property.span, other);
  if (LEFT_OUT.includes(name)) at(node.span, textOf((callee['object'] as AnyNode).span as Span));
}
