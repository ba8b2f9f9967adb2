import { describe, expect, test } from 'vitest';
import { interestsOf } from '../../../src/domain/journey/interests.js';
import { aWalk, type Walk } from '../../support/walk.js';

const HOT = 'wait: { for: { if: { contact.status: hot } }, upTo: 3 days }';
const BODY = `steps:\n  - { id: w, ${HOT}, then: [ { end: hot } ], else: [ { end: cold } ] }`;
const waits = (walk: Walk): string[] => walk.linesOf('wait');

describe('a wait for a condition', () => {
  test('that holds when the wait begins ends at once', () => {
    const walk = aWalk(BODY, { contact: { status: 'hot' } }).start();
    expect(walk.lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main w wait wait until 2027-01-07T09:00:00Z',
      '2027-01-04T09:00:00Z main main w wait done condition',
      '2027-01-04T09:00:00Z main main end done hot',
    ]);
  });

  test('ends with the type of the event that made it true', () => {
    const walk = aWalk(BODY).start().change('2027-01-05T10:00:00Z', { city: 'Ulm' });
    expect(walk.phase).toBe('active');
    walk.change('2027-01-05T11:00:00Z', { status: 'hot' });
    expect(walk.lines.slice(-2)).toEqual([
      '2027-01-05T11:00:00Z main main w wait done contact.changed',
      '2027-01-05T11:00:00Z main main end done hot',
    ]);
  });

  test('is not said to have ended by an event that changes nothing it looks at', () => {
    const walk = aWalk(`goal: { on: form.submitted, stay: true }\n${BODY}`).start();
    walk.until('2027-01-05T09:00:00Z').tell('form.submitted');
    walk.facts = { ...walk.facts, contact: { ...walk.facts.contact, status: 'hot' } };
    walk.tell('contact.changed', { set: { status: 'hot' } }, walk.now + 1000);
    walk.now += 2000;
    expect(waits(walk.decide({ type: 'wake' })).at(-1)).toBe(
      '2027-01-05T09:00:01Z main main w wait done contact.changed',
    );
  });

  test('is seen to hold by whatever wakes the journey next, if a record was changed without an event', () => {
    const walk = aWalk(BODY).start().until('2027-01-05T09:00:00Z');
    walk.facts = { ...walk.facts, contact: { ...walk.facts.contact, status: 'hot' } };
    expect(waits(walk.decide({ type: 'wake' })).at(-1)).toBe('2027-01-05T09:00:00Z main main w wait done condition');
  });

  test('runs out by `upTo`, or waits for ever', () => {
    expect(aWalk(BODY).start().until('2027-01-08T00:00:00Z').lines.at(-1)).toBe(
      '2027-01-07T09:00:00Z main main end done cold',
    );
    const ever = aWalk('steps: [ { wait: { for: { if: { contact.status: hot } } } }, { end: over } ]').start();
    expect([ever.due, waits(ever)]).toEqual([null, ['2027-01-04T09:00:00Z main main wait wait']]);
    expect(ever.change('2030-01-01T00:00:00Z', { status: 'hot' }).phase).toBe('ended');
  });

  test('up to a date that has no value ends with `else`, unless it holds', () => {
    const body = BODY.replace('upTo: 3 days', 'upTo: { date: contact.birthday }');
    expect(aWalk(body).start().lines.at(-1)).toContain('end done cold');
    expect(
      aWalk(body, { contact: { status: 'hot' } })
        .start()
        .lines.at(-1),
    ).toContain('end done hot');
  });

  test('hears what the journey itself changes in another track', () => {
    const walk = aWalk(`stages:
        - id: a
          steps: [ { wait: 1 hours }, { update: { contact.status: hot } }, { wait: 9 days } ]
          alongside: [ { id: x, steps: [ { ${HOT} }, { end: heard } ] } ]`);
    expect(walk.start().until('2027-01-04T10:00:00Z').linesOf('x').slice(1)).toEqual([
      '2027-01-04T10:00:00Z a x wait done contact.changed',
      '2027-01-04T10:00:00Z a x end done heard',
    ]);
    expect(walk.linesOf('update')).toHaveLength(1);
  });

  test('on a step of another track ends when that step has run', () => {
    const body = `stages:
        - id: a
          steps: [ { wait: 1 hours }, { id: arm, split: { arms: { only: 100 } } }, { wait: 9 days } ]
          alongside: [ { id: x, steps: [ { wait: { for: { if: { steps.arm.arm: only } } } }, { end: heard } ] } ]`;
    const walk = aWalk(body).start().until('2027-01-04T10:00:00Z');
    expect(waits(walk)).toContain('2027-01-04T10:00:00Z a x wait done condition');
    expect(walk.phase).toBe('ended');
  });

  test('on a flag of a message ends with the event that sets it', () => {
    const body = `stages:
        - id: a
          steps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } }, { wait: 9 days } ]
          alongside: [ { id: x, steps: [ { wait: { for: { if: { steps.hello.clicked: true } } } }, { end: heard } ] } ]`;
    const walk = aWalk(body).start().event('2027-01-05T00:00:00Z', 'email.clicked', { step: 'hello' });
    expect(waits(walk).at(-1)).toContain('wait done email.clicked');
  });

  test.each([
    ['contact.lastOrderAt: { olderThan: 2 days }', '2027-01-05T09:00:00Z'],
    ['contact.lastOrderAt: { olderThan: 1 months }', '2027-02-03T09:00:00Z'],
    ['contact.lastOrderAt: { olderThan: 1 business days }', '2027-01-04T09:00:00Z'],
    ['not: { contact.lastOrderAt: { within: 2 days } }', '2027-01-05T09:00:00Z'],
    [
      'all: [ { contact.lastOrderAt: { olderThan: 2 days } }, { contact.lastOrderAt: { olderThan: 4 days } } ]',
      '2027-01-07T09:00:00Z',
    ],
  ])('that the clock makes true ends then: %s', (condition, when) => {
    const walk = aWalk(`steps: [ { wait: { for: { if: { ${condition} } } } }, { end: over } ]`, {
      start: '2027-01-03T10:00:00Z',
      contact: { lastOrderAt: '2027-01-03T09:00:00Z' },
    });
    expect(walk.start().until('2027-06-01T00:00:00Z').lines.slice(-2)).toEqual([
      `${when} main main wait done condition`,
      `${when} main main end done over`,
    ]);
  });

  test('aims its look at the clock anew when the date it looks at moves', () => {
    const walk = aWalk(
      'steps: [ { wait: { for: { if: { contact.lastOrderAt: { olderThan: 2 days } } } } }, { end: over } ]',
      {
        contact: { lastOrderAt: '2027-01-04T00:00:00Z' },
      },
    ).start();
    walk.change('2027-01-05T00:00:00Z', { lastOrderAt: '2027-01-05T00:00:00Z' });
    expect(walk.until('2027-01-06T12:00:00Z').phase).toBe('active');
    expect(walk.until('2027-01-07T12:00:00Z').lines.at(-1)).toContain('2027-01-07T00:00:00Z main main end');
  });

  test('keeps what is left of `upTo` over a pause, and ends on resume if it holds', () => {
    const walk = aWalk(BODY).start().at('2027-01-05T09:00:00Z', { type: 'pause' });
    walk.at('2027-01-06T09:00:00Z', { type: 'resume' });
    expect(walk.due).toBe(Date.parse('2027-01-08T09:00:00Z'));
    const other = aWalk(BODY).start().at('2027-01-05T09:00:00Z', { type: 'pause' });
    other.change('2027-01-05T12:00:00Z', { status: 'hot' });
    expect(other.phase).toBe('paused');
    other.at('2027-01-06T09:00:00Z', { type: 'resume' });
    expect(other.lines.slice(-2)).toEqual([
      '2027-01-06T09:00:00Z main main w wait done contact.changed',
      '2027-01-06T09:00:00Z main main end done hot',
    ]);
  });

  test.each([
    ['contact.status: hot', ['contact.status']],
    ['account.size: { gt: 5 }', ['account.size', 'account:account.size', 'contact.accountId']],
    ['deal.stage: won', ['deal.created', 'deal.stage']],
    ['owner.team: north', ['contact.owner', 'contact.ownerId']],
    ['steps.call.outcome: won', ['task.completed']],
    ['steps.call.answer.size: big', ['task.completed']],
    ['steps.call.clicked: true', ['email.clicked']],
    ['variables.n: 2', []],
  ])('on %s is woken by %j', (condition, expected) => {
    const walk = aWalk(`steps: [ { wait: { for: { if: { ${condition} } } } } ]`).start();
    expect(walk.state === null ? null : interestsOf(walk.program, walk.state)).toEqual(expected);
  });
});
