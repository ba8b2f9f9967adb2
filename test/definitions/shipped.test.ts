import { describe, expect, it } from 'vitest';
import type { Definition, Step } from '../../src/domain/definition/definition.js';
import { stepsOf } from '../../src/domain/definition/step-walk.js';
import { templateFacts } from '../../src/mail/template-facts.js';
import { DEFINITION_FILES, LIBRARY, lintShipped, shippedWorld } from './shipped.js';

const world = shippedWorld();
const all = DEFINITION_FILES.map((file) => ({ file, ...lintShipped(file, world) }));
const definitions = all.flatMap(({ parsed }): Definition[] => (parsed.definition === null ? [] : [parsed.definition]));
const steps = definitions.flatMap((definition): Step[] => [...stepsOf(definition)]);
const idsOf = (kind: Definition['kind']): string[] =>
  definitions.filter((definition) => definition.kind === kind).map(({ id }) => id);

describe('the shipped definitions', () => {
  it.each(all)('$file lints without a finding, and is named as its id', ({ file, parsed, findings }) => {
    expect(findings).toEqual([]);
    expect(file).toBe(`definitions/${parsed.definition?.id}.yaml`);
  });

  it('are those of a sales process and of care for customers', () => {
    expect(idsOf('journey')).toEqual([
      'birthdays-and-festivals',
      'confirm-consent',
      'keep-in-touch',
      'lead-to-customer',
      'new-rep-training',
      'onboarding-and-return-visits',
      'quote-chase',
      'renewal',
      'trade-show-follow-up',
      'win-back',
    ]);
    expect(idsOf('campaign')).toEqual(['customer-day-2027', 'mid-autumn-2027']);
  });

  it('have names, stages and tasks in both languages', () => {
    for (const { name } of definitions) expect(Object.keys(name)).toEqual(['en', 'zh-CN']);
    for (const definition of definitions)
      if (definition.kind === 'journey' && definition.stages.length > 1)
        for (const { name } of definition.stages) expect(Object.keys(name ?? {})).toEqual(['en', 'zh-CN']);
    const tasks = steps.flatMap((step) => (step.action === 'task' ? [step.task] : []));
    expect(tasks.length).toBeGreaterThan(40);
    for (const task of tasks) expect(Object.keys(task.title)).toEqual(['en', 'zh-CN']);
  });

  it('use every shipped template, with the purpose that its head says', () => {
    const mails = steps.flatMap((step) => (step.action === 'email' ? [step.email] : []));
    expect(new Set(mails.map((mail) => mail.template))).toEqual(new Set(LIBRARY.templates.keys()));
    for (const mail of mails)
      expect([mail.template, mail.purpose]).toEqual([mail.template, templateFacts(LIBRARY, mail.template)?.purpose]);
  });

  it('send nothing late: every mail says how long it is useful', () => {
    const mails = steps.flatMap((step) => (step.action === 'email' ? [step] : []));
    const timeless = mails.filter((step) => step.email.usefulFor === undefined).map((step) => step.id);
    expect(timeless).toEqual(['ask-for-number']);
  });

  it('listen to surveys and name segments that are shipped too', () => {
    const segments = new Set(idsOf('segment'));
    for (const definition of definitions) {
      if (definition.kind !== 'campaign') continue;
      for (const key of ['audience', 'exclude']) {
        const named = definition.body[key] as { readonly segment?: string } | undefined;
        if (named?.segment !== undefined) expect(segments).toContain(named.segment);
      }
    }
    const listened = steps.flatMap((step) =>
      step.action === 'wait' && step.wait.type === 'event' && step.wait.event.on.includes('survey.answered')
        ? [JSON.stringify(step.wait.event.if)]
        : [],
    );
    expect(listened.length).toBeGreaterThan(0);
    for (const condition of listened) expect(idsOf('survey').some((id) => condition?.includes(`"${id}"`))).toBe(true);
  });
});
