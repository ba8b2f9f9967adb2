import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ERROR_TABLES } from '../../../src/domain/errors.js';
import { lint, print, reads, templateFacts, templatesOf } from './support.js';

const page = readFileSync(new URL('../../../docs/lint.md', import.meta.url), 'utf8');
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    code: section.slice(0, section.indexOf('\n')),
    examples: [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? ''),
  }));

const context = {
  tracking: false,
  published: new Map([['greeting', 'email' as const]]),
  templates: {
    ...templatesOf({
      'lead/hello': templateFacts({ paths: [reads('contact.firstName'), reads('links.unsubscribe')] }),
      'lead/trial': templateFacts({ variables: ['trialDays'] }),
      'lead/plain': templateFacts({ hasUnsubscribe: false }),
      'lead/broken': templateFacts({ problems: [{ file: 't.hbs', line: 3, column: 1, message: 'never closed' }] }),
    }),
    attachments: ['offer-2027.pdf'],
  },
};

// Only a deployment that must have an address is asked for it.
const findingsOf = (text: string, code: string) =>
  lint(
    text,
    code === 'no-postal-address'
      ? { ...context, postalAddress: null }
      : code === 'foreign-host'
        ? { ...context, formHosts: ['www.example.com'] }
        : code === 'consent-not-asked'
          ? { ...context, asksForConsent: false }
          : context,
  );

describe('docs/lint.md', () => {
  test('has a section for every lint code and no other', () => {
    expect(sections.map((section) => section.code).sort()).toEqual(Object.keys(ERROR_TABLES.lint).sort());
  });

  test.each(sections)('$code: the example has this finding and no other, the fix has none', ({ code, examples }) => {
    const [bad = '', good = ''] = examples;
    expect(findingsOf(bad, code).map((finding) => finding.code)).toEqual([code]);
    expect(print(findingsOf(good, code))).toBe('');
  });
});
