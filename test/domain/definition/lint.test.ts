import { describe, expect, test } from 'vitest';
import { isPublishable, lintDefinition } from '../../../src/domain/definition/lint.js';
import type { TemplateFacts } from '../../../src/domain/definition/lint-context.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { parseEventTypes } from '../../../src/domain/events.js';
import { parseFields } from '../../../src/domain/fields.js';
import { codesOf, codesOfSteps, HEAD, lint, lintContext, reads, templateFacts, templatesOf } from './support.js';

const EMAIL = '  - id: hello\n    email: { template: lead/hello, from: owner, purpose: marketing }\n';
const task = (id: string, rest = '') =>
  `  - id: ${id}\n    task: { kind: call, title: Call, due: 1 days, outcomes: [yes, no] }\n${rest}`;

describe('ids', () => {
  test('are unique over all tracks and branches, and the later one is reported', () => {
    const text = `${HEAD}stages:\n  - id: a\n    steps:\n      - { id: x, wait: 1 days }\n    alongside:\n      - id: t\n        steps:\n          - choose:\n              - { if: { contact.name: n }, steps: [ { id: x, wait: 1 days } ] }\n`;
    expect(codesOf(text)).toEqual(['duplicate-id:12']);
  });

  test('of a stage, a track and a step may be the same', () => {
    expect(
      codesOf(
        `${HEAD}stages:\n  - { id: a, steps: [ { id: a, wait: 1 days } ], alongside: [ { id: a, steps: [] } ] }\n`,
      ),
    ).toEqual([]);
  });

  test("of two stages, of two tracks, of a task's outcomes, and of a track called main clash", () => {
    expect(codesOf(`${HEAD}stages:\n  - { id: a }\n  - { id: a }\n`)).toEqual(['duplicate-id:6']);
    expect(
      codesOf(
        `${HEAD}steps: []\nthroughout:\n  - { id: a, steps: [] }\n  - { id: a, steps: [] }\n  - { id: main, steps: [] }\n`,
      ),
    ).toEqual(['duplicate-id:7', 'duplicate-id:8']);
    expect(codesOfSteps('  - id: a\n    task: { kind: call, title: C, due: 1 days, outcomes: [a, a] }\n')).toEqual([
      'duplicate-id:6',
    ]);
  });

  test('are needed by messages, tasks, splits and repeats', () => {
    const needy = [
      'email: { template: a, from: owner, purpose: service }',
      'sms: { template: a, purpose: service }',
      'task: { kind: call, title: C, due: 1 days, outcomes: [a] }',
      'split: { arms: { a: 100 } }',
      'repeat: { every: 1 days, atMost: 1, steps: [] }',
    ];
    expect(codesOfSteps(needy.map((step) => `  - ${step}\n`).join(''))).toEqual(
      needy.map((_, i) => `missing-id:${5 + i}`),
    );
    expect(codesOfSteps('  - wait: 1 days\n  - score: { add: 1, reason: r }\n')).toEqual([]);
  });

  test('of a published version keep their meaning', () => {
    const published = new Map([['hello', 'task' as const]]);
    expect(codesOfSteps(EMAIL, { published })).toEqual(['reused-step-id:5']);
    expect(codesOfSteps(EMAIL, { published: new Map([['hello', 'email' as const]]) })).toEqual([]);
  });
});

