import type { Attachment } from '../activities/ports.js';
import { readAttachments } from './attachment-files.js';
import { nearestLocale } from './locale.js';
import { readTemplateFiles, type TemplateFile } from './template-files.js';
import { splitTemplate, type TemplateHead } from './template-head.js';
import { parseTemplate } from './template-parse.js';
import {
  MOST_PARTIALS,
  type Position,
  type TemplateNode,
  type TemplateProblem,
  type TemplateTree,
} from './template-tree.js';

/** One template in one locale, checked and ready to render. */
export interface TemplateVariant {
  readonly name: string;
  readonly locale: string;
  readonly file: string;
  readonly head: TemplateHead;
  readonly subject: TemplateTree;
  readonly preheader: TemplateTree | null;
  readonly html: TemplateTree;
  /** null: the plain text is derived from the HTML. */
  readonly text: TemplateTree | null;
  readonly htmlLayout: TemplateTree | null;
  readonly textLayout: TemplateTree | null;
}

/** A templates folder, read and parsed once. */
export interface TemplateLibrary {
  /** By name, then by locale. A template with a problem anywhere is still listed; the renderer refuses it. */
  readonly templates: ReadonlyMap<string, ReadonlyMap<string, TemplateVariant>>;
  /** The partial of a name that a tree in this locale means; in plain text the `.txt.hbs` one, else null. */
  partial(name: string, locale: string, text: boolean): TemplateTree | null;
  /** What mails can carry, by name; null: the folder has no `attachments/`. */
  readonly attachments: ReadonlyMap<string, Attachment> | null;
  /** All faults of all files, in order of file, line and column. */
  readonly problems: readonly TemplateProblem[];
}

interface Shared {
  readonly locale: string | null;
  readonly tree: TemplateTree;
}

/** Reads and checks a whole folder. `defaultLocale` decides among a layout's or partial's locales when none is kin. */
export function loadTemplates(folder: string, defaultLocale: string): TemplateLibrary {
  const { files, misnamed } = readTemplateFiles(folder);
  return { ...new Loader(files, misnamed, defaultLocale).load(), attachments: readAttachments(folder) };
}

/** The same of files that are in no folder. */
export const libraryOf = (
  files: readonly TemplateFile[],
  defaultLocale: string,
  misnamed: readonly string[] = [],
): TemplateLibrary => ({
  ...new Loader(files, misnamed, defaultLocale).load(),
  attachments: null,
});

class Loader {
  private readonly problems: TemplateProblem[] = [];
  /** Layouts and partials; keyed `layouts/x`, with ` text` behind it for plain text. */
  private readonly shared = new Map<string, Shared[]>();

  constructor(
    private readonly files: readonly TemplateFile[],
    private readonly misnamed: readonly string[],
    private readonly defaultLocale: string,
  ) {}

  load(): Omit<TemplateLibrary, 'attachments'> {
    for (const file of this.misnamed)
      this.problem(
        file,
        { line: 1, column: 1 },
        'template-name',
        'expected <family>/<name>.<locale>.hbs or <family>/<name>.<locale>.txt.hbs, in lower case',
      );
    for (const file of this.files) if (file.kind !== 'template') this.loadShared(file);
    const templates = new Map<string, Map<string, TemplateVariant>>();
    for (const file of this.files) {
      if (file.kind !== 'template' || file.text) continue;
      const variant = this.loadVariant(file);
      if (variant === null) continue;
      const locales = templates.get(variant.name) ?? new Map<string, TemplateVariant>();
      templates.set(variant.name, locales.set(variant.locale, variant));
    }
    this.checkTextFilesHaveHtml();
    const partial = (name: string, locale: string, text: boolean) => this.pick(`partials/${name}`, locale, text);
    for (const locales of templates.values())
      for (const variant of locales.values()) this.checkPartials(variant, partial);
    return { templates, partial, problems: inOrder(this.problems) };
  }

  private loadShared(file: TemplateFile): void {
    const key = sharedKey(file.name, file.text);
    const tree = this.parse(file.file, file.source, { line: 1, column: 1 }, !file.text, file.kind === 'layout');
    this.shared.set(key, [...(this.shared.get(key) ?? []), { locale: file.locale, tree }]);
  }

  private loadVariant(file: TemplateFile): TemplateVariant | null {
    const { head, body, bodyStart, problems } = splitTemplate(file.file, file.source);
    this.problems.push(...problems);
    const html = this.parse(file.file, body, bodyStart, true, false);
    if (head === null || file.locale === null) return null;
    const textFile = this.files.find((other) => other.text && other.name === file.name && other.locale === file.locale);
    const layout = this.layoutOf(file, head);
    return {
      name: file.name,
      locale: file.locale,
      file: file.file,
      head,
      subject: this.parse(file.file, head.subject, head.positions.subject, false, false),
      preheader:
        head.preheader === null ? null : this.parse(file.file, head.preheader, head.positions.preheader, false, false),
      html,
      text:
        textFile === undefined
          ? null
          : this.parse(textFile.file, textFile.source, { line: 1, column: 1 }, false, false),
      htmlLayout: layout === null ? null : this.pick(layout, file.locale, false),
      textLayout: layout === null ? null : this.pick(layout, file.locale, true),
    };
  }

