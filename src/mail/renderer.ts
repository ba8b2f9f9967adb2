import Handlebars from 'handlebars';
import { convert } from 'html-to-text';
import type { Attachment, Rendered, Renderer, RenderRequest } from '../activities/ports.js';
import { nearestLocale } from './locale.js';
import { plainText } from './plain-text.js';
import { templateFacts } from './template-facts.js';
import { parseTemplate, TITLE } from './template-parse.js';
import { newBudget, RenderFault, type Run, runTemplate } from './template-run.js';
import type { TemplateLibrary, TemplateVariant } from './template-source.js';
import type { TemplateProblem, TemplateTree } from './template-tree.js';

const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

/**
 * Renders from a loaded library. `defaultLocale` is the deployment's language, for contacts whose own the template
 * has not. Previews and sends use this same code, so what was seen is what goes out. `versionOf`: of a file that was
 * published since the folder's.
 */
export function createRenderer(
  library: TemplateLibrary,
  defaultLocale: string,
  versionOf: (file: string) => number = () => 0,
): Renderer {
  const titles = new Map<string, TemplateTree>();
  const faults = new Map<string, TemplateProblem | null>();
  // Of layout and partials too: a footer that could not be read must not be a footer that is missing.
  const faultOf = (name: string): TemplateProblem | null => {
    const known = faults.get(name);
    if (known !== undefined) return known;
    const fault = templateFacts(library, name)?.problems[0] ?? null;
    faults.set(name, fault);
    return fault;
  };
  return {
    renderTitle: async (source, request) => {
      const tree = titles.get(source) ?? parseTemplate(source, TITLE).tree;
      if (titles.size > MAX_TITLES) titles.clear();
      titles.set(source, tree);
      return renderTitle(tree, source, request, request.language ?? defaultLocale);
    },
    render: async (request) => {
      const fault = faultOf(request.template);
      if (fault !== null) return failed(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
      const locales = library.templates.get(request.template);
      const locale = nearestLocale(request.language, [...(locales?.keys() ?? [])], defaultLocale);
      const variant = locale === null ? undefined : locales?.get(locale);
      if (variant === undefined) return failed(`there is no template ${request.template}`);
      return renderVariant(library, variant, request, versionOf);
    },
  };
}

function renderVariant(
  library: TemplateLibrary,
  variant: TemplateVariant,
  request: RenderRequest,
  versionOf: (file: string) => number,
): Rendered {
  const mail = new MailRun(library, variant, request);
  try {
    const { subject, html, text } = mail.render();
    if (mail.missing.size > 0) return { ok: false, code: 'missing-variable', variables: [...mail.missing] };
    if (subject === '') return failed(`${variant.file}: the subject came out empty`);
    const used = [...mail.files].map((file) => ({ file, version: versionOf(file) }));
    const versions = used.filter(({ version }) => version > 0);
    const attachments = attachmentsOf(library, request);
    return { ok: true, subject, html, text, locale: variant.locale, attachments, versions };
  } catch (error) {
    if (error instanceof RenderFault) return failed(error.message);
    throw error;
  }
}

function attachmentsOf({ attachments }: TemplateLibrary, { attach = [] }: RenderRequest): readonly Attachment[] {
  return attach.map((name) => {
    const found = attachments?.get(name);
    if (found === undefined) throw new RenderFault(`there is no file attachments/${name}`);
    return found;
  });
}

const MAX_TITLES = 5000;

function renderTitle(
  tree: TemplateTree,
  source: string,
  request: Omit<RenderRequest, 'template'>,
  locale: string,
): string {
  const plainSource = oneLine(source.replace(/\{\{.*?\}\}/g, ''));
  try {
    const title = runTemplate(tree, {
      names: {},
      data: request.data,
      escape: (value) => value,
      helperContext: { locale, timezone: request.timezone },
      partial: () => null,
      missing: new Set(),
      budget: newBudget(),
    });
    return oneLine(title) || plainSource;
  } catch (error) {
    // A person must get the task even if its title can't be made out.
    if (error instanceof RenderFault) return plainSource;
    throw error;
  }
}

/** One mail being made. What is missing leaves a gap, which only a preview shows. */
export class MailRun {
  readonly missing = new Set<string>();
  /** The files it is made of. */
  readonly files = new Set<string>();
  private readonly budget = newBudget();

  constructor(
    private readonly library: TemplateLibrary,
    private readonly variant: TemplateVariant,
    private readonly request: Pick<RenderRequest, 'timezone' | 'data'>,
  ) {}

  render(): { subject: string; preheader: string | null; html: string; text: string } {
    const { variant } = this;
    const subject = oneLine(this.plain(variant.subject, {}));
    const preheader = variant.preheader === null ? null : oneLine(this.plain(variant.preheader, {}));
    const names = { subject, preheader, ...namesOf(variant) };
    const bare = this.html(variant.html, names);
    const html = variant.htmlLayout === null ? bare : this.html(variant.htmlLayout, { ...names, body: bare });
    const text =
      variant.text === null ? this.derivedText(bare, names) : this.textPart(this.plain(variant.text, names), names);
    return { subject, preheader, html, text };
  }

  private derivedText(bodyHtml: string, names: Run['names']): string {
    return this.textPart(textOfHtml(bodyHtml), names);
  }

  private textPart(body: string, names: Run['names']): string {
    const { textLayout } = this.variant;
    const whole = textLayout === null ? body : this.plain(textLayout, { ...names, body: body.trim() });
    return plainText(whole);
  }

  private html(tree: TemplateTree, names: Run['names']): string {
    return this.run(tree, names, false, (value) => Handlebars.Utils.escapeExpression(value));
  }

  private plain(tree: TemplateTree, names: Run['names']): string {
    return this.run(tree, names, true, (value) => value);
  }

  private run(tree: TemplateTree, names: Run['names'], text: boolean, escaping: Run['escape']): string {
    const { library, variant, request, missing, budget } = this;
    return runTemplate(this.used(tree), {
      names: { ...declaredNames(variant, request.data.variables), ...names },
      data: request.data,
      escape: escaping,
      helperContext: { locale: variant.locale, timezone: request.timezone },
      partial: (name) => this.used(library.partial(name, variant.locale, text)),
      missing,
      budget,
    });
  }

  private used<T extends TemplateTree | null>(tree: T): T {
    if (tree !== null) this.files.add(tree.file);
    return tree;
  }
}

/** What a layout and partials know of the template that they stand around. */
export const namesOf = ({ head, locale }: TemplateVariant) => ({
  purpose: head.purpose,
  locale,
  direction: RIGHT_TO_LEFT.includes(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr',
});

/** What the head lists under `variables` may be written without the prefix. */
export const declaredNames = ({ head }: TemplateVariant, variables: RenderRequest['data']['variables']) =>
  Object.fromEntries(head.variables.map((name) => [name, Object.hasOwn(variables, name) ? variables[name] : null]));

/** The plain text of a template that has none of its own. */
export const textOfHtml = (html: string): string => convert(html, TEXT_OPTIONS);

const TEXT_OPTIONS = {
  wordwrap: false as const,
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
};

/** A header line: a record with a line break in a name must not begin another header. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

const failed = (detail: string): Rendered => ({ ok: false, code: 'render-failed', detail });
