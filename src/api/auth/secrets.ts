import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** log2 of scrypt's N: 128 MB and some tenths of a second a guess, as OWASP asks for. */
const COST = 17;
const BLOCK = 8;
const KEY_BYTES = 32;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** cost, r: BLOCK, p: 1, maxmem: 2 ** cost * BLOCK * 256 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** `scrypt$<cost>$<salt>$<hash>`. A lower `cost` is for tests. */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return `scrypt$${cost}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

const NOBODY = `scrypt$${COST}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Whether the password is the one hashed. A null hash costs the same time and is never right. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, cost = '', salt = '', key = ''] = /^scrypt\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash ?? NOBODY) ?? [];
  const expected = Buffer.from(key, 'base64url');
  if (expected.length !== KEY_BYTES || Number(cost) > COST) return false;
  const actual = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return timingSafeEqual(actual, expected) && hash !== null;
}

/** Tokens of 256 random bits need no slow hash: nobody can guess through them. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const KEY = /^ft_([0-9a-zA-Z]{1,60})_([\w-]{43})$/;

/** A new key's text and what is stored of it. `id` is `key_…`; the text is shown once. */
export function makeKey(id: string): { readonly text: string; readonly hash: string } {
  const secret = newSecret();
  return { text: `ft_${id.replace(/^key_/, '')}_${secret}`, hash: hashSecret(secret) };
}

/** The parts of a key's text, or null if it has not the form of one. */
export function parseKey(text: string): { readonly id: string; readonly hash: string } | null {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id: `key_${id}`, hash: hashSecret(secret) };
}
