import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const MODULUS_BITS = 2048;
const LEAST_BITS = 1024;
/** Of an Ed25519 key's SubjectPublicKeyInfo the last 32 octets are the key (RFC 8410), which is what a record has (RFC 8463). */
const ED25519_OCTETS = 32;

/** A new private key, in PEM. RSA: not every receiver reads the others yet. */
export async function newDkimKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: MODULUS_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return privateKey;
}

/** A private key that mail can be signed with, in one form; null: it is none. */
export function readDkimKey(pem: string): string | null {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    return null;
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const isUsable = type === 'ed25519' || (type === 'rsa' && (details?.modulusLength ?? 0) >= LEAST_BITS);
  return isUsable ? key.export({ type: 'pkcs8', format: 'pem' }).toString() : null;
}

/** The value of the TXT record that receivers look the public key up in. */
export function dkimRecord(pem: string): string {
  const key = createPublicKey(pem);
  const spki = key.export({ type: 'spki', format: 'der' });
  return key.asymmetricKeyType === 'ed25519'
    ? `v=DKIM1; k=ed25519; p=${spki.subarray(-ED25519_OCTETS).toString('base64')}`
    : `v=DKIM1; k=rsa; p=${spki.toString('base64')}`;
}
