import { isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Position, TemplateProblem } from './template-tree.js';

/** The YAML head of a template, and where its Handlebars values begin. */
export interface TemplateHead {
  readonly subject: string;
  readonly preheader: string | null;
  readonly purpose: 'marketing' | 'service' | null;
  /** A layout's name; null: `layouts/default` if there is one. `none`: no layout at all. */
  readonly layout: string | null;
  /** Names that the definition must give under `variables`. */
  readonly variables: readonly string[];
  readonly positions: { readonly subject: Position; readonly preheader: Position };
}

export interface SplitTemplate {
  readonly head: TemplateHead | null;
  readonly body: string;
  readonly bodyStart: Position;
  readonly problems: readonly TemplateProblem[];
}

const schema = z.strictObject({
  subject: z.string({ error: 'expected a text: the subject line' }).trim().min(1, { error: 'the subject is empty' }),
  preheader: z.string().optional(),
  purpose: z.enum(['marketing', 'service'], { error: 'expected marketing or service' }).optional(),
  layout: z.string().optional(),
  variables: z
    .union([z.array(z.string()), z.record(z.string(), z.unknown())], { error: 'expected a list of names' })
    .optional(),
});

const NOWHERE: Position = { line: 1, column: 1 };

/** Cuts a file into its head and its HTML. Every fault of the head is reported, with its place in the file. */
export function splitTemplate(file: string, source: string): SplitTemplate {
  const match = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/.exec(source);
  if (match === null) {
    const message = 'expected a head with the subject between two lines of --- at the top of the file';
    return {
      head: null,
      body: source,
      bodyStart: NOWHERE,
      problems: [{ file, ...NOWHERE, code: 'template-head', message }],
    };
  }
  const bodyStart = { line: match[0].split('\n').length, column: 1 };
  const { head, problems } = parseHead(file, match[1] ?? '');
  return { head, body: source.slice(match[0].length), bodyStart, problems };
}

function parseHead(file: string, text: string): { head: TemplateHead | null; problems: TemplateProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, maxAliasCount: 0 } as Parameters<
    typeof parseDocument
  >[1]);
  // The head begins on the file's second line.
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: line + 1, column: col };
  };
  const problem = (offset: number, message: string): TemplateProblem => ({
    file,
    ...at(offset),
    code: 'template-head',
    message,
  });
  if (document.errors.length > 0)
    return {
      head: null,
      problems: document.errors.map((error) =>
        problem(error.pos[0], error.message.split(' at line')[0] ?? 'not well-formed YAML'),
      ),
    };
  const valueOffset = (key: string): number => {
    const node: unknown = document.get(key, true);
    if (!isScalar(node) || !node.range) return 0;
    // A quoted text begins behind its quote.
    return node.range[0] + (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0);
  };
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (!parsed.success)
    return {
      head: null,
      problems: parsed.error.issues.map((issue) =>
        problem(valueOffset(String(issue.path[0] ?? '')), headMessage(issue)),
      ),
    };
  const { subject, preheader, purpose, layout, variables } = parsed.data;
  return {
    head: {
      subject,
      preheader: preheader ?? null,
      purpose: purpose ?? null,
      layout: layout ?? null,
      variables: Array.isArray(variables) ? variables : Object.keys(variables ?? {}),
      positions: { subject: at(valueOffset('subject')), preheader: at(valueOffset('preheader')) },
    },
    problems: [],
  };
}

function headMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${issue.keys.join(', ')}; expected subject, preheader, purpose, layout or variables`;
  return `${issue.path.join('.')}: ${issue.message}`;
}
