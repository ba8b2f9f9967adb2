import { expect, test } from 'vitest';
import { afterHanding, type Handing, isFailing, NO_TROUBLE } from '../../../src/domain/campaign/provider-trouble.js';

const after = (...handings: readonly Handing[]) => handings.reduce(afterHanding, NO_TROUBLE);
const times = (n: number, handing: Handing): Handing[] => Array.from({ length: n }, () => handing);

test('a login that is refused fails a campaign soon, a server that is away or has enough after more', () => {
  expect(isFailing(after(...times(3, 'auth')))).toBe(true);
  expect(isFailing(after(...times(19, 'unreachable')))).toBe(false);
  expect(isFailing(after(...times(20, 'unreachable')))).toBe(true);
  expect(isFailing(after(...times(49, 'turned-away')))).toBe(false);
  expect(isFailing(after(...times(50, 'turned-away')))).toBe(true);
});

test('what a server says of recipients is nothing that it fails by, and one mail that it takes shows that it is well', () => {
  expect(isFailing(after(...times(500, 'of-the-recipient')))).toBe(false);
  expect(isFailing(after(...times(19, 'unreachable'), 'taken', ...times(19, 'unreachable')))).toBe(false);
});
