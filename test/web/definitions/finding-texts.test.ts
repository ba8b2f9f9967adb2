import { expect, test } from 'vitest';
import { LINT_CODES } from '../../../src/domain/error-codes/lint-codes.js';
import { findingHelps, findingTitles, findingWords } from '../../../src/web/definitions/finding-texts.js';

const words = (pick: (entry: { readonly title: string; readonly help: string }) => string) =>
  Object.fromEntries(Object.entries(LINT_CODES).map(([code, entry]) => [code, pick(entry)]));

test('every finding is worded on the page as in the docs', () => {
  expect(findingTitles.en).toEqual(words(({ title }) => title));
  expect(findingHelps.en).toEqual(words(({ help }) => help));
});

test('every finding is worded in Chinese', () => {
  for (const dictionary of [findingTitles['zh-CN'], findingHelps['zh-CN']])
    for (const code of Object.keys(LINT_CODES)) expect(findingWords(dictionary, code)).toMatch(/\p{Script=Han}/u);
});

test('a code of a newer server has no words', () => {
  expect(findingWords(findingTitles.en, 'newer-code')).toBeUndefined();
  expect(findingWords(findingTitles.en, 'toString')).toBeUndefined();
});
