import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_EVENTS } from '../../../src/domain/events.js';
import {
  firstRealContact,
  isMissed,
  isRealContact,
  MAY_STOP_CLOCKS,
  type Sign,
  TURNS_TO_US,
} from '../../../src/domain/pool/real-contact.js';

const task = (kind: string, outcome: string | null): Sign => ({ type: 'task', id: 'tsk_1', at: 10, kind, outcome });
const call = (outcome: string | null): Sign => ({ type: 'call', id: 'cal_1', at: 10, outcome });
const event = (name: string): Sign => ({ type: 'event', id: 'evt_1', at: 10, name });

describe('a real contact', () => {
  test.each([
    ['a call that reached somebody', task('call', 'reached')],
    ['a call that ended in a no', task('call', 'not-interested')],
    ['a visit', task('visit', 'agreed')],
    ['a meeting without a named outcome', task('meeting', null)],
    ['a message that a rep wrote', task('message', 'sent')],
    ['a logged call', call(null)],
    ['a logged call with its outcome', call('Requested more info')],
    ['an answer to a mail', event('email.replied')],
    ['an order', event('order.placed')],
    ['a won deal', event('deal.won')],
    ['an accepted quote', event('quote.accepted')],
  ])('is %s', (_, sign) => expect(isRealContact(sign)).toBe(true));

  test.each([
    ['a call that nobody took', task('call', 'no-answer')],
    ['a wrong number', task('call', 'wrong-number')],
    ['a customer who was not reached', task('visit', 'not-reached')],
    ['a cancelled meeting', task('meeting', 'cancelled')],
    ['a call that nobody took, in Chinese', call('无人接听')],
    ['a call that nobody took, in a CRM’s words', call('No response/Busy')],
    ['work at one’s desk', task('quote', 'ready')],
    ['an approval', task('approval', 'granted')],
    ['a mail that was opened', event('email.opened')],
    ['a mail whose link was followed', event('email.clicked')],
    ['an automatic answer', event('email.autoReplied')],
    ['a bounce', event('email.bounced')],
    ['a filled-in form', event('form.submitted')],
    ['an unsubscribe', event('contact.unsubscribed')],
  ])('is not %s', (_, sign) => expect(isRealContact(sign)).toBe(false));

  test('a pool can name outcomes of its own words that reach nobody', () => {
    expect(isRealContact(task('call', 'gatekeeper'))).toBe(true);
    expect(isRealContact(task('call', 'Gate-Keeper'), ['gatekeeper'])).toBe(false);
  });

  test('every event that counts is one there is, and is looked for', () => {
    for (const name of TURNS_TO_US) {
      expect(BUILT_IN_EVENTS.has(name)).toBe(true);
      expect(MAY_STOP_CLOCKS.has(name)).toBe(true);
    }
  });

  test('how an outcome is spelled does not matter', () => {
    const spelled = fc
      .constantFrom('no answer', 'wrong number', 'not reached', 'voicemail')
      .chain((words) =>
        fc
          .tuple(fc.constantFrom('-', '_', ' ', ''), fc.boolean())
          .map(([between, loud]) => (loud ? words.toUpperCase() : words).replaceAll(' ', between)),
      );
    fc.assert(
      fc.property(spelled, (outcome) => {
        expect(isMissed(outcome)).toBe(true);
      }),
    );
  });
});

describe('the first real contact', () => {
  test('is the earliest that counts since the clock began, whatever the order of the records', () => {
    const signs = fc.array(
      fc.record({
        type: fc.constant('task' as const),
        id: fc.uuid(),
        at: fc.integer({ min: 0, max: 20 }),
        kind: fc.constantFrom('call', 'quote'),
        outcome: fc.constantFrom('reached', 'no-answer'),
      }),
    );
    fc.assert(
      fc.property(signs, fc.integer({ min: 0, max: 20 }), (all, from) => {
        const first = firstRealContact(all, from);
        const counting = all.filter((sign) => sign.at >= from && isRealContact(sign));
        expect(first === null).toBe(counting.length === 0);
        if (first !== null) expect(Math.min(...counting.map(({ at }) => at))).toBe(first.at);
        expect(firstRealContact([...all].reverse(), from)).toEqual(first);
      }),
    );
  });
});
