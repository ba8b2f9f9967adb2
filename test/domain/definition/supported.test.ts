import { describe, expect, test } from 'vitest';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { unsupported } from '../../../src/domain/definition/supported.js';
import { HEAD } from './support.js';

const refused = (text: string) => {
  const parsed = parseDefinition({ file: 'f.yaml', text });
  expect(parsed.findings).toEqual([]);
  return unsupported(parsed).map(({ code, line, column }) => `${code} ${line}:${column}`);
};

describe('what the engine cannot run', () => {
  test.each([
    ['attach', 'id: a\n    email: { template: x, from: owner, purpose: service, attach: a.pdf }', 6],
    [
      'a step in a branch',
      'wait: 1 days\n    then:\n      - id: a\n        email: { template: x, from: owner, purpose: service, attach: a.pdf }',
      8,
    ],
  ])('%s is refused at its place', (_, step, line) => {
    expect(refused(`${HEAD}steps:\n  - ${step}\n`)).toEqual([expect.stringContaining(`not-yet-supported ${line}:`)]);
  });

  test('journeys of accounts and users are refused, of contacts and deals they are not', () => {
    for (const per of ['account', 'user'])
      expect(refused(`${HEAD}per: ${per}\nsteps: []\n`)).toEqual(['not-yet-supported 4:6']);
    for (const per of ['contact', 'deal'])
      expect(refused(`${HEAD}per: ${per}\nexclusive: { group: g, priority: 1 }\nsteps: []\n`)).toEqual([]);
  });

  test('campaigns and surveys are refused whole, segments are not', () => {
    expect(
      refused(
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nsend: { sms: { template: x, purpose: service } }\n',
      ),
    ).toEqual(['not-yet-supported 1:7']);
    expect(refused('kind: survey\nid: a\nname: A\nquestions: [ { id: q, label: Q, type: score } ]\n')).toEqual([
      'not-yet-supported 1:7',
    ]);
    expect(refused('kind: segment\nid: a\nname: A\nif: { contact.status: x }\n')).toEqual([]);
  });

  test('all the rest is let through', () => {
    const steps = [
      'id: e\n    email: { template: x, from: owner, purpose: service, window: none }',
      'id: t\n    task: { kind: call, title: T, due: 1 days, remind: [1 hours], escalate: { after: 1 days, to: manager }, outcomes: [a] }\n    onOverdue: { after: 1 days, steps: [] }',
      'wait: { until: { festival: qingming } }',
      'wait: { for: { on: deal.won }, upTo: { time: "09:00" } }',
      'choose: [ { else: [] } ]',
      'id: s\n    split: { arms: { a: 100 } }',
      'id: r\n    repeat: { every: 1 days, steps: [] }',
      'update: { contact.status: x }',
      'score: { add: 1, reason: r }',
      'assign: { team: a, by: territory }',
      'id: x\n    sms: { template: x, purpose: service }',
      'create: { deal: { name: x } }',
      'start: a',
      'wait: { for: { on: deal.won, of: account } }',
      'notify: { to: owner, template: x }',
      'webhook: { url: "https://example.com" }',
      'stop: a',
      'wait: { for: { if: { contact.status: a } } }',
      'id: p\n    task: { kind: call, title: T, due: 1 days, outcomes: [a], assign: "pool:x" }',
    ];
    expect(
      refused(
        `${HEAD}steps:\n${steps.map((step) => `  - ${step}\n`).join('')}throughout: [ { id: t, steps: [ { end: x } ] } ]\n`,
      ),
    ).toEqual([]);
  });
});
