import { estimatedHolidays } from '../domain/definition/estimated-holidays.js';
import { sortFindings } from '../domain/definition/finding.js';
import { lintDefinition } from '../domain/definition/lint.js';
import type { LintContext } from '../domain/definition/lint-context.js';
import { parseDefinition } from '../domain/definition/parse.js';
import { stepMeanings } from '../domain/definition/step-meanings.js';
import type { DefinitionCheck, DefinitionStore } from './store-ports.js';

/** Parses, lints against the deployment and the published versions. */
export function createDefinitionCheck(
  context: Omit<LintContext, 'published'>,
  definitions: Pick<DefinitionStore, 'texts'>,
): DefinitionCheck {
  return async (source) => {
    const parsed = parseDefinition(source);
    const published = parsed.draft === null ? [] : await definitions.texts(parsed.draft.id);
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
