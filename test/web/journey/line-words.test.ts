import { describe, expect, test } from 'vitest';
import type { StoryLine } from '../../../src/api/contracts/journeys.js';
import { wordsOf } from '../../../src/cli/words.js';
import { lineTexts } from '../../../src/web/journey/line-texts.js';
import { lineWords } from '../../../src/web/journey/line-words.js';
import { reasonTexts } from '../../../src/web/journey/reason-texts.js';
import { kindOf } from '../../../src/web/journey/rows.js';

const aLine = (decision: string, reason: string): StoryLine => ({
  ...{
    at: '2027-01-04T09:00:00.000Z',
    local: '2027-01-04T09:00',
    realAt: '2027-01-04T09:00:00.000Z',
    stage: 'main',
    track: null,
  },
  ...{ step: 'appointment/apt_1', action: 'appointment', decision, reason, until: null, untilLocal: null },
  ...{ person: null, law: null, detail: null },
});

const said = (language: 'en' | 'zh-CN', line: StoryLine) =>
  lineWords(line, {
    ...{ t: lineTexts[language], reasons: reasonTexts[language], startedBy: null },
    ...{ stageName: (id) => id, outcomeName: (id) => id },
  });

const CASES = [
  ['send', 'invitation', 'good', 'the contact was told of an appointment'],
  ['send', 'change', 'good', 'the contact was told of a change of the appointment'],
  ['send', 'cancellation', 'good', 'the contact was told that the appointment is off'],
  ['skip', 'suppressed', 'neutral', 'mail about the appointment skipped: suppressed'],
  ['skip', 'refused', 'bad', 'mail about the appointment skipped: refused'],
  ['defer', 'quota', 'warn', 'mail about the appointment put off until'],
  ['uncertain', 'invitation', 'bad', 'mail about the appointment in doubt: the server may'],
] as const;

describe('a line about the mail of an appointment', () => {
  test.each(CASES)('%s, %s: says what and why in both languages, and no code', (decision, reason, tone, inShort) => {
    const line = aLine(decision, reason);
    for (const language of ['en', 'zh-CN'] as const) {
      const words = said(language, line);
      expect(words).toMatchObject({ tone, code: null, outcome: null });
      expect(words.what).toContain(lineTexts[language].appointment);
      expect(words.why).toMatch(/[.。]$/);
    }
    expect(wordsOf(line, { country: null })).toContain(inShort);
    expect(wordsOf(line, { country: null })).not.toContain('apt_1');
  });

  test.each([
    ['accepted', 'neutral', 'saidYes', 'the contact will come to the appointment'],
    ['tentative', 'neutral', 'saidMaybe', 'the contact may come to the appointment'],
    ['declined', 'warn', 'saidNo', 'the contact declined the appointment'],
  ] as const)('%s: says what the contact answered in both languages', (reason, tone, what, inShort) => {
    const line = aLine('done', reason);
    for (const language of ['en', 'zh-CN'] as const) {
      const { [what]: words, whyCalendar } = lineTexts[language];
      expect(said(language, line)).toEqual({ tone, code: null, outcome: null, what: words, why: whyCalendar });
    }
    expect(wordsOf(line, { country: null })).toBe(inShort);
  });

  test('stands among the mails', () => {
    expect(kindOf(aLine('send', 'invitation'))).toBe('mails');
  });
});
