import type { Definition, StepAction } from '../domain/definition/definition.js';
import { sortFindings } from '../domain/definition/finding.js';
import { lintDefinition } from '../domain/definition/lint.js';
import type { LintContext } from '../domain/definition/lint-context.js';
import { parseDefinition } from '../domain/definition/parse.js';
import { stepsOf } from '../domain/definition/step-walk.js';
import { unsupported } from '../domain/definition/supported.js';
import type { DefinitionCheck, DefinitionStore } from './store-ports.js';

/** Parses, lints against the deployment and the published versions, and names what this engine can't run yet. */
export function createDefinitionCheck(
  context: Omit<LintContext, 'published'>,
  definitions: Pick<DefinitionStore, 'texts'>,
): DefinitionCheck {
  return async (source) => {
    const parsed = parseDefinition(source);
    const published = parsed.draft === null ? [] : await definitions.texts(parsed.draft.id);
    const lint = lintDefinition(
      parsed,
      published.length === 0 ? context : { ...context, published: meanings(published) },
    );
    return {
      definition: parsed.definition,
      findings: sortFindings([...parsed.findings, ...lint, ...unsupported(parsed)]),
    };
  };
}

/** What each step id has meant so far; the newest version has the last word. */
function meanings(texts: readonly string[]): ReadonlyMap<string, StepAction> {
  const definitions = texts.map((text) => parseDefinition({ file: 'published', text }).draft);
  const steps = definitions
    .filter((definition): definition is Definition => definition !== null)
    .flatMap((definition) => [...stepsOf(definition)]);
  return new Map(
    steps.flatMap((step): [string, StepAction][] => (step.id === undefined ? [] : [[step.id, step.action]])),
  );
}
