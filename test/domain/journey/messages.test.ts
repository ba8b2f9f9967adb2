import { describe, expect, test } from 'vitest';
import type { MessageResult } from '../../../src/domain/journey/commands.js';
import type { Evidence } from '../../../src/domain/journey/facts.js';
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

describe('a message in doubt that can be looked for', () => {
  const LOOK = at('2027-01-04T09:10:00Z');
  const inDoubt = (purpose: 'marketing' | 'service') => {
    const walk = aWalk(`
      steps:
        - id: hello
          email: { template: lead/hello, from: owner, purpose: ${purpose} }
        - end: done`);
    walk.onMessage = () => ({ type: 'uncertain', lookAt: LOOK });
    return walk.start();
  };
  const finding = (walk: Walk, evidence: Evidence) => {
    walk.facts = { ...walk.facts, evidence: { 'hello/1': evidence } };
    return walk.until('2027-01-04T09:10:00Z');
  };

  test('is looked for when its time has come, and counts as sent when it is found', () => {
    const walk = inDoubt('marketing');
    expect(walk.due).toBe(LOOK);
    finding(walk, { answer: 'found' });
    expect(walk.linesOf('hello').at(-1)).toBe('2027-01-04T09:10:00Z main main hello email send found');
    expect(walk.lines.at(-1)).toContain('end done done');
    expect(walk.commands).toContainEqual({ type: 'messageArrived', stepId: 'hello', occurrence: 1 });
    expect(walk.sent).toEqual([]);
  });

  test.each(['not-found', 'no-evidence'] as const)(
    'waits for a person with what was found, if it is marketing: %s',
    (answer) => {
      const walk = finding(inDoubt('marketing'), { answer });
      expect(walk.lines.at(-1)).toBe(`2027-01-04T09:10:00Z main main hello email uncertain ${answer}`);
      expect(walk.due).toBeNull();
      walk.onMessage = () => ({ type: 'sent' });
      expect(walk.at('2027-01-05T09:00:00Z', { type: 'retry' }).sent).toMatchObject([{ occurrence: 1 }]);
    },
  );

  test.each(['not-found', 'no-evidence'] as const)('goes out again by itself, if it is service: %s', (answer) => {
    const walk = inDoubt('service');
    walk.onMessage = () => ({ type: 'sent' });
    finding(walk, { answer });
    expect(walk.sent).toMatchObject([{ stepId: 'hello', occurrence: 1, again: true }]);
    expect(walk.linesOf('hello').slice(-2)).toEqual([
      `2027-01-04T09:10:00Z main main hello email uncertain ${answer}-again`,
      '2027-01-04T09:10:00Z main main hello email send',
    ]);
  });

  test('goes out again by itself once: a second doubt of it is a person’s', () => {
    const walk = inDoubt('service');
    const later = at('2027-01-04T09:20:00Z');
    walk.onMessage = () => ({ type: 'uncertain', lookAt: later });
    finding(walk, { answer: 'not-found' }).until('2027-01-04T09:20:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-04T09:20:00Z main main hello email uncertain not-found');
    expect(walk.due).toBeNull();
  });

  test.each(['email.delivered', 'email.bounced', 'email.replied'])(
    'that is put off when it goes out again is not sent after %s: the first copy has arrived',
    (type) => {
      const walk = inDoubt('service');
      walk.onMessage = () => ({ type: 'deferred', reason: 'busy', until: at('2027-01-04T09:40:00Z') });
      finding(walk, { answer: 'not-found' });
      expect(walk.due).toBe(at('2027-01-04T09:40:00Z'));
      const sent = walk.sent.length;
      expect(walk.state?.tracks[0]?.wait).toMatchObject({ type: 'message', again: true });
      walk.event('2027-01-04T09:20:00Z', type, { step: 'hello' });
      expect(walk.linesOf('hello').at(-1)).toBe(`2027-01-04T09:20:00Z main main hello email send ${type}`);
      expect(walk.commands).toContainEqual({ type: 'messageArrived', stepId: 'hello', occurrence: 1 });
      expect(walk.until('2027-01-05T09:00:00Z').sent).toHaveLength(sent);
    },
  );

  test('that was put off after its second start is still no other', () => {
    const walk = inDoubt('service');
    let until: number | null = at('2027-01-04T09:15:00Z');
    walk.onMessage = () => {
      const result: MessageResult =
        until === null
          ? { type: 'uncertain', lookAt: at('2027-01-04T09:30:00Z') }
          : { type: 'deferred', reason: 'busy', until };
      until = null;
      return result;
    };
    finding(walk, { answer: 'not-found' }).until('2027-01-04T09:30:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-04T09:30:00Z main main hello email uncertain not-found');
  });

  test('is looked for again later while who knows is out of reach', () => {
    const lookAt = at('2027-01-04T10:10:00Z');
    const walk = finding(inDoubt('service'), { answer: 'out-of-reach', lookAt });
    expect(walk.due).toBe(lookAt);
    expect(walk.lines.at(-1)).toBe('2027-01-04T09:00:00Z main main hello email uncertain');
  });

  test('asks for the next advance at once where its time came and nobody had looked yet', () => {
    const walk = inDoubt('marketing');
    walk.now = LOOK;
    walk.decide({ type: 'wake' });
    expect(walk.due).toBe(LOOK + 1);
    expect(walk.lines.at(-1)).toBe('2027-01-04T09:00:00Z main main hello email uncertain');
  });

  test.each(['email.delivered', 'email.bounced'])('has arrived where its provider reports %s', (type) => {
    const walk = inDoubt('marketing').event('2027-01-04T09:05:00Z', type, { step: 'hello' });
    expect(walk.linesOf('hello').at(-1)).toBe(`2027-01-04T09:05:00Z main main hello email send ${type}`);
    expect(walk.state?.steps['hello']?.bounced ?? false).toBe(type === 'email.bounced');
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

  test('is sent again alone where its step is named, with a word of it in the story', () => {
    const walk = aWalk(`
steps: [ { id: first, email: { template: a/b, from: owner, purpose: service } } ]
throughout: [ { id: beside, steps: [ { id: second, email: { template: a/b, from: owner, purpose: service } } ] } ]
`);
    walk.onMessage = () => ({ type: 'uncertain' });
    walk.start();
    walk.onMessage = () => ({ type: 'sent' });
    walk.at('2027-01-05T09:00:00Z', { type: 'retry', step: 'second' });
    expect(walk.sent).toMatchObject([{ stepId: 'second', occurrence: 1 }]);
    expect(walk.linesOf('second').join('\n')).toContain('second retry done');
    expect(walk.state?.tracks.find(({ at }) => at === 'first')?.wait?.type).toBe('uncertain');
    expect(walk.at('2027-01-05T10:00:00Z', { type: 'retry', step: 'second' }).refused).toBe('nothing-to-retry');
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

  test('isn’t settled by an answer to another message', () => {
    const walk = doubtful().event('2027-01-05T09:00:00Z', 'email.replied', { step: 'other' });
    expect(walk.state?.tracks[0]?.wait?.type).toBe('uncertain');
  });

  test('counts as sent and bounced when it comes back: it was taken', () => {
    const walk = doubtful().event('2027-01-05T10:00:00Z', 'email.bounced', { step: 'hello', hard: true });
    expect(walk.linesOf('hello').at(-1)).toBe('2027-01-05T10:00:00Z main main hello email send email.bounced');
    expect(walk.state?.steps['hello']).toMatchObject({ decision: 'send', bounced: true });
  });
});

describe('an SMS of which nobody knows whether it arrived', () => {
  const SMS = 'steps: [ { id: text, sms: { template: a/b, purpose: service } }, { wait: 1 days }, { end: done } ]';
  const doubtful = () => {
    const walk = aWalk(SMS);
    walk.onMessage = () => ({ type: 'uncertain', lookAt: at('2027-01-04T09:10:00Z') });
    return walk.start();
  };

  test('is never sent again by itself, service or not: there are no copies to look for', () => {
    const walk = doubtful().until('2027-06-01T00:00:00Z');
    expect(walk.sent).toEqual([]);
    expect(walk.linesOf('text').at(-1)).toBe('2027-01-04T09:10:00Z main main text sms uncertain no-evidence');
    expect([walk.phase, walk.due]).toEqual(['active', null]);
  });

  test.each([
    ['sms.delivered', false],
    ['sms.bounced', true],
  ])('was taken where its receipt says %s', (type, bounced) => {
    const walk = doubtful().event('2027-01-04T09:05:00Z', type, { step: 'text' });
    expect(walk.linesOf('text').at(-1)).toBe(`2027-01-04T09:05:00Z main main text sms send ${type}`);
    expect(walk.state?.steps['text']?.bounced ?? false).toBe(bounced);
  });
});
