import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LAW } from '../../../src/domain/law/consent.js';
import { type MarkedMail, markedSubject, withoutMark } from '../../../src/domain/law/subject-mark.js';

const mail = (changes: Partial<MarkedMail> = {}): MarkedMail => ({
  country: 'CN',
  purpose: 'marketing',
  locale: 'zh-CN',
  agreed: true,
  ...changes,
});

describe('the mark of advertising in a subject', () => {
  test.each<[string, Partial<MarkedMail>, string, string]>([
    ['is in Chinese in a mail in Chinese', {}, '中秋快乐', '广告：中秋快乐'],
    ['is AD in any other mail to China', { locale: 'en' }, 'A good autumn', 'AD: A good autumn'],
    ['is the Korean one, to the letter', { country: 'KR', locale: 'ko' }, '안녕하세요', '(광고) 안녕하세요'],
    ['is <ADV> in Singapore', { country: 'SG', locale: 'en', agreed: false }, 'News', '<ADV> News'],
    ['is not needed in Singapore where it was agreed to', { country: 'SG', locale: 'en' }, 'News', 'News'],
    ['is not on service mail', { purpose: 'service' }, '您的报价', '您的报价'],
    ['is not on mail to Germany', { country: 'DE', locale: 'de' }, 'Neues', 'Neues'],
    ['is not on mail to who knows where', { country: null }, '您好', '您好'],
    ['is not put twice', {}, '【广告】新品', '【广告】新品'],
    ['is not put in front of one in the other language', {}, 'AD: new', 'AD: new'],
    [
      'is put before a word that only begins like it',
      { locale: 'en' },
      'Adapters at half price',
      'AD: Adapters at half price',
    ],
    [
      'is put before a mark that the law does not know',
      { country: 'KR', locale: 'ko' },
      '[광고] 소식',
      '(광고) [광고] 소식',
    ],
  ])('%s', (_, changes, subject, expected) => {
    expect(markedSubject(subject, mail(changes))).toBe(expected);
  });

  test('is there once, at the front, whatever the subject is, and comes off again', () => {
    const marked = [...LAW.values()].filter((rule) => rule.mark !== undefined);
    expect(marked.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(
        fc.constantFrom(...marked),
        fc.constantFrom('en', 'zh-CN', 'ko'),
        fc.string({ unit: 'grapheme' }),
        (rule, locale, subject) => {
          const asked = mail({ country: rule.country, locale, agreed: false });
          const once = markedSubject(subject, asked);
          expect(once).toMatch(rule.mark?.written ?? /never/);
          expect(once.endsWith(subject)).toBe(true);
          expect(markedSubject(once, asked)).toBe(once);
          if (once !== subject) expect(withoutMark(once, rule.country)).toBe(subject);
        },
      ),
    );
  });
});
