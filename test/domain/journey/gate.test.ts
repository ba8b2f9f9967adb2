import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALWAYS } from '../../../src/domain/calendar/calendar.js';
import { HOUR } from '../../../src/domain/instant.js';
import { type GateInput, gate } from '../../../src/domain/journey/gate.js';
import { NO_POLICY } from '../../../src/domain/policy.js';
import { at } from '../../support/walk.js';

const NOW = at('2027-01-04T09:00:00Z');

const anInput = (changes: Partial<GateInput> = {}): GateInput => ({
  now: NOW,
  exited: false,
  staleAt: null,
  doNotContact: false,
  sender: 'present',
  address: 'ok',
  suppressed: false,
  purpose: 'marketing',
  topic: null,
  optOuts: [],
  consents: [],
  country: null,
  channel: 'email',
  law: NO_POLICY.law,
  relation: { lastOrderAt: null, lastInquiryAt: null },
  rendered: 'ok',
  window: undefined,
  place: { zone: 'UTC', calendar: ALWAYS, calendarNamed: false },
  fraction: 0,
  ...changes,
});

/** What makes the gate object, in its order on the format page. */
const OBJECTIONS: readonly [string, Partial<GateInput>][] = [
  ['exited', { exited: true }],
  ['stale', { staleAt: NOW - 1 }],
  ['do-not-contact', { doNotContact: true }],
  ['no-sender', { sender: 'absent' }],
  ['no-address', { address: 'missing' }],
  ['invalid-address', { address: 'invalid' }],
  ['suppressed', { suppressed: true }],
  ['unsubscribed', { optOuts: ['*'] }],
  ['no-consent', { country: 'DE' }],
  ['missing-variable', { rendered: 'missing-variable' }],
  ['render-failed', { rendered: 'render-failed' }],
  ['outside-window', { window: { from: '10:00', to: '18:00' } }],
];

describe('the gate', () => {
  test('lets a message go to which nothing objects', () => {
    expect(gate(anInput())).toEqual({ type: 'send' });
  });

  test.each(OBJECTIONS)('objects with %s', (code, changes) => {
    expect(gate(anInput(changes))).toMatchObject({ code });
  });

  test('defers while paused, until the pause ends, and asks for nothing else before', () => {
    const pausedUntil = NOW + HOUR;
    expect(gate(anInput({ pausedUntil, doNotContact: true }))).toMatchObject({
      type: 'defer',
      code: 'paused',
      until: pausedUntil,
    });
    expect(gate(anInput({ pausedUntil, exited: true }))).toMatchObject({ type: 'skip', code: 'exited' });
  });

  test('is decided by the first that objects, whatever else does', () => {
    // An address is either missing or invalid, a text either lacks a variable or fails.
    const excluding = new Set(['no-address,invalid-address', 'missing-variable,render-failed']);
    fc.assert(
      fc.property(fc.subarray([...OBJECTIONS], { minLength: 1 }), (objections) => {
        const codes = objections.map(([code]) => code);
        fc.pre(!codes.some((code, i) => excluding.has(`${code},${codes[i + 1]}`)));
        expect(gate(anInput(Object.assign({}, ...objections.map(([, changes]) => changes))))).toMatchObject({
          code: codes[0],
        });
      }),
    );
  });

  test('only defers for what passes', () => {
    for (const [code, changes] of OBJECTIONS)
      expect(gate(anInput(changes)).type).toBe(code === 'outside-window' ? 'defer' : 'skip');
  });
});

describe('usefulness', () => {
  test('ends after its last instant', () => {
    expect(gate(anInput({ staleAt: NOW }))).toEqual({ type: 'send' });
    expect(gate(anInput({ staleAt: NOW - 1 }))).toEqual({ type: 'skip', code: 'stale' });
  });

  test('that would be over at the end of a deferral makes it a skip at once', () => {
    const window = { from: '10:00', to: '18:00' };
    expect(gate(anInput({ window, staleAt: NOW + HOUR - 1 }))).toEqual({ type: 'skip', code: 'stale' });
    expect(gate(anInput({ window, staleAt: NOW + HOUR }))).toEqual({
      type: 'defer',
      code: 'outside-window',
      until: NOW + HOUR,
    });
  });

  test('counts in the spread', () => {
    const window = { from: '10:00', to: '18:00', spread: { n: 60, unit: 'minutes' as const } };
    expect(gate(anInput({ window, fraction: 0.5 }))).toMatchObject({ until: NOW + 1.5 * HOUR });
    expect(gate(anInput({ window, fraction: 0.5, staleAt: NOW + HOUR }))).toEqual({ type: 'skip', code: 'stale' });
  });
});

describe('the law', () => {
  test('that asks for a consent is named with the answer', () => {
    expect(gate(anInput({ country: 'de' }))).toEqual({ type: 'skip', code: 'no-consent', rule: 'DE' });
    expect(gate(anInput({ law: { world: true, existingCustomers: false } }))).toMatchObject({ rule: 'unknown' });
  });

  test('leaves SMS the hours of the receiver, whatever the window says', () => {
    const place = { zone: 'Asia/Seoul', calendar: ALWAYS, calendarNamed: false };
    const lawHours = { window: { from: '08:00', to: '21:00' }, place };
    const night = at('2027-01-04T13:00:00Z');
    expect(gate(anInput({ now: night, lawHours }))).toEqual({
      type: 'defer',
      code: 'outside-window',
      until: at('2027-01-04T23:00:00Z'),
    });
    expect(gate(anInput({ lawHours }))).toEqual({ type: 'send' });
  });
});

describe('what a person has agreed to', () => {
  test.each<[string, Partial<GateInput>, string]>([
    ['unsubscribed from all', { optOuts: ['*'], topic: 'news' }, 'unsubscribed'],
    ['unsubscribed from the topic', { optOuts: ['news'], topic: 'news' }, 'unsubscribed'],
    ['unsubscribed from another topic', { optOuts: ['offers'], topic: 'news' }, 'send'],
    ['unsubscribed from a topic, for a mail without one', { optOuts: ['news'] }, 'send'],
    ['a consent to all, where it is needed', { country: 'FR', consents: ['*'], topic: 'news' }, 'send'],
    ['a consent to the topic', { country: 'CN', consents: ['news'], topic: 'news' }, 'send'],
    ['a consent to another topic', { country: 'CA', consents: ['offers'], topic: 'news' }, 'no-consent'],
    ['a consent to a topic, for a mail without one', { country: 'GB', consents: ['news'] }, 'no-consent'],
    ['no consent in an EEA country outside the EU', { country: 'NO' }, 'no-consent'],
    ['no consent in Switzerland', { country: 'CH' }, 'no-consent'],
    ['a country in small letters', { country: 'de' }, 'no-consent'],
    ['a country that needs none', { country: 'US' }, 'send'],
    ['an unknown country', { country: null }, 'send'],
  ])('%s', (_, changes, expected) => {
    const answer = gate(anInput(changes));
    expect(answer.type === 'send' ? 'send' : answer.code).toBe(expected);
  });

  test('is not asked for service mail', () => {
    expect(gate(anInput({ purpose: 'service', optOuts: ['*'], country: 'DE' }))).toEqual({ type: 'send' });
  });
});
