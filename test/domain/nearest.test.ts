import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/domain/nearest.js';

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
  });
});
