import { nearest } from '../nearest.js';
import type { Definition, Step } from './definition.js';
import type { DocPath, LintCode, Problem } from './finding.js';
import { type PathWorld, type ResolvedPath, resolvePath } from './known-paths.js';
import type { LintInput, LintRule, TemplateFacts, TemplateLookup } from './lint-context.js';
import { variablesOf, worldOf } from './lint-paths.js';
import { stepKey, stepsOf } from './step-walk.js';

const LINKS = /^links\.(unsubscribe|preferences|rsvp|confirm|survey\.[a-z0-9-]+)$/;

/** Templates: there, whole, with all that they read, and with a way out where the law wants one. */
export const lintTemplates: LintRule = (input) => {
  const { templates } = input.context;
  if (!templates) return [];
  const world = worldOf(input);
  const given = new Set(Object.keys(variablesOf(input.definition)));
  return stepsOf(input.definition).flatMap((step) => {
    if (step.action === 'task') return titlesOf(step).flatMap((title) => lintTitle(title, templates, world, given));
    const message = messageOf(step);
    if (!message) return [];
    const attached = step.action === 'email' ? lintAttachments(step, templates) : [];
    const facts = templates.facts(message.template);
    if (!facts) {
      const suggestion = nearest(message.template, templates.names);
      return [
        ...attached,
        {
          code: 'unknown-template',
          path: message.path,
          message: `there is no template "${message.template}"`,
          suggestion,
        } satisfies Problem,
      ];
    }
    return [
      ...attached,
      ...broken(facts, message.path),
      ...missing(facts, message.path, world, given).map(({ problem }) => problem),
      ...noWayOut(step, facts, message),
      ...noAddress(step, given, input.context.postalAddress, message.path),
    ];
  });
};

