import { ALWAYS, type Calendar } from '../../../src/domain/calendar/calendar.js';
import { type Finding, formatFinding } from '../../../src/domain/definition/finding.js';
import { lintSource } from '../../../src/domain/definition/lint.js';
import type { LintContext, TemplateFacts, TemplateLookup } from '../../../src/domain/definition/lint-context.js';
import { BUILT_IN_EVENTS } from '../../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../../src/domain/fields.js';

export function templateFacts(parts: Partial<TemplateFacts> = {}): TemplateFacts {
  return { locales: ['en'], paths: [], variables: [], hasUnsubscribe: true, problems: [], ...parts };
}

export const reads = (path: string, guarded = false): TemplateFacts['paths'][number] => ({
  file: 'templates/t.en.hbs',
  line: 5,
  column: 3,
  path,
  guarded,
});

export function templatesOf(all: { readonly [name: string]: TemplateFacts }): TemplateLookup {
  return { names: Object.keys(all), facts: (name) => all[name] ?? null };
}

const calendar = (id: string): [string, Calendar] => [id, { ...ALWAYS, id }];

/** A deployment with the calendars `always` and `cn-office`, without templates looked at, that tracks. */
export function lintContext(parts: Partial<LintContext> = {}): LintContext {
  return {
    calendars: new Map([calendar('always'), calendar('cn-office')]),
    fields: BUILT_IN_FIELDS,
    eventTypes: BUILT_IN_EVENTS,
    tracking: true,
    ...parts,
  };
}

export const HEAD = 'kind: journey\nid: example\nname: Example\n';

export const lint = (text: string, context: Partial<LintContext> = {}): readonly Finding[] =>
  lintSource({ file: 'f.yaml', text }, lintContext(context)).findings;

/** Codes with their lines, in the order of the file: `unknown-step:7`. */
export const codesOf = (text: string, context: Partial<LintContext> = {}): string[] =>
  lint(text, context).map(({ code, line }) => `${code}:${line}`);

/** Codes of a journey of these lines under `steps:`, the first of which is line 5. */
export const codesOfSteps = (steps: string, context: Partial<LintContext> = {}): string[] =>
  codesOf(`${HEAD}steps:\n${steps}`, context);

export const print = (findings: readonly Finding[]): string => findings.map(formatFinding).join('\n');
