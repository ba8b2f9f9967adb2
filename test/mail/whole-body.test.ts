import { describe, expect, it } from 'vitest';
import { isReadyForWire } from '../../src/mail/whole-body.js';

const ready = (text: string) => isReadyForWire(Buffer.from(text, 'latin1'));

describe('a message is ready for the wire', () => {
  it('when every line ends as SMTP has it and none begins with a dot', () => {
    expect(ready('To: ada@example.com\r\n\r\nHello.\r\n')).toBe(true);
    expect(ready('a\r\n\r\n')).toBe(true);
  });

  it.each([
    ['a dot at the beginning', '.a\r\n'],
    ['a line that begins with a dot', 'a\r\n.b\r\n'],
    ['a line that is a dot', 'a\r\n.\r\nQUIT\r\n'],
    ['a bare line feed', 'a\nb\r\n'],
    ['a bare line feed before a dot', 'a\n.\r\n'],
    ['a bare carriage return', 'a\rb\r\n'],
    ['a bare carriage return before a dot', 'a\r.\r\n'],
    ['a carriage return too many', 'a\r\r\n'],
    ['no end of the last line', 'a\r\nb'],
    ['half an end of the last line', 'a\r'],
    ['nothing', ''],
  ])('but not with %s', (_, text) => {
    expect(ready(text)).toBe(false);
  });
});
