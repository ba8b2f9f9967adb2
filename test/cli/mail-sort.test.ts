import { describe, expect, it } from 'vitest';
import type { SortedMail } from '../../src/domain/sorted-mail.js';
import { followthrough } from './support.js';

const bounce: SortedMail = {
  kind: 'hard-bounce',
  until: null,
  address: 'gone@customer.example',
  references: ['<m1@followthrough.example>'],
  why: 'a delivery report: failed 5.1.1',
};

const readBytes = async (file: string) => new TextEncoder().encode(file);
const sortMail = async () => bounce;

describe('mail sort', () => {
  it('prints a line a mail, in the order of the files', async () => {
    const { exit, out } = await followthrough(['mail', 'sort', 'a.eml', 'b.eml', '--json'], { readBytes, sortMail });
    expect(exit).toBe(0);
    expect(out).toBe(['a.eml', 'b.eml'].map((file) => `${JSON.stringify({ file, ...bounce })}\n`).join(''));
  });

  it('prints a table for people', async () => {
    const { out } = await followthrough(['mail', 'sort', 'a.eml'], { readBytes, sortMail });
    expect(out).toMatch(/a\.eml\s+hard-bounce\s+gone@customer\.example\s+a delivery report/);
  });

  it('wants a file', async () => {
    expect((await followthrough(['mail', 'sort'])).exit).toBe(2);
  });
});
