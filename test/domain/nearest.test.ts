import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/domain/nearest.js';

/** By trying everything, letter by letter. */
function editsBetween(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const swapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
  return Math.min(
    (a[0] === b[0] ? 0 : 1) + editsBetween(a.slice(1), b.slice(1)),
    1 + editsBetween(a.slice(1), b),
    1 + editsBetween(a, b.slice(1)),
    swapped ? 1 + editsBetween(a.slice(2), b.slice(2)) : Number.POSITIVE_INFINITY,
  );
}

describe('the nearest name', () => {
  test.each([
    ['emial', ['email', 'sms', 'end'], 'email'],
    ['Email', ['email', 'emails'], 'email'],
    ['contact.statsu', ['contact.status', 'contact.state'], 'contact.status'],
    ['xyz', ['email', 'sms'], undefined],
    ['a', [], undefined],
    ['', ['a'], 'a'],
  ])('of %j among %j is %s', (text, names, expected) => expect(nearest(text, names)).toBe(expected));

  test('of a name with one letter changed, added, lost or swapped is that name', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{5,12}$/),
        fc.nat(20),
        fc.constantFrom('x', '', 'swap'),
        (name, at, change) => {
          const i = at % (name.length - 1);
          const slip =
            change === 'swap'
              ? name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2)
              : name.slice(0, i) + change + name.slice(i + 1);
          expect(nearest(slip, [name, 'zzzzzzzzzzzzzzzzzzzz'])).toBe(name);
        },
      ),
    );
  });

  test('is not looked for in a text of any length', () => {
    expect(nearest('x'.repeat(100_000), ['x'])).toBeUndefined();
    expect(nearest('x'.repeat(80), ['x'.repeat(79)])).toBe('x'.repeat(79));
    expect(nearest('x'.repeat(81), ['x'.repeat(80)])).toBeUndefined();
  });

  test('is the first of those that fewest edits lead to, at most one in three letters', () => {
    const word = fc.stringMatching(/^[abc]{0,7}$/);
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 4 }), (text, names) => {
        const most = Math.max(1, Math.floor(text.length / 3));
        const edits = names.map((name) => editsBetween(text, name));
        const fewest = Math.min(...edits);
        expect(nearest(text, names)).toBe(fewest > most ? undefined : names[edits.indexOf(fewest)]);
      }),
      { numRuns: 500 },
    );
  });
});
