import Handlebars from 'handlebars';
import type { TemplateData } from '../../domain/journey/template-data.js';
import { declaredNames, namesOf, oneLine, textOfHtml } from '../renderer.js';
import { newBudget, type Run, runParts, runTemplate } from '../template-run.js';
import type { TemplateLibrary, TemplateVariant } from '../template-source.js';
import type { TemplateNode, TemplateTree } from '../template-tree.js';
import { encodedOnce, type Piece } from './parts.js';
import { PlainPart } from './plain-part.js';
import { type SameForAll, specialise } from './specialise.js';

export interface RenderedParts {
  readonly subject: string;
  /** Pieces of the HTML; those of the template's own text are the same strings in every mail. */
  readonly html: readonly string[];
  /** The part of the plain text, with its head. */
  readonly textPart: string;
  /** What was to be printed and has no value. */
  readonly missing: ReadonlySet<string>;
}

/** How a text is run, and how HTML. */
type Manner = Pick<Run, 'escape' | 'partial'>;
type RunWith = (names: Run['names'], text: boolean) => Run;

type Escape = Run['escape'];
const escapeHtml: Escape = (value) => Handlebars.Utils.escapeExpression(value);
const asItIs: Escape = (value) => value;

/** A subject or preheader: the same for all, or to be made of each. */
type Line =
  | { readonly type: 'same'; readonly value: string | null }
  | { readonly type: 'own'; readonly tree: TemplateTree };

/**
 * One template in one locale, made ready for many receivers of one campaign: what `MailRun` makes of a mail it makes too
 * (a test holds that), but does only what differs between them. Throws RenderFault as it does.
 */
export class PreparedVariant {
  private readonly asText: Manner;
  private readonly asHtml: Manner;
  private readonly subject: Line;
  private readonly preheader: Line;
  private readonly html: TemplateTree;
  /** The HTML's own texts, in quoted-printable. */
  readonly encoded: ReadonlyMap<string, Piece>;
  /** What the plain text is made of: its own template, or the HTML without its layout. */
  private readonly textBody: TemplateTree;
  private readonly textLayout: TemplateTree | null;
  private readonly plain: PlainPart;
  private readonly declared: Run['names'];
  private readonly known: Run['names'];
  /** A layout that prints its body within a loop: it is given as a name. */
  private readonly bodyApart: TemplateTree | null;

  constructor(
    library: TemplateLibrary,
    readonly variant: TemplateVariant,
    private readonly variables: TemplateData['variables'],
  ) {
    const { locale } = variant;
    this.asText = { escape: asItIs, partial: (name) => library.partial(name, locale, true) };
    this.asHtml = { escape: escapeHtml, partial: (name) => library.partial(name, locale, false) };
    this.declared = declaredNames(variant, variables);
    this.subject = this.line(variant.subject);
    this.preheader = variant.preheader === null ? { type: 'same', value: null } : this.line(variant.preheader);
    this.known = { ...this.declared, ...this.sameLines(), ...namesOf(variant) };
    const bare = specialise(variant.html, this.same(this.known, false));
    this.html =
      variant.htmlLayout === null
        ? bare
        : specialise(variant.htmlLayout, { ...this.same(this.known, false), body: bare.nodes });
    this.encoded = encodedOnce(textsOf(this.html.nodes));
    this.bodyApart = printsRaw(this.html.nodes) ? bare : null;
    const text = this.same(this.known, true);
    this.textBody = variant.text === null ? bare : specialise(variant.text, text);
    this.textLayout = variant.textLayout === null ? null : specialise(variant.textLayout, text);
    this.plain = new PlainPart([this.textBody, this.textLayout].flatMap((tree) => textsOf(tree?.nodes ?? [])));
  }

  render(data: TemplateData, timezone: string): RenderedParts {
    const missing = new Set<string>();
    const budget = newBudget();
    const helperContext = { locale: this.variant.locale, timezone };
    const run: RunWith = (names, text) => ({
      names,
      data,
      missing,
      budget,
      helperContext,
      ...(text ? this.asText : this.asHtml),
    });
    const lineOf = (line: Line): string | null =>
      line.type === 'same' ? line.value : oneLine(runTemplate(line.tree, run(this.declared, true)));
    const subject = lineOf(this.subject) ?? '';
    const preheader = lineOf(this.preheader);
    const isKnown = this.subject.type === 'same' && this.preheader.type === 'same';
    const names = isKnown ? this.known : { ...this.known, subject, preheader };
    const around = this.bodyApart === null ? names : { ...names, body: runTemplate(this.bodyApart, run(names, false)) };
    const html = runParts(this.html, run(around, false));
    return { subject, html, textPart: this.plain.of(this.text(run, names)), missing };
  }

  private text(run: RunWith, names: Run['names']): string {
    const isDerived = this.variant.text === null;
    const whole = runTemplate(this.textBody, run(names, !isDerived));
    const body = isDerived ? textOfHtml(whole) : whole;
    return this.textLayout === null ? body : runTemplate(this.textLayout, run({ ...names, body: body.trim() }, true));
  }

  private line(tree: TemplateTree): Line {
    const special = specialise(tree, this.same(this.declared, true));
    const [only, ...more] = special.nodes;
    if (only === undefined) return { type: 'same', value: '' };
    return only.type === 'text' && more.length === 0
      ? { type: 'same', value: oneLine(only.text) }
      : { type: 'own', tree: special };
  }

  private sameLines(): Run['names'] {
    const { subject, preheader } = this;
    return {
      ...(subject.type === 'same' ? { subject: subject.value } : {}),
      ...(preheader.type === 'same' ? { preheader: preheader.value } : {}),
    };
  }

  private same(names: Run['names'], text: boolean): SameForAll {
    // The zone is each receiver's own; what prints by it is left to them.
    const helperContext = { locale: this.variant.locale, timezone: 'UTC' };
    return { names, variables: this.variables, run: { ...(text ? this.asText : this.asHtml), helperContext } };
  }
}

const printsRaw = (nodes: readonly TemplateNode[]): boolean =>
  nodes.some((node) => {
    if (node.type === 'print') return node.raw;
    return 'body' in node && (printsRaw(node.body) || printsRaw(node.otherwise));
  });

const textsOf = (nodes: readonly TemplateNode[]): string[] =>
  nodes.flatMap((node) => {
    if (node.type === 'text') return [node.text];
    return 'body' in node ? [...textsOf(node.body), ...textsOf(node.otherwise)] : [];
  });
