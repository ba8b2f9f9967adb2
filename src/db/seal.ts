import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/*
 * Secrets that the database keeps for us to use again: passwords of mail servers, signing keys. Who has the database alone,
 * or a backup of it, has none of them: the key is in the environment (MAILBOX_SECRET).
 */

export interface Seal {
  /** `place` says whose it is and what for; what was sealed for one place opens at no other. */
  seal(secret: string, place: string): Uint8Array<ArrayBuffer>;
  /** Throws a SealedError for what another key sealed, what was sealed for another place, and what was changed since. */
  open(sealed: Uint8Array, place: string): string;
}

/** A sealed secret that can't be opened. The message names its place, never what it is. */
export class SealedError extends Error {
  override readonly name = 'SealedError';
}

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

/** AES-256-GCM under a key that is derived from a secret of the deployment. */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'followthrough mailboxes 1', 32));
  return {
    seal(text, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Uint8Array.from([VERSION, ...iv, ...cipher.getAuthTag(), ...sealed]);
    },
    open(sealed, place) {
      try {
        if (sealed[0] !== VERSION || sealed.length < HEAD_BYTES) throw new Error('not of a form that is known');
        const iv = sealed.subarray(1, 1 + IV_BYTES);
        const tag = sealed.subarray(1 + IV_BYTES, HEAD_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(place))
          .setAuthTag(tag);
        return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        throw new SealedError(`what is sealed for ${place} can't be opened with this MAILBOX_SECRET`);
      }
    },
  };
}
