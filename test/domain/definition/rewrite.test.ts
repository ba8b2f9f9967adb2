import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rewritten, valuesOf } from '../../../src/domain/definition/rewrite.js';

const TEXT = `# Greetings to those who buy.
kind: campaign
id: greetings
name: Greetings # as the list shows it
audience: { segment: active }
holdOut: 5

# For the footer.
variables:
  company: Example Co.
`;

describe('a definition with other values', () => {
  test('keeps all that was not asked for as it was written, comments too', () => {
    expect(rewritten(TEXT, { holdOut: 10, audience: { file: 'vip.csv' }, priority: 3 })).toBe(
      TEXT.replace('holdOut: 5', 'holdOut: 10')
        .replace('{ segment: active }', '{ file: vip.csv }')
        .concat('priority: 3\n'),
    );
  });

  test('loses the key whose value is null, and no other', () => {
    expect(rewritten(TEXT, { holdOut: null, exclude: null })).toBe(TEXT.replace('holdOut: 5\n\n', '\n'));
  });

  test('has a map of maps by lines, and what is plain in one', () => {
    const email = { template: 'care/season', from: 'marketing', purpose: 'marketing' };
    expect(rewritten('kind: campaign\n', { send: { email }, window: { days: ['mon', 'tue'], from: '09:00' } })).toBe(
      [
        'kind: campaign',
        'send:',
        '  email: { template: care/season, from: marketing, purpose: marketing }',
        'window: { days: [ mon, tue ], from: 09:00 }',
        '',
      ].join('\n'),
    );
  });

  test('stays JSON if it was', () => {
    const text = rewritten('{"kind": "campaign", "id": "greetings", "holdOut": 5}', { holdOut: 7, priority: 2 });
    expect(JSON.parse(text ?? '')).toEqual({ kind: 'campaign', id: 'greetings', holdOut: 7, priority: 2 });
  });

  test.each(['', '- a list', 'kind: [', 'just words', 'a: 1\na: 2\n'])('is none of %j', (text) => {
    const values = valuesOf(text);
    if (values === null) expect(rewritten(text, { a: 1 })).toBeUndefined();
    else expect(valuesOf(rewritten(text, { b: 1 }) ?? '')).toMatchObject({ b: 1 });
  });

  test('says exactly what was set, whatever it is, and the rest as before', () => {
    const key = fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/).filter((each) => each !== 'constructor');
    const plain = fc.oneof(fc.string().filter(isStorable), fc.integer(), fc.boolean());
    const value = fc.oneof(plain, fc.array(plain), fc.dictionary(key, fc.oneof(plain, fc.dictionary(key, plain))));
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.dictionary(key, fc.oneof(value, fc.constant(null))), (before, set) => {
        const text = rewritten('kind: campaign\n', before);
        const after = rewritten(text ?? '', set);
        const wanted = Object.entries({ kind: 'campaign', ...before, ...set }).filter(([, each]) => each !== null);
        expect(valuesOf(after ?? '')).toEqual(Object.fromEntries(wanted));
      }),
    );
  });
});

const isStorable = (text: string): boolean => !/(?![\t\n\r])\p{Cc}|\p{Surrogate}/u.test(text);
