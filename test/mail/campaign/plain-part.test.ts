import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodedText } from '../../../src/mail/campaign/parts.js';
import { PlainPart } from '../../../src/mail/campaign/plain-part.js';
import { plainText } from '../../../src/mail/plain-text.js';

const LONG =
  'A line of the template that is longer than a line of a mail may be, and so it has to be broken somewhere.';
const line = fc.oneof(
  fc.constantFrom('', ' ', '\t', LONG, `- ${LONG}`, '.', ' .a', '长文字，没有空格', 'a \r', 'É', '='.repeat(90)),
  fc.string({ maxLength: 100 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));

describe('the plain text of a campaign', () => {
  it('is what a mail of its own would have, whatever stands in the template and in the records', () => {
    fc.assert(
      fc.property(text, text, text, (before, own, after) => {
        const whole = `${before}${own}${after}`;
        expect(new PlainPart([before, after]).of(whole)).toBe(encodedText(plainText(whole)));
      }),
      { numRuns: 2000 },
    );
  });
});
