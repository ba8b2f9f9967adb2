import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmailAddress, parseEmailAddress } from '../../src/domain/mail-address.js';

const codeOf = (text: string) => {
  const parsed = parseEmailAddress(text);
  return parsed.ok ? 'ok' : parsed.error.code;
};

describe('a mail address', () => {
  it.each([
    'gary@cuvox.de',
    "o'hara+crm@mail.example.co.uk",
    'a@b.io',
    '  spaced@example.com ',
    'x_y@xn--fsq.cn',
    'li@例子.cn',
    'a@münchen.de',
    `${'a'.repeat(64)}@example.com`,
    `a@${'b'.repeat(63)}.com`,
    `${'a'.repeat(56)}@${`${'b'.repeat(63)}.`.repeat(3)}cuvo`.slice(0, 254),
    `客@例子.cn`.slice(1).replace('@', 'a@'),
    'a@b.1c',
    'a@e\u0301.cn',
  ])('is read from %s', (text) => expect(codeOf(text)).toBe('ok'));

  it.each([
    ['', 'address-empty'],
    ['   ', 'address-empty'],
    ['x@y.com, z@y.com', 'address-list'],
    ['a@b.co\r\nBcc: evil@x.com', 'address-control-character'],
    ['a@b.co\nevil@x.com', 'address-control-character'],
    ['a@b.co\u2028evil@x.com', 'address-control-character'],
    ['a@b.co\u202e', 'address-control-character'],
    ['friends: a@b.co, c@d.co;', 'address-list'],
    ['a@b.co>\r\nRCPT TO:<evil@x.com', 'address-control-character'],
    ['a@b.co> SIZE=1', 'address-list'],
    ['"a b"@c.com', 'address-list'],
    ['Gary <gary@cuvox.de>', 'address-list'],
    ['gary(comment)@cuvox.de', 'address-list'],
    ['a b@c.com', 'address-syntax'],
    ['no-at.example.com', 'address-syntax'],
    ['two@at@example.com', 'address-syntax'],
    ['@example.com', 'address-syntax'],
    ['a@', 'address-syntax'],
    ['a@localhost', 'address-syntax'],
    ['.a@example.com', 'address-syntax'],
    ['a..b@example.com', 'address-syntax'],
    ['a@-example.com', 'address-syntax'],
    ['a@exa_mple.com', 'address-syntax'],
    ['a@[127.0.0.1]', 'address-list'],
    ['a@127.0.0.1', 'address-syntax'],
    [`a@${'b'.repeat(64)}.com`, 'address-syntax'],
    [`${'a'.repeat(64)}@${`${'b'.repeat(60)}.`.repeat(3)}cuvoxx`, 'ok'],
    [`${'a'.repeat(64)}@${`${'b'.repeat(61)}.`.repeat(3)}cuvo`, 'address-too-long'],
    [`a@${`${'例'.repeat(20)}.`.repeat(4)}cn`, 'ok'],
    [`aaaaaaaa@${`${'例'.repeat(20)}.`.repeat(4)}cn`, 'address-too-long'],
    ['a@example.', 'address-syntax'],
    ['a@.com', 'address-syntax'],
    ['a@\ud800.com', 'address-control-character'],
    ['用户@example.com', 'address-local-not-ascii'],
    [`${'a'.repeat(65)}@example.com`, 'address-too-long'],
    [
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}.com`,
      'address-too-long',
    ],
  ])('refuses %j as %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('never has syntax of a list, a header or a group in it, whatever was given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom('a', '@', '.', ',', '<', '>', '\r', '\n', ':', ';', ' ', '"') }),
        ),
        (text) => {
          const parsed = parseEmailAddress(text);
          if (parsed.ok) expect(parsed.value.address).not.toMatch(/[\s,;:<>()"\\]|@.*@/);
        },
      ),
    );
  });

  it('is the same person in whatever case it is written', () => {
    const parsed = parseEmailAddress('Gary.L.Denson@Cuvox.DE');
    expect(parsed.ok && normalizeEmailAddress(parsed.value)).toBe('gary.l.denson@cuvox.de');
  });

  it('is never repeated in the message about what is wrong with it', () => {
    const parsed = parseEmailAddress('secret-person@x, y@z.com');
    expect(!parsed.ok && parsed.error.message).not.toContain('secret');
  });
});
