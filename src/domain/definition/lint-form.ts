import type { FormField } from './definition.js';
import type { DocPath, Problem } from './finding.js';
import { type PathType, type PathWorld, resolvePath } from './known-paths.js';
import type { LintInput, LintRule } from './lint-context.js';
import { worldOf } from './lint-paths.js';

/** Forms: what their fields go to, and where they lead on. */
export const lintForm: LintRule = (input) => [
  ...fieldProblems(input),
  ...redirectProblems(input),
  ...consentProblems(input),
];

function fieldProblems(input: LintInput): Problem[] {
  const { definition } = input;
  if (definition.kind !== 'form') return [];
  const world = worldOf(input);
  const taken = new Set<string>();
  return definition.fields.flatMap((field, i) => {
    if (field.to === undefined) return [];
    const path = ['fields', i, 'to'];
    const twice: Problem[] = taken.has(field.to)
      ? [{ code: 'duplicate-id', path, message: `another field goes to ${field.to} already` }]
      : [];
    taken.add(field.to);
    return [...twice, ...unfit(field, field.to, path, world)];
  });
}

/** The types of records' fields that an answer can be. */
const HOLDS: { readonly [type in FormField['type']]: readonly PathType[] } = {
  line: ['text', 'date', 'birthday', 'any'],
  text: ['text', 'any'],
  choice: ['text', 'any'],
  number: ['number', 'any'],
  check: ['boolean', 'any'],
};

function unfit({ type }: FormField, to: string, path: DocPath, world: PathWorld): Problem[] {
  const resolved = resolvePath(to, world);
  if (!resolved.ok) {
    const { ok: _, ...problem } = resolved;
    return [{ ...problem, path }];
  }
  if (HOLDS[type].includes(resolved.type)) return [];
  return [{ code: 'wrong-type', path, message: `${to} (${resolved.type}) can't take an answer of the type "${type}"` }];
}

/** Whoever may write a form may not thereby lead visitors of this deployment anywhere. */
function redirectProblems({ definition, context: { formHosts } }: LintInput): Problem[] {
  if (definition.kind !== 'form' || definition.redirect === undefined || formHosts === undefined) return [];
  const { hostname } = new URL(definition.redirect);
  if (formHosts.includes(hostname)) return [];
  const known = formHosts.length === 0 ? 'it names none' : `it names ${formHosts.join(', ')}`;
  return [
    {
      code: 'foreign-host',
      path: ['redirect'],
      message: `forms may not lead to ${hostname}: policy.yaml doesn't name it under forms.hosts (${known})`,
    },
  ];
}

/** A consent that is to be confirmed waits in vain where nothing asks for it. */
function consentProblems({ definition, context: { asksForConsent } }: LintInput): Problem[] {
  if (definition.kind !== 'form' || definition.consent === undefined || asksForConsent !== false) return [];
  return [
    {
      code: 'consent-not-asked',
      path: ['consent'],
      message: 'no published journey begins on consent.asked, so nobody is asked by mail; publish confirm-consent',
    },
  ];
}
