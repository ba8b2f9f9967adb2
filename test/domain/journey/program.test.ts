import { describe, expect, test } from 'vitest';
import { compileProgram, nodeOf, stageOf } from '../../../src/domain/journey/program.js';
import { aJourney } from '../../support/walk.js';

const program = (body: string) => compileProgram(aJourney(body));
/** What a journey hears beyond what one of a single `wait` does. */
function heard(body: string): string[] {
  const always = program('steps: [ { wait: 1 days } ]').eventTypes;
  return [...program(body).eventTypes].filter((type) => !always.has(type)).sort();
}
const ofAccount = (body: string): string[] => [...program(body).accountEventTypes].sort();

describe('every journey hears', () => {
  test('outcomes of tasks, changes of its records, and that another journey stops it', () => {
    expect([...program('steps: [ { wait: 1 days } ]').eventTypes].sort()).toEqual([
      'account.changed',
      'contact.changed',
      'deal.changed',
      'deal.created',
      'journey.stopped',
      'task.completed',
    ]);
  });
});

describe('a journey hears', () => {
  test.each([
    [
      'its exits',
      'exit: [ { on: [deal.lost, case.opened] }, { if: { contact.status: x } } ]\nsteps: []',
      ['case.opened', 'deal.lost'],
    ],
    ['its goals', 'goal: { on: deal.won }\nsteps: []', ['deal.won']],
    ['its moves', 'moves: [ { on: quote.refused, to: main } ]\nsteps: []', ['quote.refused']],
    [
      'the moves of its stages',
      'stages: [ { id: a, steps: [] }, { id: b, moves: [ { on: quote.accepted, to: a } ] } ]\nmoves: [ { on: deal.won, to: b } ]',
      ['deal.won', 'quote.accepted'],
    ],
    [
      'its waits, inner ones too',
      'steps: [ { wait: 1 days, then: [ { wait: { for: { on: form.submitted } } } ] } ]',
      ['form.submitted'],
    ],
    [
      'what changes records, where a wait looks at them',
      'steps: [ { wait: { for: { if: { contact.status: x } } } } ]',
      ['contact.tagged', 'email.replied', 'order.placed', 'sms.replied'],
    ],
    [
      'what becomes of its mail',
      'steps: [ { id: a, email: { template: t, from: owner, purpose: service } } ]',
      ['email.autoReplied', 'email.bounced', 'email.clicked', 'email.delivered', 'email.opened', 'email.replied'],
    ],
    [
      'what becomes of its text messages',
      'steps: [ { id: a, sms: { template: t, purpose: service } } ]',
      ['sms.bounced', 'sms.delivered', 'sms.replied'],
    ],
    ['nothing for a wait until a date', 'steps: [ { wait: { until: { date: contact.birthday } } } ]', []],
  ])('%s', (_, body, types) => expect(heard(body)).toEqual(types));
});

describe('a journey hears of its account’s other contacts', () => {
  test.each([
    [
      'nothing, where nothing asks for it',
      'exit: [ { on: deal.lost } ]\nsteps: [ { wait: { for: { on: deal.won } } } ]',
      [],
    ],
    [
      'what an exit asks for',
      'exit: [ { on: deal.lost, of: account }, { on: case.opened } ]\nsteps: []',
      ['deal.lost'],
    ],
    ['what a goal asks for', 'goal: { on: deal.won, of: account }\nsteps: []', ['deal.won']],
    ['what a move asks for', 'moves: [ { on: deal.won, of: account, to: main } ]\nsteps: []', ['deal.won']],
    [
      'what a move of a stage asks for',
      'moves: [ { on: deal.lost, to: b } ]\nstages: [ { id: a, moves: [ { on: deal.won, of: account, to: b } ] }, { id: b } ]',
      ['deal.won'],
    ],
    [
      'what a wait asks for',
      'steps: [ { wait: { for: { on: [deal.won, deal.lost], of: account } } } ]',
      ['deal.lost', 'deal.won'],
    ],
    [
      'changes of the account, where an exit looks at it',
      'exit: [ { if: { any: [ { contact.status: x }, { account.size: { gt: 5 } } ] } } ]\nsteps: []',
      ['account.changed'],
    ],
    [
      'changes of the account, where a wait looks at it',
      'steps: [ { wait: { for: { if: { account.country: CN } } } } ]',
      ['account.changed'],
    ],
    [
      'no changes of the contact',
      'exit: [ { if: { contact.status: x } } ]\nsteps: [ { wait: { for: { if: { deal.stage: x } } } } ]',
      [],
    ],
    [
      'no changes of the account that only a step’s condition looks at',
      'steps: [ { if: { account.country: CN }, wait: 1 days } ]',
      [],
    ],
  ])('%s', (_, body, types) => expect(ofAccount(body)).toEqual(types));
});

describe('a step', () => {
  const laid = program(`
    steps:
      - { id: ask, wait: { for: { on: deal.won }, upTo: 1 days }, then: [ { id: inner, wait: 1 days } ], else: [] }
      - { id: again, repeat: { every: 1 days, steps: [ { id: body, wait: 1 days } ] } }
      - wait: 2 days
  `);

  test('leads on to what comes after it, from inner lists to what comes after the step around', () => {
    expect(nodeOf(laid, 'ask')).toMatchObject({
      next: 'again',
      // biome-ignore lint/suspicious/noThenProperty: the format's own word
      branches: { then: 'inner', else: 'again' },
      inside: [],
    });
    expect(nodeOf(laid, 'inner').next).toBe('again');
    expect(nodeOf(laid, 'again')).toMatchObject({ next: 'steps.2', branches: { body: 'body' }, inside: [] });
    expect(nodeOf(laid, 'body')).toMatchObject({ next: 'again', inside: ['again'] });
    expect(nodeOf(laid, 'steps.2').next).toBeNull();
  });

  test('or stage that is not there is a defect', () => {
    expect(() => nodeOf(laid, 'gone')).toThrow('no step "gone" in test');
    expect(() => stageOf(laid, 'gone')).toThrow('no stage "gone" in test');
    expect(stageOf(laid, 'main').tracks).toEqual([{ id: 'main', entry: 'ask' }]);
  });
});
