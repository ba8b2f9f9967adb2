import { journeyIn } from '../definition/campaign-journey.js';
import type { Definition } from '../definition/definition.js';
import { type Finding, sortFindings } from '../definition/finding.js';
import type { LintContext } from '../definition/lint-context.js';
import { compileProgram, type Program } from '../journey/program.js';
import { err, ok, type Result } from '../result.js';
import type { ParsedScenarios } from './parse-scenarios.js';
import { type CheckedScenario, checkScenario } from './run-scenario.js';

/** What a definition's scenarios run: journeys, and campaigns as the journey of each recipient. */
export function programOf(definition: Definition): Program | null {
  const journey = journeyIn(definition);
  return journey === null ? null : compileProgram(journey);
}

/** Judges the records and events of all scenarios against their definition, without running any. */
export function checkScenarios(
  { file, find }: ParsedScenarios,
  definition: Definition,
  { fields, eventTypes }: Pick<LintContext, 'fields' | 'eventTypes'>,
): Result<{ readonly program: Program; readonly checked: readonly CheckedScenario[] }, readonly Finding[]> {
  const program = programOf(definition);
  if (program === null)
    return err([
      find('wrong-type', ['definition'], `${file.definition} is a ${definition.kind}; only journeys and campaigns run`),
    ]);
  const results = file.scenarios.map((scenario) => checkScenario(scenario, find, { program, fields, eventTypes }));
  const findings = results.flatMap((result) => (result.ok ? [] : result.error));
  if (findings.length > 0) return err(sortFindings(findings));
  return ok({ program, checked: results.flatMap((result) => (result.ok ? [result.value] : [])) });
}
