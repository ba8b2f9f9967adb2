import { describe, expect, test } from 'vitest';
import type { MessageResult } from '../../../src/domain/journey/commands.js';
import { at, aWalk, type Walk } from '../../support/walk.js';

const BODY = `
  steps:
    - { id: hello, email: { template: a/b, from: owner, purpose: service } }
    - id: asked
      choose:
        - { if: { steps.hello.decision: send, steps.hello.replied: true }, steps: [ { end: replied } ] }
        - { if: { steps.hello.decision: send }, steps: [ { wait: { for: { on: email.replied }, upTo: 2 days }, then: [ { end: yes } ], else: [ { end: no } ] } ] }
        - { if: { steps.hello.reason: no-address }, steps: [ { end: no-address } ] }
        - { if: { steps.hello.bounced: true }, steps: [ { end: bounced } ] }
`;

/** A walk whose messages fare as listed, and are sent after that. */
function faring(...results: MessageResult[]): Walk {
  const walk = aWalk(BODY);
  walk.onMessage = () => results.shift() ?? { type: 'sent' };
  return walk;
}

describe('a message', () => {
  test('is one intent with what the gate and the ledger need', () => {
    expect(aWalk(BODY).start().sent).toEqual([
      {
        trackId: 'main',
        aside: false,
        stepId: 'hello',
        occurrence: 1,
        at: at('2027-01-04T09:00:00Z'),
        reachedAt: at('2027-01-04T09:00:00Z'),
        steps: 1,
        email: { template: 'a/b', from: 'owner', purpose: 'service' },
      },
    ]);
  });

  test('that is skipped says why, and the journey goes on at once', () => {
    const walk = faring({ type: 'skipped', reason: 'no-address' }).start();
    expect(walk.lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main hello email skip no-address',
      '2027-01-04T09:00:00Z main main asked choose done',
      '2027-01-04T09:00:00Z main main end done no-address',
    ]);
  });

  test('that the server refuses counts as bounced', () => {
    expect(faring({ type: 'refused' }).start().lines.at(-1)).toContain('end done bounced');
  });

  test('that is deferred is tried again at the instant named, as the same occurrence reached at the same time', () => {
    const until = at('2027-01-05T09:00:00Z');
    const walk = faring({ type: 'deferred', reason: 'outside-window', until }).start();
    expect(walk.lines.at(-1)).toBe(
      '2027-01-04T09:00:00Z main main hello email defer outside-window until 2027-01-05T09:00:00Z',
    );
    walk.until('2027-01-05T09:00:00Z');
    expect(walk.sent).toMatchObject([{ occurrence: 1, at: until, reachedAt: at('2027-01-04T09:00:00Z') }]);
    expect(walk.linesOf('send')).toEqual(['2027-01-05T09:00:00Z main main hello email send']);
  });

  test('whose journey has ended while it was deferred isn’t sent', () => {
    const walk = aWalk(`exit: [ { on: deal.lost, as: lost } ]\n${BODY.trimStart()}`.replaceAll('\n  ', '\n'));
    walk.onMessage = () => ({ type: 'deferred', reason: 'quota', until: at('2027-01-05T09:00:00Z') });
    expect(walk.start().event('2027-01-04T12:00:00Z', 'deal.lost').until('2027-02-01T00:00:00Z').sent).toEqual([]);
  });
});

describe('a message of which nobody knows whether it arrived', () => {
  const doubtful = () => faring({ type: 'uncertain' }).start();

  test('holds its track, and nothing else', () => {
    const walk = doubtful().until('2027-06-01T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-04T09:00:00Z main main hello email uncertain');
    expect([walk.phase, walk.due]).toEqual(['active', null]);
  });

  test('is sent again by `retry`, as the same occurrence', () => {
    const walk = doubtful().at('2027-01-05T09:00:00Z', { type: 'retry' });
    expect(walk.sent).toMatchObject([{ stepId: 'hello', occurrence: 1, at: at('2027-01-05T09:00:00Z') }]);
  });

  test('counts as sent after `skip`', () => {
    const walk = doubtful().at('2027-01-05T09:00:00Z', { type: 'skip' });
    expect(walk.sent).toEqual([]);
    expect(walk.linesOf('hello').at(-1)).toBe('2027-01-05T09:00:00Z main main hello email send by-hand');
    expect(walk.until('2027-02-01T00:00:00Z').lines.at(-1)).toBe('2027-01-07T09:00:00Z main main end done no');
  });

  test('did arrive when it is answered, and the answer is remembered', () => {
    const walk = doubtful().event('2027-01-05T09:00:00Z', 'email.replied', { step: 'hello' });
    expect(walk.lines.slice(-3)).toEqual([
      '2027-01-05T09:00:00Z main main hello email send email.replied',
      '2027-01-05T09:00:00Z main main asked choose done',
      '2027-01-05T09:00:00Z main main end done replied',
    ]);
  });

  test('that is answered ends the wait for that answer, too', () => {
    const walk = aWalk(
      'steps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } }, { wait: { for: { on: email.replied }, upTo: 2 days }, then: [ { end: yes } ], else: [ { end: no } ] } ]',
    );
    walk.onMessage = () => ({ type: 'uncertain' });
    walk.start().event('2027-01-05T09:00:00Z', 'email.replied', { step: 'hello' });
    expect(walk.lines.at(-1)).toBe('2027-01-05T09:00:00Z main main end done yes');
  });

  test('isn’t settled by an answer to another message, or by a bounce', () => {
    const walk = doubtful().event('2027-01-05T09:00:00Z', 'email.replied', { step: 'other' });
    expect(
      walk.event('2027-01-05T10:00:00Z', 'email.bounced', { step: 'hello', hard: true }).state?.tracks[0]?.wait?.type,
    ).toBe('uncertain');
  });
});

describe('what happens to a message', () => {
  test.each(['replied', 'bounced', 'opened', 'clicked'])('email.%s is known to later conditions', (flag) => {
    const walk = aWalk(
      `steps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } }, { wait: 1 days }, { choose: [ { if: { steps.hello.${flag}: true }, steps: [ { end: knew } ] } ] } ]`,
    ).start();
    walk.event('2027-01-04T12:00:00Z', `email.${flag}`, { step: 'hello' }).until('2027-02-01T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-05T09:00:00Z main main end done knew');
  });

  test('is forgotten with the step’s next pass', () => {
    const walk = aWalk(
      'steps: [ { id: r, repeat: { every: 1 days, steps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } } ] } } ]',
    ).start();
    walk.event('2027-01-04T12:00:00Z', 'email.replied', { step: 'hello' });
    expect(walk.state?.steps['hello']).toMatchObject({ n: 1, replied: true });
    expect(walk.until('2027-01-05T10:00:00Z').state?.steps['hello']).toEqual({ n: 2, decision: 'send' });
  });
});
