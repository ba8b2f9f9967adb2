import { describe, expect, test } from 'vitest';
import { API_CODES } from '../../src/api/http/problem-codes.js';
import { ERROR_TABLES } from '../../src/domain/errors.js';
import { problemTexts, wordsOf } from '../../src/web/api/problem-texts.js';

/** What a person at the page can meet: the API's answers, refusals of the engine, the gate's reasons, and why a campaign stands still. */
const codes = [API_CODES, ERROR_TABLES.request, ERROR_TABLES.people, ERROR_TABLES.gate, ERROR_TABLES.campaign]
  .flatMap((table) => Object.keys(table))
  // The command line's alone.
  .filter((code) => code !== 'wrong-use' && code !== 'ops-exists');

describe('the words of refusals', () => {
  test.each(codes)('%s is worded in both languages', (code) => {
    expect(wordsOf(problemTexts.en, code)).toMatch(/[.!]$/);
    expect(wordsOf(problemTexts['zh-CN'], code)).toMatch(/。$/);
  });

  test('no words stand for a code that is gone', () => {
    const gone = Object.keys(problemTexts.en).filter((code) => !codes.includes(code));
    expect(gone).toEqual([]);
  });

  test('a code of a newer server has none, and neither have names of the language', () => {
    expect(wordsOf(problemTexts.en, 'code-of-tomorrow')).toBeUndefined();
    expect(wordsOf(problemTexts.en, 'constructor')).toBeUndefined();
  });
});