  private layoutOf(file: TemplateFile, head: TemplateHead): string | null {
    if (head.layout === 'none') return null;
    const name = `layouts/${head.layout ?? 'default'}`;
    if (this.shared.has(sharedKey(name, false))) return name;
    if (head.layout !== null)
      this.problem(
        file.file,
        { line: 2, column: 1 },
        'unknown-layout',
        `there is no layout ${head.layout} in layouts/`,
      );
    return null;
  }

  private parse(file: string, source: string, start: Position, html: boolean, layout: boolean): TemplateTree {
    const { tree, problems } = parseTemplate(source, { file, start, html, layout });
    this.problems.push(...problems);
    return tree;
  }

  private pick(name: string, locale: string, text: boolean): TemplateTree | null {
    const candidates = this.shared.get(sharedKey(name, text)) ?? [];
    const everywhere = candidates.find((candidate) => candidate.locale === null);
    const locales = candidates.flatMap((candidate) => candidate.locale ?? []);
    const nearest = nearestLocale(locale, locales, everywhere === undefined ? this.defaultLocale : locale);
    const exact = candidates.find((candidate) => candidate.locale === nearest);
    const sameLanguage = nearest !== null && nearest.split('-')[0] === locale.split('-')[0];
    return (everywhere !== undefined && !sameLanguage ? everywhere : (exact ?? everywhere))?.tree ?? null;
  }

  private checkTextFilesHaveHtml(): void {
    const html = new Set(this.files.filter((file) => !file.text).map((file) => `${file.name} ${file.locale}`));
    for (const file of this.files)
      if (file.kind === 'template' && file.text && !html.has(`${file.name} ${file.locale}`))
        this.problem(
          file.file,
          { line: 1, column: 1 },
          'template-name',
          'a plain-text part needs its HTML template beside it',
        );
  }

  /** Each tree is looked at once, however often it is included: a few files that include each other twice make millions. */
  private checkPartials(variant: TemplateVariant, partial: TemplateLibrary['partial']): void {
    const known = new Map<TemplateTree, number>();
    const visit = (tree: TemplateTree, text: boolean, open: readonly string[]): number => {
      const before = known.get(tree);
      if (before !== undefined) return before;
      let inside = 0;
      for (const node of partialsOf(tree.nodes)) {
        const inner = partial(node.name, variant.locale, text);
        if (open.includes(node.name))
          this.problem(tree.file, node.at, 'recursive-partial', `the partial ${node.name} includes itself`);
        else if (inner === null)
          this.problem(
            tree.file,
            node.at,
            'unknown-partial',
            `there is no partials/${node.name}${text ? '.txt' : ''}.hbs`,
          );
        else inside += 1 + visit(inner, text, [...open, node.name]);
      }
      known.set(tree, inside);
      return inside;
    };
    const count = (trees: readonly (TemplateTree | null)[], text: boolean) =>
      trees.reduce((sum, tree) => sum + (tree === null ? 0 : visit(tree, text, [])), 0);
    const html = count([variant.html, variant.htmlLayout, variant.subject], false);
    const text = count([variant.text, variant.textLayout], true);
    if (Math.max(html, text) > MOST_PARTIALS)
      this.problem(
        variant.file,
        { line: 1, column: 1 },
        'too-many-partials',
        `expected at most ${MOST_PARTIALS} partials in a mail, each counted as often as it is included`,
      );
  }

  private problem(file: string, at: Position, code: TemplateProblem['code'], message: string): void {
    const known = this.problems.some(
      (p) => p.file === file && p.line === at.line && p.column === at.column && p.code === code,
    );
    if (!known) this.problems.push({ file, ...at, code, message });
  }
}

const sharedKey = (name: string, text: boolean): string => (text ? `${name} text` : name);

function partialsOf(nodes: readonly TemplateNode[]): Extract<TemplateNode, { type: 'partial' }>[] {
  return nodes.flatMap((node) => {
    if (node.type === 'partial') return [node];
    if (node.type === 'if' || node.type === 'each' || node.type === 'with')
      return [...partialsOf(node.body), ...partialsOf(node.otherwise)];
    return [];
  });
}

function inOrder(problems: readonly TemplateProblem[]): TemplateProblem[] {
  return [...problems].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
}
