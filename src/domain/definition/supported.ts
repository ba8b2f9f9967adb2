import type { Definition, Step } from './definition.js';
import { type DocPath, type Finding, type Problem, sortFindings, toFinding } from './finding.js';
import type { ParsedDefinition } from './parse.js';
import { valueAt } from './shape-problems.js';
import { stepsOf } from './step-walk.js';

/*
 * What the format has and the engine can't run yet. Such a definition lints, but its publication is refused: a step that
 * is silently skipped would be a customer silently forgotten. To let something run, take its row out of the table.
 */

const KINDS: { readonly [kind in Definition['kind']]?: string } = {
  campaign: 'a campaign',
  survey: 'a survey',
};

interface StepFeature {
  readonly what: string;
  /** Where in the step it stands, if it does. */
  readonly at: (step: Step) => DocPath | undefined;
}

const STEP_FEATURES: readonly StepFeature[] = [
  {
    what: 'attachments',
    at: (step) => (step.action === 'email' && step.email.attach ? ['email', 'attach'] : undefined),
  },
];

interface TopFeature {
  readonly what: string;
  readonly at: DocPath;
  readonly when?: (value: unknown) => boolean;
}

const TOP_FEATURES: readonly TopFeature[] = [
  {
    what: 'a journey of an account or of a user',
    at: ['per'],
    when: (value) => value !== 'contact' && value !== 'deal',
  },
];

/** One `not-yet-supported` for each thing in a definition that this version can't run, in the order of the file. */
export function unsupported(parsed: ParsedDefinition): Finding[] {
  const { draft, value } = parsed;
  if (!draft) return [];
  const kind = KINDS[draft.kind];
  const problems =
    kind === undefined ? [...topFeatures(value), ...stepsOf(draft).flatMap(stepFeatures)] : [problem(kind, ['kind'])];
  return sortFindings(problems.map((each) => toFinding(each, parsed.file, parsed.locate)));
}

const problem = (what: string, path: DocPath): Problem => ({
  code: 'not-yet-supported',
  path,
  message: `${what} is part of the format, but this version can't run it yet, so the definition can't be published`,
});

const topFeatures = (value: unknown): Problem[] =>
  TOP_FEATURES.filter(({ at, when }) => {
    const found = valueAt(value, at);
    return found !== undefined && (when?.(found) ?? true);
  }).map(({ what, at }) => problem(what, at));

function stepFeatures(step: Step): Problem[] {
  return STEP_FEATURES.flatMap(({ what, at }) => {
    const path = at(step);
    return path ? [problem(what, [...step.path, ...path])] : [];
  });
}