describe('references', () => {
  test('a goTo that is misspelt is told the nearest step', () => {
    const text = `${HEAD}steps:\n  - { id: remind, wait: 1 days }\n  - goTo: remnid\n`;
    expect(lint(text)).toMatchObject([{ code: 'unknown-step', line: 6, suggestion: 'remind' }]);
    expect(lint(text.replace('remnid', 'q'))[0]).not.toHaveProperty('suggestion');
  });

  test('what a message quotes of a file is cut to sixty characters', () => {
    const said = (letters: number) =>
      lint(`${HEAD}steps: [ { wait: "${'x'.repeat(letters)}" } ]\n`)
        .map(({ message }) => message)
        .join();
    expect(said(58)).toContain(`found "${'x'.repeat(58)}"`);
    expect(said(59)).toContain(`found "${'x'.repeat(56)}..."`);
  });

  test('a goTo reaches steps of its own track, inner ones too, and no others', () => {
    expect(
      codesOfSteps(`${task('a', '    onOutcome: { yes: [ { id: b, wait: 1 days } ], no: [] }\n')}  - goTo: b\n`),
    ).toEqual([]);
    const other = `${HEAD}stages:\n  - { id: s, steps: [ { wait: 1 days }, { goTo: b } ], alongside: [ { id: t, steps: [ { id: b, wait: 1 days } ] } ] }\n`;
    expect(codesOf(other)).toEqual(['unknown-step:5']);
  });

  test('a thread continues another email step', () => {
    const second = (thread: string) =>
      `${EMAIL}${task('call')}  - id: more\n    email: { template: lead/more, from: owner, purpose: marketing, thread: ${thread} }\n`;
    expect(codesOfSteps(second('hello'))).toEqual([]);
    for (const wrong of ['call', 'more', 'nobody']) expect(codesOfSteps(second(wrong))).toEqual(['unknown-step:10']);
  });

  test('stages are looked up wherever they are named', () => {
    const text = `${HEAD}enter: { at: [ { if: { contact.status: x }, stage: nil } ] }\nmoves: { on: deal.won, to: nul }\nstages:\n  - id: a\n    moves: [ { on: deal.lost, to: none } ]\n    steps: [ { moveTo: b } ]\n`;
    expect(codesOf(text)).toEqual(['unknown-stage:4', 'unknown-stage:5', 'unknown-stage:8', 'unknown-stage:9']);
  });

  test("a step that a condition names is in the file, except at the entry, where other journeys' steps are named", () => {
    const on = (place: string) => codesOf(`${HEAD}${place}\nsteps: []\n`);
    expect(on('exit: [ { on: email.replied, if: { event.step: other } } ]')).toEqual(['unknown-step:4']);
    expect(on('exit: [ { if: { steps.other.replied: true } } ]')).toEqual(['unknown-step:4']);
    expect(on('enter: { on: email.replied, if: { event.step: other } }')).toEqual([]);
    expect(on('enter: { on: email.replied, if: { steps.other.replied: true } }')).toEqual(['unknown-step:4']);
  });

  test('an outcome or arm that a step cannot have is a value of the wrong type', () => {
    const ask = (value: string) =>
      codesOfSteps(`${task('call')}  - if: { steps.call.outcome: ${value} }\n    end: x\n`);
    expect(ask('yes')).toEqual([]);
    expect(ask('{ in: [yes, no] }')).toEqual([]);
    expect(ask('maybe')).toEqual(['wrong-type:7']);
    const arm = (value: string) =>
      codesOfSteps(
        `  - id: ab\n    split: { arms: { a: 50, b: 50 } }\n  - if: { steps.ab.arm: ${value} }\n    end: x\n`,
      );
    expect(arm('b')).toEqual([]);
    expect(arm('c')).toEqual(['wrong-type:7']);
    // Of a task's other results anything may be asked.
    expect(
      codesOfSteps(`${task('call')}  - if: { steps.call.reason: maybe, steps.call.arm: c }\n    end: x\n`),
    ).toEqual([]);
  });

  test('an answer is one that the form asks for', () => {
    const form =
      '  - id: q\n    task: { kind: survey, title: T, due: 1 days, outcomes: [a], form: [ { field: budget }, { field: contact.budgt } ] }\n';
    expect(codesOfSteps(form)).toEqual(['unknown-path:6']);
    const ask = (field: string) =>
      codesOfSteps(
        `${form.replace(', { field: contact.budgt }', '')}  - if: { steps.q.answer.${field}: { gt: 5 } }\n    end: x\n`,
      );
    expect(ask('budget')).toEqual([]);
    expect(ask('budgt')).toEqual(['unknown-path:7']);
  });
});