/** Why a step can't give a template what it needs, and where in the template; null: it is the whole template's affair. */
export interface TemplateMisfit {
  readonly step: string;
  readonly template: string;
  readonly code: LintCode;
  readonly message: string;
  readonly at: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/** What a definition's steps lack for these templates. Faults of the templates themselves are not among it. */
export function templateMisfits(input: LintInput, concerned: ReadonlySet<string>): TemplateMisfit[] {
  const world = worldOf(input);
  const given = new Set(Object.keys(variablesOf(input.definition)));
  return messageSteps(input.definition).flatMap(({ step, message }) => {
    const facts = concerned.has(message.template) ? input.context.templates?.facts(message.template) : null;
    if (facts == null) return [];
    const misfits = [
      ...missing(facts, message.path, world, given),
      ...noWayOut(step, facts, message).map((problem) => ({ problem, at: null })),
    ];
    const of = { step: stepKey(step), template: message.template };
    return misfits.map(({ problem, at }) => ({ ...of, code: problem.code, message: problem.message, at }));
  });
}

/** The steps that say something by a template. */
export const messageSteps = (definition: Definition): { readonly step: Step; readonly message: Message }[] =>
  stepsOf(definition).flatMap((step) => {
    const message = messageOf(step);
    return message === undefined ? [] : [{ step, message }];
  });

export interface Message {
  readonly template: string;
  /** Of the template's name. */
  readonly path: DocPath;
}

function messageOf(step: Step): Message | undefined {
  const at = (template: string): Message => ({ template, path: [...step.path, step.action, 'template'] });
  if (step.action === 'email') return at(step.email.template);
  if (step.action === 'sms') return at(step.sms.template);
  return step.action === 'notify' ? at(step.notify.template) : undefined;
}

function lintAttachments(
  { email: { attach = [] }, path }: Extract<Step, { action: 'email' }>,
  { attachments }: TemplateLookup,
): Problem[] {
  if (attachments === undefined) return [];
  return attach
    .filter((name) => !attachments.includes(name))
    .map((name) => {
      const suggestion = nearest(name, attachments);
      return {
        code: 'unknown-attachment',
        path: [...path, 'email', 'attach'],
        message: `there is no file attachments/${name} among the templates`,
        suggestion,
      } satisfies Problem;
    });
}

interface Title {
  readonly source: string;
  readonly path: DocPath;
}

function titlesOf({ task, path }: Extract<Step, { action: 'task' }>): Title[] {
  const at = [...path, 'task', 'title'];
  if (typeof task.title === 'string') return [{ source: task.title, path: at }];
  return Object.entries(task.title).map(([locale, source]) => ({ source, path: [...at, locale] }));
}

/** A title leaves out what is missing, so only what can never be there is a fault. */
function lintTitle(
  { source, path }: Title,
  templates: TemplateLookup,
  world: PathWorld,
  given: ReadonlySet<string>,
): Problem[] {
  const facts = source.includes('{{') ? templates.title?.(source) : undefined;
  return facts ? [...broken(facts, path), ...missing(facts, path, world, given).map(({ problem }) => problem)] : [];
}

const broken = (facts: TemplateFacts, path: DocPath): Problem[] =>
  facts.problems.slice(0, 5).map(({ file, line, column, message }) => ({
    code: 'bad-template',
    path,
    message: `${file}:${line}:${column}: ${message}`,
  }));

interface Missing {
  readonly problem: Problem;
  readonly at: TemplateMisfit['at'];
}

function missing(facts: TemplateFacts, path: DocPath, world: PathWorld, given: ReadonlySet<string>): Missing[] {
  const found = new Map<string, Missing>();
  const report = (name: string, at: Missing['at'], message: string, suggestion?: string): void => {
    found.set(name, { problem: { code: 'missing-template-variable', path, message, suggestion }, at });
  };
  for (const name of facts.variables) {
    if (!given.has(name))
      report(
        `variables.${name}`,
        null,
        `the template needs "variables.${name}", which the definition doesn't give`,
        nearest(name, given),
      );
  }
  for (const { file, line, column, path: read, guarded } of facts.paths) {
    const name = read.replaceAll('[]', '');
    if (found.has(name) || isWhole(name) || (guarded && name.startsWith('variables.'))) continue;
    const resolved = name.startsWith('links.') ? resolveLink(name) : resolvePath(name, world);
    if (!resolved.ok)
      report(name, { file, line, column }, `${file}:${line} reads "${name}": ${resolved.message}`, resolved.suggestion);
  }
  return [...found.values()];
}

/** A whole record or list is only passed on; what is read of it has a path of its own. */
const isWhole = (name: string): boolean => !name.includes('.') || /^steps\.[^.]+$/.test(name);

const resolveLink = (name: string): ResolvedPath =>
  LINKS.test(name)
    ? { ok: true, type: 'text' }
    : {
        ok: false,
        code: 'unknown-path',
        message: `unknown link "${name}"; there are unsubscribe, preferences, rsvp, confirm and survey.<id>`,
      };

function noWayOut(step: Step, facts: TemplateFacts, { template, path }: Message): Problem[] {
  if (step.action !== 'email' || step.email.purpose !== 'marketing' || facts.hasUnsubscribe) return [];
  return [
    {
      code: 'marketing-without-unsubscribe',
      path,
      message: `marketing mail needs {{links.unsubscribe}} in the template or its layout; "${template}" has none in at least one locale`,
    },
  ];
}

/** Laws that marketing must obey want to know where its sender is (docs/law.md): a definition's own address goes before. */
function noAddress(
  step: Step,
  given: ReadonlySet<string>,
  postalAddress: string | null | undefined,
  path: DocPath,
): Problem[] {
  if (step.action !== 'email' || step.email.purpose !== 'marketing') return [];
  if (postalAddress !== null || given.has('companyAddress')) return [];
  return [
    {
      code: 'no-postal-address',
      path,
      message:
        'marketing mail must name a postal address, and neither policy.yaml nor variables.companyAddress has one',
    },
  ];
}
