import { describe, expect, test } from 'vitest';
import { nearestDuration, nearestZone } from '../../../src/domain/definition/suggest.js';
import { codesOf, HEAD, lint } from './support.js';

describe('the duration that was meant', () => {
  test.each([
    ['2 dys', '2 days'],
    ['2days', '2 days'],
    ['2 DAYS', '2 days'],
    ['  3   hrs ', '3 hours'],
    ['5 h', '5 hours'],
    ['5 mins', '5 minutes'],
    ['1 yr', '1 years'],
    ['2 working days', '2 business days'],
    ['2 work hours', '2 business hours'],
    ['3 workdays', '3 business days'],
    ['3 bussiness days', '3 business days'],
    ['2  business   days', '2 business days'],
    ['-2 dys', '2 days'],
  ])('by "%s" is %s', (text, meant) => expect(nearestDuration(text)).toBe(meant));

  test.each(['soon', '', 'days', '2', '2 business weeks', '1 business month', '1 business year', '1.5 days', '2 xyz'])(
    'by "%s" is not known',
    (text) => expect(nearestDuration(text)).toBeUndefined(),
  );

  test('has a minus only where it may', () => {
    expect(nearestDuration('-3 dys', { allowNegative: true })).toBe('-3 days');
    expect(nearestDuration('- 3 dys', { allowNegative: true })).toBe('-3 days');
    expect(nearestDuration('3 dys', { allowNegative: true })).toBe('3 days');
    expect(nearestDuration('-3 dys', { allowNegative: false })).toBe('3 days');
  });

  test('is never what was written', () => {
    expect(nearestDuration('2 days')).toBeUndefined();
  });

  test('as a shift keeps its minus, and as a wait loses it', () => {
    const suggested = (wait: string) =>
      lint(`${HEAD}steps: [ { wait: ${wait} } ]\n`).map(({ suggestion }) => suggestion);
    expect(suggested('{ until: { date: contact.birthday, shift: -3 dys } }')).toEqual(['-3 days']);
    expect(suggested('-3 days')).toEqual(['3 days']);
  });
});

describe('the zone that was meant', () => {
  test.each([
    ['Beijing', 'Asia/Shanghai'],
    ['PEKING', 'Asia/Shanghai'],
    [' new york ', 'America/New_York'],
    ['berlin', 'Europe/Berlin'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['contakt', 'contact'],
    ['UTCC', 'UTC'],
  ])('by "%s" is %s', (text, meant) => expect(nearestZone(text)).toBe(meant));

  test.each(['', 'UTX', 'CN', 'Middle-earth'])('by "%s" is not known', (text) =>
    expect(nearestZone(text)).toBeUndefined(),
  );
});

describe('ids that are in the file though their step cannot be read', () => {
  test('are not told to be unknown', () => {
    const lost = '  - wait: 1 days\n    then: { id: lost, wait: 1 days }\n';
    const naming = (step: string) => codesOf(`${HEAD}steps:\n${lost}  - ${step}\n`);
    expect(naming('goTo: lost')).toEqual(['wrong-type:6']);
    expect(naming('{ id: a, email: { template: t, from: owner, purpose: service, thread: lost } }')).toEqual([
      'wrong-type:6',
    ]);
    expect(naming('{ if: { steps.lost.replied: true }, end: a }')).toEqual(['wrong-type:6']);
    expect(naming('{ wait: { for: { on: email.replied, if: { event.step: lost } } } }')).toEqual(['wrong-type:6']);
    expect(naming('goTo: gone')).toEqual(['wrong-type:6', 'unknown-step:7']);
  });
});
