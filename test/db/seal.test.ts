import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeal, SealedError } from '../../src/db/seal.js';

const seal = createSeal('a secret of the deployment, long enough');

describe('a sealed secret', () => {
  it('opens again at its place, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, place) => {
        expect(seal.open(seal.seal(secret, place), place)).toBe(secret);
      }),
    );
  });

  it('opens at no other place, under no other key, and not with one bit changed', () => {
    const sealed = seal.seal('s3cret', 'mailboxes/news/smtp');
    expect(() => seal.open(sealed, 'mailboxes/news/imap')).toThrow(SealedError);
    expect(() => createSeal('another secret of a deployment, as long').open(sealed, 'mailboxes/news/smtp')).toThrow(
      SealedError,
    );
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.with(at, (sealed[at] ?? 0) ^ 1);
      expect(() => seal.open(changed, 'mailboxes/news/smtp')).toThrow(SealedError);
    }
  });

  it('never looks the same twice, and its error tells nothing of it', () => {
    const [one, two] = [seal.seal('s3cret', 'x'), seal.seal('s3cret', 'x')];
    expect(one).not.toEqual(two);
    expect(() => seal.open(one, 'y')).toThrow(/^what is sealed for y can't be opened with this MAILBOX_SECRET$/);
  });

  it('opens only whole', () => {
    const sealed = seal.seal('s3cret', 'x');
    for (const cut of [0, 1, 20, sealed.length - 1])
      expect(() => seal.open(sealed.subarray(0, cut), 'x')).toThrow(SealedError);
  });
});
