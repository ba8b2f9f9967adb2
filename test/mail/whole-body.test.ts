import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { assertOnWire, isReadyForWire, WholeBody } from '../../src/mail/whole-body.js';

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

describe('what goes over the wire', () => {
  const onWire = Buffer.from('To: ada@example.com\r\n\r\nHello.\r\n.\r\n', 'latin1');
  const raw = onWire.subarray(0, -3);

  it('is the message itself with its dot', async () => {
    const into = new PassThrough();
    new WholeBody(raw, onWire).pipe(into);
    expect(Buffer.concat(await into.toArray()).toString('latin1')).toBe(onWire.toString('latin1'));
  });

  it('is never another one', () => {
    expect(() => assertOnWire(onWire, raw)).not.toThrow();
    expect(() => assertOnWire(onWire, Buffer.from(raw))).toThrow('other bytes');
    expect(() => assertOnWire(onWire, raw.subarray(1))).toThrow('other bytes');
    expect(() => assertOnWire(raw, raw)).toThrow('other bytes');
  });
});