describe('paths and events', () => {
  test('fields.yaml and events.yaml count', () => {
    const fields = parseFields({
      file: 'fields.yaml',
      text: '- { on: contact, name: budget, type: number, label: Budget }\n',
    });
    const eventTypes = parseEventTypes({
      file: 'events.yaml',
      text: '- webinar.attended\n- { type: trial.ended, fields: { plan: text } }\n',
    });
    if (!fields.ok || !eventTypes.ok) throw new Error('expected both to be right');
    const text =
      '  - wait: { for: { on: trial.ended, if: { event.plan: pro } } }\n  - wait: { for: { on: webinar.attended, if: { event.anything: 1 } } }\n  - if: { contact.budget: { gt: 5 } }\n    end: x\n';
    expect(codesOfSteps(text, { fields: fields.value, eventTypes: eventTypes.value })).toEqual([]);
    expect(codesOfSteps(text)).toEqual([
      'unknown-event:5',
      'unknown-path:5',
      'unknown-event:6',
      'unknown-path:6',
      'unknown-path:7',
    ]);
  });

  test('an event has the fields of its own type, and inside set and answers any', () => {
    const ask = (on: string, path: string) => codesOfSteps(`  - wait: { for: { on: ${on}, if: { ${path}: x } } }\n`);
    expect(ask('contact.tagged', 'event.tag')).toEqual([]);
    expect(ask('contact.tagged', 'event.reason')).toEqual(['unknown-path:5']);
    expect(ask('[contact.tagged, deal.lost]', 'event.reason')).toEqual([]);
    expect(ask('contact.changed', 'event.set.status')).toEqual([]);
    expect(ask('task.completed', 'event.answers.why')).toEqual([]);
  });

  test('manual is a way to enter only', () => {
    expect(codesOf(`${HEAD}enter: { on: [manual, lead.created] }\nsteps: []\n`)).toEqual([]);
    expect(codesOfSteps('  - wait: { for: { on: manual } }\n')).toEqual(['unknown-event:5']);
  });

  test('counts are for segments and audiences', () => {
    const count = '{ events.order.placed: { atLeast: 2, within: 1 years } }';
    expect(codesOf(`kind: segment\nid: s\nname: S\nif: ${count}\n`)).toEqual([]);
    expect(codesOf(`kind: segment\nid: s\nname: S\nif: { events.order.plced: { atLeast: 2 } }\n`)).toEqual([
      'unknown-event:4',
    ]);
    expect(codesOf(`${HEAD}enter: { if: ${count} }\nsteps: []\n`)).toEqual(['unknown-path:4']);
  });

  test('values have the type of their path', () => {
    const ask = (condition: string) => codesOfSteps(`  - if: ${condition}\n    end: x\n`);
    for (const right of [
      '{ contact.score: { gt: 5 } }',
      '{ contact.tags: { contains: vip } }',
      '{ contact.name: { startsWith: A } }',
      '{ contact.createdAt: { before: "2027-01-01" } }',
      '{ contact.lastOrderAt: { olderThan: 90 days } }',
      '{ contact.birthday: { exists: true } }',
      '{ contact.doNotContact: { ne: true } }',
      '{ account.size: { gte: 50 } }',
      '{ owner.team: sales }',
    ]) {
      expect(ask(right)).toEqual([]);
    }
    for (const wrong of [
      '{ contact.score: high }',
      '{ contact.name: 5 }',
      '{ contact.tags: vip }',
      '{ contact.doNotContact: "yes" }',
      '{ contact.createdAt: "2027-01-01" }',
      '{ contact.score: { olderThan: 5 days } }',
      '{ contact.name: { in: [a, 5] } }',
      '{ contact.createdAt: { before: soon } }',
    ]) {
      expect(ask(wrong)).toEqual(['wrong-type:5']);
    }
  });

  test('updates fit their fields', () => {
    const set = (update: string) => codesOfSteps(`  - update: { ${update} }\n`);
    expect(
      set(
        'contact.status: customer, contact.score: { add: 5 }, deal.amount: 10, contact.tags: { addTo: vip }, contact.lastContactAt: { now: true }',
      ),
    ).toEqual([]);
    expect(set('contact.statsu: x')).toEqual(['unknown-path:5']);
    expect(set('owner.name: x')).toEqual(['unknown-path:5']);
    expect(set('contact.name: { from: contact.nam }')).toEqual(['unknown-path:5']);
    for (const wrong of [
      'contact.name: { add: 5 }',
      'contact.name: { addTo: x }',
      'contact.score: high',
      'contact.tags: vip',
      'contact.score: { now: true }',
    ]) {
      expect(set(wrong)).toEqual(['wrong-type:5']);
    }
  });

  test('a dated wait names a date', () => {
    const wait = (path: string) => codesOfSteps(`  - wait: { until: { date: ${path} } }\n`);
    expect(wait('deal.expectedCloseAt')).toEqual([]);
    expect(wait('contact.name')).toEqual(['wrong-type:5']);
    expect(wait('contact.expectedCloseAt')).toEqual(['unknown-path:5']);
  });

  test('opens and clicks need tracking', () => {
    const text = `${EMAIL}  - wait: { for: { on: [email.opened, email.clicked] } }\n  - if: { steps.hello.clicked: true }\n    end: x\n`;
    expect(codesOfSteps(text)).toEqual([]);
    expect(codesOfSteps(text, { tracking: false })).toEqual(['tracking-off:7', 'tracking-off:7', 'tracking-off:8']);
  });

  test('a clock in an exit is refused unless an event asks', () => {
    const exit = (on: string) =>
      codesOf(
        `${HEAD}exit: [ { ${on}if: { any: [ { contact.status: x }, { contact.createdAt: { olderThan: 5 days } } ] } } ]\nsteps: []\n`,
      );
    expect(exit('')).toEqual(['clock-in-exit:4']);
    expect(exit('on: case.opened, ')).toEqual([]);
  });
});

