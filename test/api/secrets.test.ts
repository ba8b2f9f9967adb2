import { describe, expect, it } from 'vitest';
import { hashPassword, hashSecret, makeKey, parseKey, sameHash, verifyPassword } from '../../src/api/auth/secrets.js';

const COST = 8;

describe('passwords', () => {
  it('verify against their own hash only, and every hash has its own salt', async () => {
    const [a, b] = [await hashPassword('pass', COST), await hashPassword('pass', COST)];
    expect(a).not.toBe(b);
    expect(await verifyPassword('pass', a)).toBe(true);
    expect(await verifyPassword('Pass', a)).toBe(false);
  });

  it('are the same however their accents were typed', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('café', COST))).toBe(true);
  });

  it('never fit no hash or a broken one', async () => {
    for (const hash of [null, '', 'scrypt$8$x$y', 'scrypt$30$AAAA$AAAA'])
      expect(await verifyPassword('', hash)).toBe(false);
  });
});

describe('keys', () => {
  it('come apart as they were put together', () => {
    const { text, hash } = makeKey('key_01abc');
    expect(parseKey(text)).toEqual({ id: 'key_01abc', hash });
    expect(hash).toBe(hashSecret(text.slice(-43)));
  });

  it.each(['', 'ft_', 'ft_01abc', 'ft_01abc_short', `gt_01abc_${'a'.repeat(43)}`, `ft_01abc_${'a'.repeat(44)}`])(
    'are not %j',
    (text) => {
      expect(parseKey(text)).toBeNull();
    },
  );

  it('are compared whole', () => {
    expect([sameHash('ab', 'ab'), sameHash('ab', 'ac'), sameHash('ab', 'abc')]).toEqual([true, false, false]);
  });
});
