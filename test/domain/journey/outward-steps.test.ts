import { describe, expect, test } from 'vitest';
import { aWalk } from '../../support/walk.js';

describe('`sms`', () => {
  const SMS = 'sms: { template: a/b, purpose: marketing, topic: news, usefulFor: 1 days }';

  test('goes through the gate as a mail does, and is an effect', () => {
    const walk = aWalk(
      `steps: [ { id: text, ${SMS} }, { choose: [ { if: { steps.text.decision: send }, steps: [ { end: sent } ] } ] } ]`,
    );
    expect(walk.start().lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main text sms send',
      '2027-01-04T09:00:00Z main main choose done',
      '2027-01-04T09:00:00Z main main end done sent',
    ]);
    expect(walk.sent[0]).toMatchObject({ stepId: 'text', sms: { template: 'a/b', topic: 'news' } });
    expect(walk.sent[0]?.email).toBeUndefined();
  });

  test('is deferred and tried again, and skipped with the gate’s code', () => {
    const walk = aWalk(`steps: [ { id: text, ${SMS} }, { end: over } ]`);
    const until = Date.parse('2027-01-05T08:00:00Z');
    walk.onMessage = (_, now) =>
      now < until ? { type: 'deferred', reason: 'outside-window', until } : { type: 'skipped', reason: 'no-address' };
    expect(walk.start().until('2027-01-06T00:00:00Z').linesOf('text')).toEqual([
      '2027-01-04T09:00:00Z main main text sms defer outside-window until 2027-01-05T08:00:00Z',
      '2027-01-05T08:00:00Z main main text sms skip no-address',
    ]);
  });
});

describe('`notify`', () => {
  test('writes to staff, and waits don’t look back to it', () => {
    const walk = aWalk(`steps:
      - wait: 1 days
      - { id: tell, notify: { to: manager, template: staff/hot } }
      - { wait: { for: { on: form.submitted }, upTo: 1 days }, then: [ { end: seen } ] }`);
    walk.start().tell('form.submitted', {}, walk.now + 1000);
    walk.until('2027-01-05T09:00:00Z');
    expect(walk.did('notify')).toEqual([
      { type: 'notify', stepId: 'tell', occurrence: 1, to: 'manager', template: 'staff/hot', at: walk.now },
    ]);
    expect(walk.linesOf('notify')).toEqual(['2027-01-05T09:00:00Z main main tell notify done']);
    expect(walk.lines.at(-1)).toContain('end done seen');
  });
});

describe('`webhook`', () => {
  const body = `steps:
      - wait: 1 days
      - { webhook: { url: "https://erp.example.com/in", method: PUT, body: { a: 1 }, secret: erp } }
      - { wait: { for: { on: form.submitted }, upTo: 1 days }, then: [ { end: seen } ] }`;

  test('is written down to be called, once a pass', () => {
    const walk = aWalk(
      `steps: [ { id: r, repeat: { every: 1 days, atMost: 2, steps: [ { webhook: { url: "https://x.example" } } ] } } ]`,
    );
    walk.start().until('2027-01-09T00:00:00Z');
    expect(walk.did('webhook').map(({ occurrence, stepId }) => [occurrence, stepId])).toEqual([
      [1, 'steps.0.repeat.steps.0'],
      [2, 'steps.0.repeat.steps.0'],
    ]);
    expect(walk.linesOf('webhook')).toHaveLength(2);
  });

  test('is an effect: waits look back to it and no further', () => {
    const walk = aWalk(body).start().tell('form.submitted', {}, Date.parse('2027-01-04T10:00:00Z'));
    walk.until('2027-01-05T09:00:00Z');
    expect(walk.did('webhook')[0]).toMatchObject({
      url: 'https://erp.example.com/in',
      method: 'PUT',
      body: { a: 1 },
      secret: 'erp',
    });
    expect(walk.phase).toBe('active');
  });
});

describe('`start`', () => {
  test('starts another definition for the same subject', () => {
    const walk = aWalk('steps: [ { id: go, start: care }, { wait: 1 days } ]').start();
    expect(walk.did('start')).toEqual([{ type: 'start', definitionId: 'care', at: walk.now }]);
    expect(walk.linesOf('start')).toEqual(['2027-01-04T09:00:00Z main main go start done']);
  });

  test('of one that is open is a recorded skip, also of one that this journey started, and of itself', () => {
    const open = aWalk('steps: [ { start: care } ]', { facts: { entries: { care: 'already-open' } } }).start();
    expect(open.linesOf('start')).toEqual(['2027-01-04T09:00:00Z main main start skip already-open']);
    expect(open.did('start')).toEqual([]);
    const twice = aWalk(
      'steps: [ { start: care }, { start: care }, { stop: care }, { start: care }, { start: test } ]',
    );
    expect(
      twice
        .start()
        .lines.slice(1, 6)
        .map((line) => line.split(' ').slice(3).join(' ')),
    ).toEqual(['start done', 'start skip already-open', 'stop done', 'start done', 'start skip already-open']);
  });

  test('of one whose entry refuses says why', () => {
    const walk = aWalk('steps: [ { start: care } ]', { facts: { entries: { care: 'again' } } }).start();
    expect(walk.linesOf('start')).toEqual(['2027-01-04T09:00:00Z main main start skip again']);
  });
});

describe('`stop`', () => {
  test('ends the subject’s journey of another definition', () => {
    const walk = aWalk('steps: [ { stop: care }, { wait: 1 days } ]').start();
    expect(walk.did('stop')).toEqual([{ type: 'stop', definitionId: 'care', at: walk.now }]);
    expect(walk.linesOf('stop')).toEqual(['2027-01-04T09:00:00Z main main stop done']);
  });

  test('of its own definition ends this journey', () => {
    const walk = aWalk('steps: [ { stop: test }, { end: never } ]').start();
    expect(walk.lines.at(-1)).toBe('2027-01-04T09:00:00Z main main end done stopped');
  });
});
