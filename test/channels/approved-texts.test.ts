import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillApproved } from '../../src/channels/approved-texts.js';

/** `<name>` stands for the gateway's `${name}`, which JavaScript has a meaning of its own for. */
const approvedText = (text: string) => text.replace(/<(\w+)>/g, (_, name: string) => `$${`{${name}}`}`);
const one = (text: string) => [{ code: 'SMS_1', text: approvedText(text) }];

describe('an approved text', () => {
  test('is found with what fills its places', () => {
    expect(fillApproved(one('您好<name>，您的到访时间是<time>。'), '您好李娜，您的到访时间是12月3日 09:30。')).toEqual({
      code: 'SMS_1',
      values: { name: '李娜', time: '12月3日 09:30' },
    });
  });

  test.each([
    ['Hello <name>.', 'Hello Ada!'],
    ['Hello <name>.', 'Hi Ada.'],
    ['Hello <name>, bye <name>.', 'Hello Ada, bye Bob.'],
    ['Hello.', 'Hello. And more.'],
    ['a<x>a', 'a'],
  ])('%j is not what %j says', (text, message) => expect(fillApproved(one(text), message)).toBeNull());

  test('with the most fixed letters is taken where several fit', () => {
    const approved = [
      { code: 'SMS_ANY', text: approvedText('<all>') },
      { code: 'SMS_HELLO', text: approvedText('Hello <name>.') },
    ];
    expect(fillApproved(approved, 'Hello Ada.')?.code).toBe('SMS_HELLO');
  });

  test('is found whatever fills its places, and filled again it is the message to the letter', () => {
    const word = fc.string({ maxLength: 6, unit: 'grapheme' }).filter((text) => !/[$<>\r]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 5 }), word, (pairs, last) => {
        const source = `${pairs.map(([literal], i) => `${literal}<v${i}>`).join('')}${last}`;
        const message = `${pairs.map(([literal, value]) => literal + value).join('')}${last}`;
        const filled = fillApproved(one(source), message);
        // Blanks at the ends are no part of either.
        if (message !== message.trim() || source !== source.trim()) return;
        expect(filled).not.toBeNull();
        expect(source.replace(/<(\w+)>/g, (_, name: string) => filled?.values[name] ?? '?')).toBe(message);
      }),
    );
  });
});
