import { estimatedHolidays } from '../domain/definition/estimated-holidays.js';
import { sortFindings } from '../domain/definition/finding.js';
import { lintDefinition } from '../domain/definition/lint.js';
import type { LintContext, TemplateLookup } from '../domain/definition/lint-context.js';
import { parseDefinition } from '../domain/definition/parse.js';
import { stepMeanings } from '../domain/definition/step-meanings.js';
import type { DefinitionCheck, DefinitionStore } from './store-ports.js';

/** Parses, lints against the deployment, the templates of now and the published versions. */
export function createDefinitionCheck(
  world: Omit<LintContext, 'published' | 'templates'>,
  definitions: Pick<DefinitionStore, 'texts' | 'beginsOn'>,
  templates?: () => Promise<TemplateLookup>,
): DefinitionCheck {
  return async (source) => {
    const parsed = parseDefinition(source);
    const published = parsed.draft === null ? [] : await definitions.texts(parsed.draft.id);
    const context = {
      ...world,
      ...(templates === undefined ? {} : { templates: await templates() }),
      ...(parsed.draft?.kind === 'form' ? { asksForConsent: await definitions.beginsOn('consent.asked') } : {}),
    };
    const lint = lintDefinition(
      parsed,
      published.length === 0 ? context : { ...context, published: stepMeanings(published) },
    );
    return {
      definition: parsed.definition,
      findings: sortFindings([...parsed.findings, ...lint]),
      notes: estimatedHolidays(parsed, context.calendars),
    };
  };
}