describe('templates', () => {
  const with_ = (facts: Parameters<typeof templateFacts>[0], extra = '') =>
    codesOf(`${HEAD}${extra}steps:\n${EMAIL}`, { templates: templatesOf({ 'lead/hello': templateFacts(facts) }) });

  test('an unknown one is reported with the nearest name', () => {
    const [finding] = lint(`${HEAD}steps:\n${EMAIL}`, { templates: templatesOf({ 'lead/helo': templateFacts() }) });
    expect(finding).toMatchObject({ code: 'unknown-template', line: 6, suggestion: 'lead/helo' });
  });

  test('records, given variables, steps, links and lists may be read', () => {
    const paths = [
      'contact.firstName',
      'contact.tags[]',
      'variables.days',
      'steps.hello.replied',
      'links.unsubscribe',
      'links.survey.after-sale',
      'contact',
    ].map((path) => reads(path));
    expect(with_({ paths, variables: ['days'] }, 'variables: { days: 14 }\n')).toEqual([]);
  });

  test.each(['contact.frstName', 'variables.days', 'steps.nobody.replied', 'links.unsubscrib'])(
    '%s is missing',
    (path) => {
      expect(with_({ paths: [reads(path)] })).toEqual(['missing-template-variable:6']);
    },
  );

  test('a name that every object has is no variable', () => {
    expect(with_({ paths: [reads('variables.constructor')] }, 'variables: { days: 14 }\n')).toEqual([
      'missing-template-variable:7',
    ]);
  });

  test('a variable may be missing where the template does without, a mistyped field may not', () => {
    expect(with_({ paths: [reads('variables.days', true)] })).toEqual([]);
    expect(with_({ paths: [reads('contact.frstName', true)] })).toEqual(['missing-template-variable:6']);
  });

  test('marketing needs a way out, service does not', () => {
    expect(with_({ hasUnsubscribe: false })).toEqual(['marketing-without-unsubscribe:6']);
    const templates = templatesOf({ 'lead/hello': templateFacts({ hasUnsubscribe: false }) });
    expect(codesOfSteps(EMAIL.replace('marketing', 'service'), { templates })).toEqual([]);
  });
});

