import { type TemplateFacts, templateFacts } from '../template-facts.js';
import type { TemplateFile } from '../template-files.js';
import { filesFor, isShared } from '../template-shelf.js';
import { libraryOf, type TemplateLibrary, type TemplateVariant } from '../template-source.js';
import type { TemplateNode, TemplateProblem } from '../template-tree.js';

/** All that a file's author wants to know of it, and whoever judges whether it may be published. */
export interface ReportedFile {
  readonly head: Omit<TemplateVariant['head'], 'positions'> | null;
  readonly reads: readonly { path: string; line: number; column: number; guarded: boolean }[];
  readonly faults: readonly TemplateProblem[];
  /** The facts of all templates that have the file in them. */
  readonly facts: readonly TemplateFacts[];
  readonly size: { readonly htmlBytes: number; readonly textBytes: number } | null;
}

/** Reads a file among the others; `files` has it already, in the place of the one that is published. */
export function reportFile(files: readonly TemplateFile[], file: TemplateFile, language: string): ReportedFile {
  const library = libraryOf(isShared(file) ? files : filesFor(files, file.name), language);
  const names = isShared(file) ? [...library.templates.keys()] : [file.name];
  const facts = names
    .flatMap((name) => templateFacts(library, name) ?? [])
    .filter(({ name, files: parts }) => name === file.name || parts.includes(file.file));
  const own = library.problems.filter((problem) => problem.file === file.file);
  const variant = variantOf(library, file);
  const { positions: _, ...head } = variant?.head ?? { positions: null };
  return {
    head: variant === null || file.text ? null : (head as ReportedFile['head']),
    reads: unique(
      facts.flatMap(({ paths }) => paths.filter((path) => path.file === file.file)),
      ({ line, column, path }) => `${line}:${column} ${path}`,
    ).map(({ path, line, column, guarded }) => ({ path, line, column, guarded })),
    faults: unique([...own, ...facts.flatMap(({ problems }) => problems)], faultKey),
    facts,
    size: variant === null ? null : sizeOf(library, variant),
  };
}

export const faultKey = ({ file, line, column, code }: TemplateProblem): string => `${file}:${line}:${column} ${code}`;

function variantOf(library: TemplateLibrary, { name, locale }: TemplateFile): TemplateVariant | null {
  return locale === null ? null : (library.templates.get(name)?.get(locale) ?? null);
}

/** Of what is always printed, whatever the values are. */
function sizeOf(library: TemplateLibrary, variant: TemplateVariant): ReportedFile['size'] {
  // Each part is added up once, however often it is included.
  const known = new Map<readonly TemplateNode[], number>();
  const bytes = (nodes: readonly TemplateNode[], text: boolean, depth: number): number => {
    const before = known.get(nodes);
    if (before !== undefined) return before;
    const total = nodes.reduce((sum, node) => {
      if (node.type === 'text') return sum + Buffer.byteLength(node.text);
      if (node.type !== 'partial' || depth > MOST_DEPTH) return sum;
      return sum + bytes(library.partial(node.name, variant.locale, text)?.nodes ?? [], text, depth + 1);
    }, 0);
    known.set(nodes, total);
    return total;
  };
  const html = [variant.htmlLayout, variant.html].map((tree) => bytes(tree?.nodes ?? [], false, 0));
  const text = [variant.textLayout, variant.text].map((tree) => bytes(tree?.nodes ?? [], true, 0));
  return { htmlBytes: sum(html), textBytes: sum(text) };
}

const MOST_DEPTH = 10;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const unique = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];
