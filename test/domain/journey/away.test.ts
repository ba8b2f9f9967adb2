import { describe, expect, test } from 'vitest';
import { aWalk } from '../../support/walk.js';

const MAIL = '- id: hello\n  email: { template: t/hello, from: owner, purpose: marketing, window: none }\n';
const FOR_ANSWER = `${MAIL}- wait: { for: { on: email.replied }, upTo: 3 days }\n  then: [ { end: talking } ]\n  else: [ { end: silent } ]`;
const away = (returnsAt: string) => ({ step: 'hello', returnsAt });

const walk = (body: string) => aWalk(`steps:\n${body}`).start();
const outcome = (one: ReturnType<typeof walk>) => {
  const phase = one.state?.phase;
  return phase?.type === 'ended' ? phase.outcome : phase?.type;
};
const dueText = (one: ReturnType<typeof walk>) => (one.due === null ? null : new Date(one.due).toISOString());

describe('a contact who is away', () => {
  test('has as much time to answer as if they had not been: the wait moves by what is left of the absence', () => {
    const one = walk(FOR_ANSWER).event('2027-01-04T10:00:00Z', 'email.autoReplied', away('2027-01-12T00:00:00Z'));
    // Three days were to end on the 7th at nine; seven days and fourteen hours don't count.
    expect(dueText(one)).toBe('2027-01-14T23:00:00.000Z');
    expect(one.journal.at(-1)).toMatchObject({ action: 'wait', decision: 'wait', reason: 'email.autoReplied' });
    expect(outcome(one.until('2027-01-14T22:59:00Z'))).toBe('active');
    expect(outcome(one.until('2027-01-14T23:00:00Z'))).toBe('silent');
  });

  test('says so after each mail: the same absence counts once, a longer one by what it is longer', () => {
    const one = walk(FOR_ANSWER)
      .event('2027-01-04T10:00:00Z', 'email.autoReplied', away('2027-01-12T00:00:00Z'))
      .event('2027-01-05T10:00:00Z', 'email.autoReplied', away('2027-01-12T00:00:00Z'))
      .event('2027-01-06T10:00:00Z', 'email.autoReplied', away('2027-01-10T00:00:00Z'));
    expect(dueText(one)).toBe('2027-01-14T23:00:00.000Z');
    one.event('2027-01-07T10:00:00Z', 'email.autoReplied', away('2027-01-13T00:00:00Z'));
    expect(dueText(one)).toBe('2027-01-15T23:00:00.000Z');
  });

  test('and answers all the same ends the wait at once, and is away no more', () => {
    const one = walk(`${FOR_ANSWER.replace('{ end: talking }', '{ wait: 1 day }, { end: talking }')}`)
      .event('2027-01-04T10:00:00Z', 'email.autoReplied', away('2027-01-12T00:00:00Z'))
      .event('2027-01-05T10:00:00Z', 'email.replied', { step: 'hello' });
    expect(dueText(one)).toBe('2027-01-06T10:00:00.000Z');
  });

  test('a wait that begins while they are away counts from their return; one for a day does not', () => {
    const rest = '- wait: { until: { time: "09:00" } }\n- wait: 1 day\n- end: done';
    const one = walk(`${MAIL}${rest}`).event('2027-01-04T10:00:00Z', 'email.autoReplied', away('2027-01-12T00:00:00Z'));
    expect(dueText(one)).toBe('2027-01-05T09:00:00.000Z');
    expect(dueText(one.until('2027-01-05T09:00:00Z'))).toBe('2027-01-13T00:00:00.000Z');
  });

  test.each([
    ['no day', {}],
    ['a day that is over', away('2027-01-01T00:00:00Z')],
    ['no instant', away('soon')],
  ])('with %s moves nothing', (_, fields) => {
    const one = walk(FOR_ANSWER).event('2027-01-04T10:00:00Z', 'email.autoReplied', fields);
    expect(dueText(one)).toBe('2027-01-07T09:00:00.000Z');
  });
});
