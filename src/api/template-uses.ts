import type { LintContext, TemplateLookup } from '../domain/definition/lint-context.js';
import { messageSteps, type TemplateMisfit, templateMisfits } from '../domain/definition/lint-templates.js';
import { type ParsedDefinition, parseDefinition } from '../domain/definition/parse.js';
import { stepKey } from '../domain/definition/step-walk.js';
import type { TemplateUse } from './contracts/templates.js';
import type { DefinitionStore, TextInUse } from './store-ports.js';

/* Which steps of published definitions say a template, and whether they can give what another version of it needs. */

export interface DefinitionInUse {
  readonly id: string;
  readonly version: number;
  /** What begins now; else somebody is still in flight in it. */
  readonly current: boolean;
  readonly parsed: ParsedDefinition;
  readonly uses: readonly (TemplateUse & { readonly template: string })[];
}

export interface TemplateUses {
  inUse(): Promise<readonly DefinitionInUse[]>;
}

/** Versions are parsed once: they never change. Those that nobody uses any more are forgotten. */
export function createTemplateUses(definitions: Pick<DefinitionStore, 'textsInUse'>): TemplateUses {
  let known = new Map<string, Pick<DefinitionInUse, 'parsed' | 'uses'>>();
  return {
    async inUse() {
      const texts = await definitions.textsInUse();
      const read = new Map(texts.map((text) => [keyOf(text), known.get(keyOf(text)) ?? readUses(text)]));
      known = read;
      return texts.flatMap(({ id, version, current, ...text }) => {
        const uses = read.get(keyOf({ id, version, current, ...text }));
        return uses === undefined ? [] : [{ id, version, current, ...uses }];
      });
    },
  };
}

const keyOf = ({ id, version }: TextInUse): string => `${id}@${version}`;

function readUses({ id, version, text }: TextInUse): Pick<DefinitionInUse, 'parsed' | 'uses'> {
  const parsed = parseDefinition({ file: `${id}@${version}`, text });
  const { definition } = parsed;
  if (definition === null) return { parsed, uses: [] };
  const name = definition.name ?? null;
  const uses = messageSteps(definition).map(({ step, message: { template } }) => {
    const action = step.action as TemplateUse['action'];
    return { template, definition: id, version, name, step: stepKey(step), action };
  });
  return { parsed, uses };
}

/** A step of a published definition that can't give what a template needs. */
export interface PublishedMisfit extends TemplateMisfit {
  readonly definition: string;
}

/** What published definitions lack for the changed templates, but for what they have lacked already. */
export function newMisfits(
  used: readonly DefinitionInUse[],
  world: Omit<LintContext, 'templates' | 'published'>,
  templates: ReadonlySet<string>,
  { before, after }: { readonly before: TemplateLookup; readonly after: TemplateLookup },
): PublishedMisfit[] {
  const misfits = used.flatMap(({ id, parsed }) => {
    const { definition } = parsed;
    if (definition === null) return [];
    const of = (lookup: TemplateLookup) =>
      templateMisfits({ parsed, definition, context: { ...world, templates: lookup } }, templates);
    const known = new Set(of(before).map(keyOfMisfit));
    return of(after)
      .filter((misfit) => !known.has(keyOfMisfit(misfit)))
      .map((misfit) => ({ ...misfit, definition: id }));
  });
  // Of several versions of a definition in flight the same is said once.
  return [...new Map(misfits.map((misfit) => [`${misfit.definition} ${keyOfMisfit(misfit)}`, misfit])).values()];
}

/** By what is lacking, not by its line: that moves with every edit above it. */
const keyOfMisfit = ({ step, template, code, message }: TemplateMisfit): string =>
  [step, template, code, message.replace(/^[^ ]+:\d+ reads/, 'reads')].join(' ');
