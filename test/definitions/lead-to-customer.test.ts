import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JourneyDefinition, Step } from '../../src/domain/definition/definition.js';
import { lintSource } from '../../src/domain/definition/lint.js';
import { stepsOf } from '../../src/domain/definition/step-walk.js';
import { BUILT_IN_EVENTS } from '../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../src/domain/fields.js';
import { templateFacts } from '../../src/mail/template-facts.js';
import { loadTemplates } from '../../src/mail/template-source.js';

const library = loadTemplates('templates', 'en');
const file = 'definitions/lead-to-customer.yaml';
const { parsed, findings } = lintSource(
  { file, text: readFileSync(file, 'utf8') },
  {
    templates: { names: [...library.templates.keys()], facts: (name) => templateFacts(library, name) },
    calendars: new Map(),
    fields: BUILT_IN_FIELDS,
    eventTypes: BUILT_IN_EVENTS,
    tracking: false,
  },
);
const journey = parsed.definition as JourneyDefinition;
const steps: Step[] = [...stepsOf(journey)];

describe('the shipped journey', () => {
  it('lints without a finding', () => expect(findings).toEqual([]));

  it('has the stages of the sales process, in order', () => {
    expect(journey.stages.map((stage) => stage.id)).toEqual([
      'new',
      'contacted',
      'needs-analysis',
      'proposal',
      'negotiation',
      'won',
      'after-sales',
      'lost',
    ]);
  });

  it('gives every task a due time, outcomes and a title in both languages', () => {
    const tasks = steps.flatMap((step) => (step.action === 'task' ? [step.task] : []));
    expect(tasks.length).toBeGreaterThan(15);
    for (const task of tasks) {
      expect(task.outcomes.length).toBeGreaterThan(0);
      expect(Object.keys(task.title)).toEqual(['en', 'zh-CN']);
    }
  });
});
