import { expect, test } from 'vitest';
import { refusalOf } from '../../../src/web/home/refusal.js';

test.each([
  ['5.1.1', 'smtpAddress'],
  ['5.2.2', 'smtpMailbox'],
  ['5.7.26', 'smtpPolicy'],
  ['5.3.4', 'smtpOther'],
  ['suppressed', undefined],
  ['5.1', undefined],
  ['9.1.1', undefined],
])('the code %s of a receiving server is worded as %s', (code, words) => {
  expect(refusalOf(code)).toBe(words);
});
