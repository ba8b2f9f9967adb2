import { describe, expect, test } from 'vitest';
import { namesLink } from '../../../src/domain/form/written.js';

describe('a name that somebody types', () => {
  test.each([
    ['x.com'],
    ['T.ME'],
    ['Buy at t.ly now'],
    ['win-money.example.shop'],
    ['例子.cn'],
    ['shop．com'],
    ['https://x'],
    ['www.x'],
    ['a@b'],
    ['go to x.ru/now'],
  ])('has no web address in it: %s', (name) => expect(namesLink(name)).toBe(true));

  test.each([
    ['J. R. R. Tolkien'],
    ['Dr. Ina Comte'],
    ['St. John'],
    ['O’Neill'],
    ['李.明'],
    ['A. Me'],
    ['Sammy D. Jr.'],
  ])('may be %s', (name) => expect(namesLink(name)).toBe(false));
});
