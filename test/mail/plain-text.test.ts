import { expect, it } from 'vitest';
import { plainText } from '../../src/mail/plain-text.js';

it('breaks long lines at blanks, lists under their first word, and addresses nowhere', () => {
  const url = `https://example.com/${'a'.repeat(100)}`;
  const text = plainText(`${'word '.repeat(20)}\n\n\n\n- ${'item '.repeat(20)}\n${url}\nsee ${url} now  \n`);
  expect(text).toBe(
    [
      'word '.repeat(15).trim(),
      'word '.repeat(5).trim(),
      '',
      `- ${'item '.repeat(15).trim()}`,
      `  ${'item '.repeat(5).trim()}`,
      url,
      'see',
      url,
      'now',
      '',
    ].join('\n'),
  );
});

it('leaves Chinese to the reader', () => expect(plainText('您好'.repeat(60))).toBe(`${'您好'.repeat(60)}\n`));
