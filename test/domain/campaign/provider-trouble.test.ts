import { expect, test } from 'vitest';
import { afterHanding, failingBy, type Handing, NO_TROUBLE } from '../../../src/domain/campaign/provider-trouble.js';

const after = (...handings: readonly Handing[]) => failingBy(handings.reduce(afterHanding, NO_TROUBLE));
const times = (n: number, handing: Handing): Handing[] => Array.from({ length: n }, () => handing);

test('a login that is refused fails a campaign soon, a server that is away or has enough after more', () => {
  expect(after(...times(3, 'auth'))).toBe('provider-failing');
  expect([after(...times(19, 'unreachable')), after(...times(20, 'unreachable'))]).toEqual([null, 'provider-failing']);
  expect([after(...times(49, 'turned-away')), after(...times(50, 'turned-away'))]).toEqual([null, 'provider-failing']);
});

test('a server that refuses whatever comes fails it, and one that takes mails without an answer sooner: each is lost', () => {
  expect([after(...times(19, 'refused')), after(...times(20, 'refused'))]).toEqual([null, 'provider-failing']);
  expect([after(...times(9, 'unanswered')), after(...times(10, 'unanswered'))]).toEqual([null, 'provider-failing']);
});

test('a template that fails for one after the other fails it, and not one that fails now and then', () => {
  expect(after(...times(20, 'unrendered'))).toBe('template-failing');
  const now = times(30, 'unrendered').flatMap((handing): Handing[] => [handing, 'of-the-recipient']);
  expect(after(...now)).toBeNull();
});

test('what a server says of recipients is nothing that it fails by, and one mail that it takes shows that it is well', () => {
  expect(after(...times(500, 'of-the-recipient'))).toBeNull();
  expect(after(...times(19, 'unreachable'), 'taken', ...times(19, 'unreachable'))).toBeNull();
});
