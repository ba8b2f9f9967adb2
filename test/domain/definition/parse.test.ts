import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JourneyDefinition, Step } from '../../../src/domain/definition/definition.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { codesOf, codesOfSteps, HEAD, lint, print } from './support.js';

const page = readFileSync(new URL('../../../docs/cadence-format.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) =>
  (match[1] ?? '').replaceAll('[ ... ]', '[]'),
);
const files = blocks.filter((block) => block.startsWith('kind:'));

function journey(text: string): JourneyDefinition {
  const { definition, findings } = parseDefinition({ file: 'f.yaml', text });
  expect(print(findings)).toBe('');
  if (definition?.kind !== 'journey') throw new Error('expected a journey');
  return definition;
}

function steps(text: string): readonly Step[] {
  return journey(`${HEAD}steps:\n${text}`).stages[0]?.steps ?? [];
}

describe('the examples of the format page', () => {
  test('are there', () => expect(files.length).toBe(3));
  test.each(files.map((text) => [text.split('\n')[1], text]))('%s is accepted', (_, text) => {
    const { definition, findings } = parseDefinition({ file: 'f.yaml', text });
    expect(print(findings)).toBe('');
    expect(definition).not.toBeNull();
  });

  test('the waits of the page are accepted', () => {
    const waits = blocks.find((block) => block.startsWith('- wait: 2 business days')) ?? '';
    expect(steps(waits).map((step) => step.action)).toEqual(['wait', 'wait', 'wait', 'wait', 'wait']);
  });
});

describe('what may be left out', () => {
  test('a file of steps has one final stage called main, entered by hand, once, for a contact', () => {
    const definition = journey(`${HEAD}steps: []`);
    expect(definition).toMatchObject({
      per: 'contact',
      enter: { on: ['manual'], again: 'never', at: [] },
      exit: [],
      goal: [],
      moves: [],
      throughout: [],
    });
    expect(definition.stages).toEqual([{ id: 'main', final: true, sla: [], moves: [], steps: [], alongside: [] }]);
    expect(definition).not.toHaveProperty('calendar');
    expect(definition).not.toHaveProperty('window');
  });

  test('of stages without a final one the last is final', () => {
    const finals = (text: string) => journey(`${HEAD}stages:\n${text}`).stages.map((stage) => stage.final);
    expect(finals('  - { id: a }\n  - { id: b }')).toEqual([false, true]);
    expect(finals('  - { id: a, final: true }\n  - { id: b }')).toEqual([true, false]);
  });

  test('an exit without `as` ends the journey as `exit`', () => {
    const definition = journey(
      `${HEAD}exit: [ { on: deal.lost }, { if: { contact.doNotContact: true }, as: dnc } ]\nsteps: []`,
    );
    expect(definition.exit.map(({ on, as }) => [on, as])).toEqual([
      [['deal.lost'], 'exit'],
      [[], 'dnc'],
    ]);
  });

  test("a task is the owner's, without reminders, form and branches", () => {
    const [task] = steps('  - id: t\n    task: { kind: call, title: Call, due: 4 hours, outcomes: [done] }');
    expect(task).toMatchObject({ task: { assign: 'owner', remind: [], form: [] }, onOutcome: {} });
    expect(task).not.toHaveProperty('onOverdue');
  });
});

describe('short and long forms', () => {
  test('mean the same', () => {
    const short = journey(
      `${HEAD}enter: { on: lead.created }\ngoal: { on: deal.won }\nexit: { if: { contact.status: x }, as: out }\nmoves: { on: deal.lost, to: a }\nstages:\n  - { id: a, sla: { leaveWithin: 2 business days, escalateTo: manager } }`,
    );
    const long = journey(
      `${HEAD}enter: { on: [lead.created] }\ngoal: [ { on: [deal.won], stay: false } ]\nexit: [ { if: { contact.status: { eq: x } }, as: out } ]\nmoves: [ { on: [deal.lost], to: a } ]\nstages:\n  - { id: a, final: true, sla: [ { leaveWithin: 2 business days, escalateTo: manager } ], steps: [], alongside: [] }`,
    );
    expect(short).toEqual(long);
  });

  test('JSON is read as YAML is, tabs and all', () => {
    const yaml = journey(`${HEAD}enter: { on: [lead.created], again: { after: 90 days } }\nsteps:\n  - wait: 2 days`);
    const json = JSON.stringify(
      {
        kind: 'journey',
        id: 'example',
        name: 'Example',
        enter: { on: ['lead.created'], again: { after: '90 days' } },
        steps: [{ wait: '2 days' }],
      },
      null,
      '\t',
    );
    expect(journey(json)).toEqual(yaml);
  });

  test('a file may say that it is YAML 1.2', () => {
    const text = 'kind: journey\nid: a\nname: A\nsteps: []\n';
    expect(parseDefinition({ file: 'f.yaml', text: `%YAML 1.2\n---\n${text}` }).findings).toEqual([]);
  });

  test('on, yes and no are plain texts, as YAML 1.2 has it', () => {
    const [task] = steps('  - id: t\n    task: { kind: call, title: yes, due: 1 hour, outcomes: [yes, no, off] }');
    expect(task).toMatchObject({
      task: { title: 'yes', outcomes: ['yes', 'no', 'off'], due: { n: 1, unit: 'hours' } },
    });
  });
});

describe('steps', () => {
  const cases: [string, string, unknown][] = [
    [
      'email',
      'id: a\n    email: { template: l/h, from: owner, purpose: marketing, topic: x, thread: b, attach: p.pdf, window: none, usefulFor: 2 days }',
      { action: 'email', email: { attach: ['p.pdf'], window: 'none', usefulFor: { n: 2, unit: 'days' } } },
    ],
    [
      'sms',
      'id: a\n    sms: { template: l/h, purpose: service, window: { from: "09:00", to: "24:00", spread: 5 minutes } }',
      { sms: { window: { from: '09:00', to: '24:00', spread: { n: 5, unit: 'minutes' } } } },
    ],
    ['notify', 'notify: { to: owner, template: l/h }', { notify: { to: 'owner' } }],
    [
      'a wait for a time',
      'wait: { until: { time: "09:00", days: [tue, thu] } }',
      { wait: { type: 'until', until: { type: 'time', time: '09:00', days: ['tue', 'thu'] } } },
    ],
    [
      'a wait for a date',
      'wait: { until: { date: contact.birthday, at: "09:00", shift: -3 days, every: year } }',
      { wait: { until: { type: 'date', path: 'contact.birthday', shift: { n: -3, unit: 'days' }, every: 'year' } } },
    ],
    [
      'a wait for a festival',
      'wait: { until: { festival: mid-autumn, shift: -1 days } }',
      { wait: { until: { type: 'festival', festival: 'mid-autumn' } } },
    ],
    [
      'a wait for an event, up to a date',
      'wait: { for: { on: [email.replied, deal.won], of: account }, upTo: { date: deal.expectedCloseAt } }',
      {
        wait: { type: 'event', event: { on: ['email.replied', 'deal.won'], of: 'account' }, upTo: { type: 'date' } },
      },
    ],
    ['a wait for a condition', 'wait: { for: { if: { contact.stage: won } } }', { wait: { type: 'condition' } }],
    [
      'choose',
      'choose: [ { if: { contact.score: { gt: 5 } }, steps: [ { end: a } ] }, { else: [ { end: b } ] } ]',
      { choose: [{ if: { type: 'test' }, steps: [{ end: 'a' }] }, { steps: [{ end: 'b' }] }] },
    ],
    [
      'split',
      'id: s\n    split: { arms: { a: 50, b: 50 } }\n    onArm: { a: [ { end: a } ] }',
      { arms: { a: 50, b: 50 }, onArm: { a: [{ end: 'a' }] } },
    ],
    [
      'repeat',
      'id: r\n    repeat: { every: 90 days, startAfter: 1 month, atMost: 4, until: { contact.tags: { contains: done } }, steps: [] }',
      { repeat: { every: { n: 90, unit: 'days' }, atMost: 4, until: { type: 'test' } } },
    ],
    [
      'update',
      'update: { contact.status: x, contact.score: { add: 2 }, contact.tags: { addTo: a }, deal.name: { from: contact.name }, contact.lastContactAt: { now: true }, contact.title: { clear: true } }',
      {
        update: {
          'contact.status': { op: 'set', value: 'x' },
          'contact.score': { op: 'add', n: 2 },
          'contact.tags': { op: 'addTo', value: 'a' },
          'deal.name': { op: 'from', path: 'contact.name' },
          'contact.lastContactAt': { op: 'now' },
          'contact.title': { op: 'clear' },
        },
      },
    ],
    ['create', 'create: { deal: { name: New, amount: 5 } }', { create: { deal: { amount: { op: 'set', value: 5 } } } }],
    ['score', 'score: { add: -5, reason: Silent }', { score: { add: -5 } }],
    ['assign', 'assign: { team: sales, by: roundRobin, keepExisting: true }', { assign: { keepExisting: true } }],
    [
      'webhook',
      'webhook: { url: "https://example.com/x", method: POST, body: { a: [1] }, secret: s }',
      { webhook: { body: { a: [1] } } },
    ],
    ['start', 'start: other', { start: 'other' }],
    ['stop', 'stop: other', { stop: 'other' }],
    ['moveTo', 'moveTo: won', { moveTo: 'won' }],
    ['goTo', 'goTo: a', { goTo: 'a' }],
    ['end', 'end: lost', { end: 'lost' }],
  ];
  test.each(cases)('%s is read', (_, text, expected) => {
    const [step] = steps(`  - ${text}`);
    expect(step).toMatchObject({ path: ['steps', 0], ...(expected as object) });
  });

  test('branches beside a task and a wait are read', () => {
    const [task, wait] = steps(
      '  - id: t\n    task: { kind: call, title: T, due: 1 days, remind: [2 hours], escalate: { after: 1 days, to: manager }, outcomes: [a], form: [ { field: budget, required: true } ] }\n    onOutcome: { a: [ { end: x } ] }\n    onOverdue: { after: 1 days, steps: [ { score: { add: 1, reason: r } } ] }\n  - wait: { for: { on: deal.won }, upTo: 1 days }\n    then: [ { end: y } ]\n    else: [ { end: z } ]',
    );
    expect(task).toMatchObject({
      onOutcome: { a: [{ path: ['steps', 0, 'onOutcome', 'a', 0] }] },
      onOverdue: { after: { n: 1 }, steps: [{ action: 'score' }] },
    });
    expect(wait?.action === 'wait' && [wait.then, wait.else]).toMatchObject([
      [{ end: 'y' }],
      [{ end: 'z', path: ['steps', 1, 'else', 0] }],
    ]);
  });

  const wrong: [string, string, string][] = [
    ['no action', 'id: a', 'wrong-type:5'],
    ['two actions', 'end: a\n    moveTo: b', 'wrong-type:5'],
    ['then beside another action', 'end: a\n    then: []', 'unknown-key:6'],
    ['onOutcome beside a wait', 'wait: 1 days\n    onOutcome: {}', 'unknown-key:6'],
    ['onArm beside an end', 'end: a\n    onArm: {}', 'unknown-key:6'],
    ['upTo without for', 'wait: { until: { time: "09:00" }, upTo: 1 days }', 'unknown-key:5'],
    ['both until and for', 'wait: { until: { time: "09:00" }, for: { on: deal.won } }', 'wrong-type:5'],
    ['days beside a date', 'wait: { until: { date: contact.birthday, days: [mon] } }', 'unknown-key:5'],
    ['an else that is not last', 'choose: [ { else: [] }, { if: { contact.name: a }, steps: [] } ]', 'wrong-type:5'],
    ['a negative duration', 'wait: -2 days', 'bad-duration:5'],
    ['a repeat without time', 'id: r\n    repeat: { every: 0 days, steps: [] }', 'bad-duration:6'],
    ['an unknown festival', 'wait: { until: { festival: halloween } }', 'wrong-type:5'],
    ['a time that is none', 'wait: { until: { time: "25:00" } }', 'wrong-type:5'],
    ['null', '', 'wrong-type:5'],
  ];
  test.each(wrong)('%s is refused', (_, text, code) => {
    expect(codesOf(`${HEAD}steps:\n  - ${text}\n`)).toEqual([code]);
  });
});

describe('findings', () => {
  test('come all at once, each at its place, with what was probably meant', () => {
    const findings = lint(
      `${HEAD}per: contct\nwndow: {}\nsteps:\n  - wait: 2 dys\n  - emial: {}\n  - wait: { for: { on: deal.wonn, if: { contact.statsu: x } } }\n`,
    );
    expect(findings.map(({ code, line, column, suggestion }) => [code, line, column, suggestion])).toEqual([
      ['wrong-type', 4, 6, 'contact'],
      ['unknown-key', 5, 1, 'window'],
      ['bad-duration', 7, 11, '2 days'],
      ['unknown-key', 8, 5, 'email'],
      ['unknown-event', 9, 24, 'deal.won'],
      ['unknown-path', 9, 41, 'contact.status'],
    ]);
  });

  test('carry a JSON pointer', () => {
    const [finding] = lint(`${HEAD}steps:\n  - update: { "contact.a/b~c": 1 }\n`);
    expect(finding?.pointer).toBe('/steps/0/update/contact.a~1b~0c');
  });

  test('a repeated key is reported at the later one, and the rest of the file is judged', () => {
    expect(codesOf(`${HEAD}steps:\n  - { end: a }\nsteps: []\nper: x\n`)).toEqual(['yaml-syntax:6', 'wrong-type:7']);
  });

  test('a fault in one step hides no fault in the steps inside it', () => {
    const inner = '  - wait: 2 dys\n    then:\n      - goTo: nowhere\n';
    expect(codesOfSteps(inner)).toEqual(['bad-duration:5', 'unknown-step:7']);
  });

  test('a step whose action cannot be read is still there for those that name it', () => {
    expect(codesOfSteps('  - id: a\n    emial: { template: x }\n  - wait: 1 days\n  - goTo: a\n')).toEqual([
      'unknown-key:6',
    ]);
  });

  test.each([
    ['', 'wrong-type:1'],
    ['- a', 'wrong-type:1'],
    ['kind: jurney\nid: a\nname: b', 'wrong-type:1'],
    ['id: a', 'wrong-type:1'],
    [`${HEAD}steps: []\nstages: []`, 'unknown-key:4'],
    [HEAD, 'wrong-type:1'],
    ['kind: segment\nid: a\nname: b\nif: {}', 'wrong-type:4'],
    ['kind: survey\nid: a\nname: b\nquestions: [ { id: q, label: Q, type: choice } ]', 'wrong-type:4'],
    ['kind: campaign\nid: a\nname: b\naudience: { segment: s }', 'wrong-type:1'],
  ])('%j is refused', (text, code) => {
    expect(codesOf(text)[0]).toBe(code);
    expect(parseDefinition({ file: 'f', text }).definition).toBeNull();
  });

  test('a definition with any fault of shape is never handed out', () => {
    expect(parseDefinition({ file: 'f', text: `${HEAD}steps: []\nextra: 1` })).toMatchObject({ definition: null });
  });
});
