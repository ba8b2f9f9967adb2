import { type Finding, sortFindings, toFinding } from './finding.js';
import { lintBranches } from './lint-branches.js';
import type { LintContext, LintRule } from './lint-context.js';
import { lintFlow } from './lint-flow.js';
import { lintForm } from './lint-form.js';
import { lintIds, lintReferences } from './lint-ids.js';
import { lintInvitation } from './lint-invitation.js';
import { lintConditions, lintEvents, lintRecordPaths } from './lint-paths.js';
import { lintSchedule } from './lint-schedule.js';
import { lintTemplates } from './lint-templates.js';
import { isStandIn, type ParsedDefinition, parseDefinition, type Source } from './parse.js';

const RULES: readonly LintRule[] = [
  lintIds,
  lintReferences,
  lintSchedule,
  lintEvents,
  lintConditions,
  lintRecordPaths,
  lintTemplates,
  lintBranches,
  lintFlow,
  lintForm,
  lintInvitation,
];

/**
 * Judges what the shape of a definition can't show: whether what it names exists, and whether its ways make sense. A
 * file with faults of shape is judged as far as it could be read. The findings of `parseDefinition` aren't repeated.
 */
export function lintDefinition(parsed: ParsedDefinition, context: LintContext): Finding[] {
  const definition = parsed.draft;
  if (!definition) return [];
  const problems = RULES.flatMap((rule) => rule({ parsed, definition, context }));
  const real = problems.filter((problem) => !isStandIn(parsed.standIns, problem.path));
  return sortFindings(real.map((problem) => toFinding(problem, parsed.file, parsed.locate)));
}

/** Parses and lints: all findings of a file, in its order. */
export function lintSource(
  source: Source,
  context: LintContext,
): { readonly parsed: ParsedDefinition; readonly findings: readonly Finding[] } {
  const parsed = parseDefinition(source);
  return { parsed, findings: sortFindings([...parsed.findings, ...lintDefinition(parsed, context)]) };
}

/** True if nothing forbids publishing: warnings don't. */
export const isPublishable = (findings: readonly Finding[]): boolean =>
  findings.every((finding) => finding.severity === 'warning');
