import { nearest } from '../nearest.js';
import type { JourneyDefinition, Step, StepAction } from './definition.js';
import type { DocPath, Problem } from './finding.js';
import type { LintInput, LintRule } from './lint-context.js';
import { valueAt } from './shape-problems.js';
import { everyStep, stepsById, stepsOf, tracksOf } from './step-walk.js';

const NEED_ID: readonly StepAction[] = ['email', 'sms', 'task', 'split', 'repeat'];

/** Ids: given where they are needed, given once, and never for another meaning than a published version's. */
export const lintIds: LintRule = (input) => [...repeatedIds(input), ...missingIds(input), ...reusedIds(input)];

function repeatedIds({ definition }: LintInput): Problem[] {
  const steps = stepsOf(definition).flatMap((step) =>
    step.id === undefined ? [] : [{ id: step.id, path: [...step.path, 'id'] }],
  );
  const problems = repeated(steps, 'step');
  if (definition.kind === 'survey') {
    problems.push(
      ...repeated(
        definition.questions.map(({ id }, i) => ({ id, path: ['questions', i, 'id'] })),
        'question',
      ),
    );
  }
  if (definition.kind === 'form') {
    problems.push(
      ...repeated(
        definition.fields.map(({ id }, i) => ({ id, path: ['fields', i, 'id'] })),
        'field',
      ),
    );
  }
  if (definition.kind === 'journey') {
    problems.push(
      ...repeated(
        definition.stages.map(({ id }, i) => ({ id, path: ['stages', i, 'id'] })),
        'stage',
      ),
      ...repeated(trackIds(definition), 'track'),
    );
  }
  for (const step of stepsOf(definition)) {
    if (step.action !== 'task') continue;
    problems.push(
      ...repeated(
        step.task.outcomes.map((id, i) => ({ id, path: [...step.path, 'task', 'outcomes', i] })),
        'outcome',
      ),
    );
  }
  return problems;
}

interface Named {
  readonly id: string;
  readonly path: DocPath;
}

function trackIds(definition: JourneyDefinition): Named[] {
  return [
    // Every stage has a track called main, so no other may be called so.
    { id: 'main', path: [] },
    ...definition.stages.flatMap((stage, i) =>
      stage.alongside.map(({ id }, j) => ({ id, path: ['stages', i, 'alongside', j, 'id'] })),
    ),
    ...definition.throughout.map(({ id }, i) => ({ id, path: ['throughout', i, 'id'] })),
  ];
}

function repeated(named: readonly Named[], what: string): Problem[] {
  const seen = new Set<string>();
  return named.flatMap(({ id, path }): Problem[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      { code: 'duplicate-id', path, message: `the ${what} id "${id}" is taken already; an id is unique in its file` },
    ];
  });
}

function missingIds({ definition }: LintInput): Problem[] {
  // A campaign's one message is named by the campaign.
  const needy = stepsOf(definition).filter(
    (step) => step.id === undefined && NEED_ID.includes(step.action) && step.path[0] !== 'send',
  );
  return needy.map((step) => ({
    code: 'missing-id',
    path: step.path,
    message: `a step with "${step.action}" needs an id`,
  }));
}

function reusedIds({ definition, context }: LintInput): Problem[] {
  return stepsOf(definition).flatMap((step): Problem[] => {
    const before = context.published?.get(step.id ?? '');
    if (before === undefined || before === step.action) return [];
    const message = `the id "${step.id}" meant a step with "${before}" in a published version; give the step with "${step.action}" a new id`;
    return [{ code: 'reused-step-id', path: [...step.path, 'id'], message }];
  });
}

/** References to steps and stages by their ids. */
export const lintReferences: LintRule = (input) => [...stepReferences(input), ...stageReferences(input)];

function stepReferences({ definition, parsed }: LintInput): Problem[] {
  const all = stepsById(definition);
  return tracksOf(definition).flatMap((track) => {
    const steps = [...everyStep(track.steps)];
    const here = new Set(steps.flatMap((step) => step.id ?? []));
    return steps.flatMap((step): Problem[] => {
      if (step.action === 'goTo' && !here.has(step.goTo))
        return unknownGoTo(step, step.goTo, here, all, parsed.writtenIds);
      if (step.action === 'email' && step.email.thread !== undefined)
        return unknownThread(step, step.email.thread, all, parsed.writtenIds);
      return [];
    });
  });
}

function unknownGoTo(
  step: Step,
  target: string,
  here: ReadonlySet<string>,
  all: ReadonlyMap<string, Step>,
  written: ReadonlySet<string>,
): Problem[] {
  const path = [...step.path, 'goTo'];
  if (all.has(target))
    return [
      {
        code: 'unknown-step',
        path,
        message: `the step "${target}" is in another track; goTo stays in its own (to change the stage, use moveTo)`,
      },
    ];
  if (written.has(target)) return [];
  const suggestion = nearest(target, here);
  return [
    {
      code: 'unknown-step',
      path,
      message: `there is no step "${target}" in this track`,
      suggestion,
    },
  ];
}

function unknownThread(
  step: Step,
  target: string,
  all: ReadonlyMap<string, Step>,
  written: ReadonlySet<string>,
): Problem[] {
  const path = [...step.path, 'email', 'thread'];
  const found = all.get(target);
  if (found?.action === 'email' && found !== step) return [];
  if (found)
    return [
      {
        code: 'unknown-step',
        path,
        message: `a thread is continued from an earlier email step; "${target}" is ${found === step ? 'this step itself' : `a step with "${found.action}"`}`,
      },
    ];
  if (written.has(target)) return [];
  const emails = [...all].filter(([, other]) => other.action === 'email' && other !== step).map(([id]) => id);
  const suggestion = nearest(target, emails);
  return [
    {
      code: 'unknown-step',
      path,
      message: `there is no email step "${target}" in this file`,
      suggestion,
    },
  ];
}

function stageReferences({ definition, parsed }: LintInput): Problem[] {
  const stages = definition.kind === 'journey' ? definition.stages.map((stage) => stage.id) : [];
  const references: Named[] = stepsOf(definition).flatMap((step) =>
    step.action === 'moveTo' ? [{ id: step.moveTo, path: [...step.path, 'moveTo'] }] : [],
  );
  if (definition.kind === 'journey') references.push(...declaredMoves(definition, parsed.value));
  return references.flatMap(({ id, path }): Problem[] => {
    if (stages.includes(id)) return [];
    const suggestion = nearest(id, stages);
    const message = `there is no stage "${id}"${stages.length > 0 ? `; the stages are ${stages.join(', ')}` : ''}`;
    return [{ code: 'unknown-stage', path, message, suggestion }];
  });
}

/** The stages that `moves` and `enter.at` name, with their places: a short form is one map instead of a list. */
function declaredMoves(definition: JourneyDefinition, value: unknown): Named[] {
  const place = (path: DocPath, i: number, key: string): DocPath =>
    isList(value, path) ? [...path, i, key] : [...path, key];
  return [
    ...definition.enter.at.map(({ stage }, i) => ({ id: stage, path: place(['enter', 'at'], i, 'stage') })),
    ...definition.stages.flatMap((stage, s) =>
      stage.moves.map(({ to }, i) => ({ id: to, path: place(['stages', s, 'moves'], i, 'to') })),
    ),
    ...definition.moves.map(({ to }, i) => ({ id: to, path: place(['moves'], i, 'to') })),
  ];
}

const isList = (value: unknown, path: DocPath): boolean => Array.isArray(valueAt(value, path));