describe('the postal address of marketing mail', () => {
  const templates = templatesOf({ 'lead/hello': templateFacts() });
  const codes = (postalAddress: string | null | undefined, email = EMAIL) =>
    codesOfSteps(email, { templates, ...(postalAddress === undefined ? {} : { postalAddress }) });

  test('is asked for only where the deployment must have one and has none', () => {
    expect([codes(undefined), codes('1 Example Street')]).toEqual([[], []]);
    expect(codes(null)).toEqual(['no-postal-address:6']);
  });

  test('is not asked for by service mail', () => {
    expect(codes(null, EMAIL.replace('marketing', 'service'))).toEqual([]);
  });
});

describe("a task's title", () => {
  const title = (text: string, facts: Partial<TemplateFacts>) =>
    codesOfSteps(`  - id: t\n    task: { kind: call, title: ${text}, due: 1 days, outcomes: [a] }\n`, {
      templates: { ...templatesOf({}), title: () => templateFacts(facts) },
    });

  test('in Handlebars reads what is there, in every language', () => {
    expect(title('"Call {{contact.name}}"', { paths: [reads('contact.name')] })).toEqual([]);
    expect(title('"Call {{contact.nme}}"', { paths: [reads('contact.nme')] })).toEqual(['missing-template-variable:6']);
    expect(title('{ en: Call, zh-CN: "{{contact.nme}}" }', { paths: [reads('contact.nme')] })).toEqual([
      'missing-template-variable:6',
    ]);
    const broken = { problems: [{ file: 'title', line: 1, column: 6, message: 'never closed' }] };
    expect(title('"Call {{contact.name"', broken)).toEqual(['bad-template:6']);
    expect(title('Call', broken)).toEqual([]);
  });
});

describe('branches and schedule', () => {
  test('of outcomes that are handled at all, every one is', () => {
    expect(codesOfSteps(task('a'))).toEqual([]);
    expect(codesOfSteps(task('a', '    onOutcome: { yes: [] }\n'))).toEqual(['outcome-not-handled:6']);
    expect(codesOfSteps(task('a', '    onOutcome: { yes: [], no: [], maybe: [] }\n'))).toEqual(['unknown-key:7']);
  });

  test('arms add up to 100, thirds too', () => {
    const split = (arms: string) => codesOfSteps(`  - id: s\n    split: { arms: ${arms} }\n`);
    expect(split('{ a: 33.3, b: 33.3, c: 33.4 }')).toEqual([]);
    expect(split('{ a: 60, b: 60 }')).toEqual(['split-not-100:6']);
    // Three times 33.3 is short by more than what is lost in binary.
    expect(split('{ a: 33.3, b: 33.3, c: 33.3 }')).toEqual(['split-not-100:6']);
    expect(codesOfSteps('  - id: s\n    split: { arms: { a: 100 } }\n    onArm: { b: [] }\n')).toEqual([
      'unknown-key:7',
    ]);
  });

  test("a calendar is one of the deployment's, the contact's or the owner's", () => {
    const calendar = (id: string) => codesOf(`${HEAD}calendar: ${id}\nsteps: []\n`);
    for (const id of ['always', 'cn-office', 'contact', 'owner']) expect(calendar(id)).toEqual([]);
    expect(calendar('us-ofice')).toEqual(['unknown-calendar:4']);
  });
});

describe('the whole', () => {
  test('warnings do not forbid publishing, errors do', () => {
    expect(isPublishable(lint(`${HEAD}steps: [ { end: a }, { end: b } ]\n`))).toBe(true);
    expect(isPublishable(lint(`${HEAD}steps: [ { goTo: a } ]\n`))).toBe(false);
  });

  test('a file that could not be read at all has no further findings', () => {
    expect(lintDefinition(parseDefinition({ file: 'f', text: '[' }), lintContext())).toEqual([]);
  });
});
