import { expect, test } from 'vitest';
import { makeId, stableId } from '../../src/domain/ids.js';

const RANDOM = Uint8Array.from({ length: 10 }, (_, i) => 17 * i + 3);
const AT = Date.parse('2027-01-04T09:00:00.123Z');

test('an id counts milliseconds in base 32 and ends with the random bits', () => {
  expect(makeId('contact', 0, new Uint8Array(10))).toBe(`con_${'0'.repeat(26)}`);
  expect(makeId('contact', 33, new Uint8Array(10).fill(255))).toBe(`con_${'0'.repeat(8)}11${'z'.repeat(16)}`);
  expect(makeId('contact', 1023.9, RANDOM)).toBe(makeId('contact', 1023, RANDOM));
});

test('ids sort as their instants do', () => {
  const ids = [0, 31, 32, 1023, 1024, AT, AT + 1].map((at) => makeId('deal', at, RANDOM));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('too few random bytes are a defect', () => {
  expect(() => makeId('deal', AT, RANDOM.slice(1))).toThrow('9 random bytes; expected at least 10');
  expect(makeId('deal', AT, RANDOM)).toHaveLength(30);
});

test('a stable id is the same for the same time and text, and for no other', () => {
  expect(stableId('task', AT, 'a')).toBe(stableId('task', AT, 'a'));
  expect(stableId('task', AT, 'b')).not.toBe(stableId('task', AT, 'a'));
  expect(stableId('task', AT + 1, 'a')).not.toBe(stableId('task', AT, 'a'));
});
