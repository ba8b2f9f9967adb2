import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '../../src/domain/json-fault.js';

describe('the first fault of a JSON text', () => {
  test.each([
    ['', 0, 'a value'],
    ['{"a": 1,}', 8, 'a key in double quotes'],
    ['{a: 1}', 1, 'a key in double quotes'],
    ['{"a" 1}', 5, '":"'],
    ['{"a": [1, 2}', 11, '"," or "]"'],
    ['{"a": "x', 6, 'a value'],
    ['{"a": 01}', 7, '"," or "}"'],
    ['{} {}', 3, 'the end of the file'],
    ["{'a': 1}", 1, 'a key in double quotes'],
    ['{"a": undefined}', 6, 'a value'],
    ['\uFEFF{a: 1}', 2, 'a key in double quotes'],
  ])('of %j is at %i', (text, offset, expected) => {
    const fault = jsonFault(text);
    expect(fault?.offset).toBe(offset);
    expect(fault?.message).toContain(`expected ${expected}`);
  });

  test('may be that it has too many levels', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(jsonFault(nested(201))).toBeNull();
    expect(jsonFault(`${'['.repeat(201)}1`)?.message).toContain('at most 200 levels');
    expect(jsonFault(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)).toBeNull();
    expect(jsonFault('['.repeat(5_000))?.offset).toBe(201);
  });

  test('is where the file ends, or the character that is found', () => {
    expect(jsonFault('{"a":')?.message).toBe('this is no JSON: expected a value, the file ends');
    expect(jsonFault('[1;2]')?.message).toBe('this is no JSON: expected "," or "]", found ";"');
    expect(jsonFault('"a\nb"')?.offset).toBe(0);
    expect(jsonFault('"a\u001fb"')?.offset).toBe(0);
    expect(jsonFault('"a b"')).toBeNull();
  });

  test('is none for whatever JSON writes, pretty or not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        expect(jsonFault(JSON.stringify(value, null, indent))).toBeNull();
      }),
    );
  });

  test('agrees with the runtime on damaged texts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', ']'), (value, at, damage) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        const damaged = text.slice(0, place) + damage + text.slice(place + 1);
        let isJson = true;
        try {
          JSON.parse(damaged);
        } catch {
          isJson = false;
        }
        expect(jsonFault(damaged) === null).toBe(isJson);
      }),
    );
  });
});
