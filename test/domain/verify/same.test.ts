import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foundTwice } from '../../../src/domain/verify/difference.js';
import { sameJson } from '../../../src/domain/verify/same.js';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
};

describe('two values', () => {
  test('are the same when only the order of keys differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameJson(value, shuffled(value))).toBe(true);
      }),
    );
  });

  test('are the same exactly when their texts are, keys sorted', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (a, b) => {
        const text = (value: unknown) =>
          JSON.stringify(value, (_, inner: unknown) =>
            typeof inner === 'object' && inner !== null && !Array.isArray(inner)
              ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
              : inner,
          );
        expect(sameJson(a, b)).toBe(text(a) === text(b));
      }),
    );
  });

  test('are the same when one lacks a key that the other has without a value', () => {
    expect(sameJson({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(sameJson({ a: 1, b: null }, { a: 1 })).toBe(false);
    expect(sameJson([], {})).toBe(false);
  });
});

describe('two looks', () => {
  const of = (detail: string) => ({ code: 'temporal-behind', journeyId: 'jrn_1', id: null, detail }) as const;

  test('tell what both found, and nothing that has moved in between', () => {
    expect(foundTwice([of('records 3, run 2')], [of('records 4, run 3')])).toEqual([]);
    expect(foundTwice([of('records 3, run 2')], [of('records 3, run 2'), of('other')])).toEqual([
      of('records 3, run 2'),
    ]);
  });
});
