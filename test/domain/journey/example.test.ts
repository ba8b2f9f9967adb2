import { describe, expect, test } from 'vitest';
import { aDefinition, Walk } from '../../support/walk.js';

const EXAMPLE = `
kind: journey
id: example
name: Example
goal: { on: deal.won }
steps:
  - id: hello
    email: { template: lead/hello, from: owner, purpose: marketing }
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 2 days }
    then:
      - id: call-back
        task: { kind: call, title: Call back, due: 4 hours, outcomes: [reached, lost-interest] }
        onOutcome:
          reached: []
          lost-interest: [ { end: not-interested } ]
    else:
      - end: no-answer
`;

describe('the example of the format page', () => {
  test('takes the way of a reply and a lost interest, line by line', () => {
    const walk = new Walk(aDefinition(EXAMPLE), '2027-01-04T09:00:00Z', {
      id: 'con_1',
      name: 'Ada',
      timezone: 'Europe/Berlin',
    })
      .start()
      .event('2027-01-05T10:30:00Z', 'email.replied', { step: 'hello' })
      .event('2027-01-05T13:00:00Z', 'task.completed', { step: 'call-back', outcome: 'lost-interest' });
    expect(walk.lines).toEqual([
      '2027-01-04T09:00:00Z main enter done',
      '2027-01-04T09:00:00Z main main hello email send',
      '2027-01-04T09:00:00Z main main wait wait until 2027-01-06T09:00:00Z',
      '2027-01-05T10:30:00Z main main wait done email.replied',
      '2027-01-05T10:30:00Z main main call-back task done',
      '2027-01-05T13:00:00Z main main call-back task done lost-interest',
      '2027-01-05T13:00:00Z main main end done not-interested',
    ]);
    expect(walk.phase).toBe('ended');
  });

  test('ends without an answer when the time runs out', () => {
    const walk = new Walk(aDefinition(EXAMPLE), '2027-01-04T09:00:00Z').start().until('2027-02-01T00:00:00Z');
    expect(walk.lines.slice(3)).toEqual([
      '2027-01-06T09:00:00Z main main wait done due',
      '2027-01-06T09:00:00Z main main end done no-answer',
    ]);
  });

  test('ends when its goal is reached in the middle of a wait', () => {
    const walk = new Walk(aDefinition(EXAMPLE), '2027-01-04T09:00:00Z')
      .start()
      .event('2027-01-05T00:00:00Z', 'deal.won');
    expect(walk.lines.slice(3)).toEqual([
      '2027-01-05T00:00:00Z main goal done deal.won',
      '2027-01-05T00:00:00Z main end done goal',
    ]);
    expect(walk.due).toBeNull();
  });
});
