import { describe, expect, test } from 'vitest';
import { interestsOf, offersOf } from '../../../src/domain/journey/interests.js';
import { aWalk, type Walk } from '../../support/walk.js';

const interests = (walk: Walk): string[] => (walk.state === null ? [] : interestsOf(walk.program, walk.state));

describe('a journey is woken by', () => {
  test('events of its exits, goals, moves and of its stage’s moves', () => {
    const walk = aWalk(`
      exit: [ { on: contact.unsubscribed } ]
      goal: { on: deal.won }
      moves: [ { on: deal.lost, to: b } ]
      stages: [ { id: a, moves: [ { on: [quote.accepted, quote.refused], to: b } ], steps: [] }, { id: b, moves: [ { on: case.opened, to: a } ], steps: [ { wait: 9 days } ] } ]
    `).start();
    expect(interests(walk)).toEqual([
      'contact.unsubscribed',
      'deal.lost',
      'deal.won',
      'quote.accepted',
      'quote.refused',
    ]);
  });

  test('a change of what a standing exit asks about', () => {
    const walk = aWalk(
      'exit: [ { if: { any: [ { contact.doNotContact: true }, { deal.stage: lost }, { steps.hello.bounced: true } ] } } ]\nsteps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } }, { wait: 9 days } ]',
    ).start();
    expect(interests(walk)).toEqual([
      ...['contact.doNotContact', 'deal.created', 'deal.stage'],
      ...['email.autoReplied', 'email.bounced', 'sms.bounced'],
    ]);
  });

  test('a change of what an exit on an event asks about as well', () => {
    const walk = aWalk('exit: [ { on: deal.lost, if: { contact.country: CN } } ]\nsteps: [ { wait: 9 days } ]').start();
    expect(interests(walk)).toContain('deal.lost');
  });

  test.each([
    [
      'the event of a wait',
      '{ wait: { for: { on: [email.replied, form.submitted] }, upTo: 1 days } }',
      ['email.replied', 'form.submitted'],
    ],
    [
      'the field of a date wait',
      '{ wait: { until: { date: contact.birthday } } }',
      ['contact.birthday', 'contact.timezone'],
    ],
    [
      'the field of a date that an event wait lasts up to',
      '{ wait: { for: { on: deal.won }, upTo: { date: deal.expectedCloseAt } } }',
      ['contact.timezone', 'deal.created', 'deal.expectedCloseAt', 'deal.won'],
    ],
    [
      'the outcome of its task',
      '{ id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } }',
      ['task.completed'],
    ],
    ['nothing in a duration wait', '{ wait: 2 days }', []],
  ])('%s', (_, step, expected) => {
    const walk = aWalk(`steps: [ ${step} ]`, {
      contact: { birthday: '2027-06-01' },
      facts: { deal: { expectedCloseAt: '2027-06-01T00:00:00Z' } },
    });
    expect(interests(walk.start())).toEqual(expected);
  });

  test('what shows that a message in doubt has arrived', () => {
    const walk = aWalk('steps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } } ]');
    walk.onMessage = () => ({ type: 'uncertain' });
    expect(interests(walk.start())).toEqual([
      ...['email.bounced', 'email.clicked', 'email.delivered', 'email.opened', 'email.replied'],
    ]);
  });

  test('what its overdue steps wait for', () => {
    const walk = aWalk(
      'steps: [ { id: call, task: { kind: call, title: Call, due: 1 hours, outcomes: [ok] }, onOverdue: { after: 1 hours, steps: [ { wait: { for: { on: case.opened } } } ] } } ]',
    ).start();
    expect(interests(walk.until('2027-01-04T12:00:00Z'))).toEqual(['case.opened', 'task.completed']);
  });

  test('nothing once it has ended', () => {
    expect(interests(aWalk('exit: [ { on: deal.lost } ]\nsteps: []').start())).toEqual([]);
  });
});

describe('an event offers', () => {
  test('its type, and each changed field of a record', () => {
    expect(offersOf('contact.changed', { set: { city: 'Ulm', score: 3 } })).toEqual([
      'contact.changed',
      'contact.city',
      'contact.score',
    ]);
    expect(offersOf('deal.won', { set: { city: 'Ulm' } })).toEqual(['deal.won']);
    expect(offersOf('contact.changed', { set: null })).toEqual(['contact.changed']);
  });
});
