import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { DAY, type Instant } from '../../../domain/instant.js';

/*
 * A form's page bears when it was made and for whose campaign, signed: nobody sends it sooner than a person can write, or makes
 * one without asking for the page, and it is sent once.
 */

export interface Stamp {
  readonly formId: string;
  /** Of the form, as its page showed it: who agrees agrees to those words. */
  readonly version: number;
  readonly campaignId: string | null;
  /** Real time. */
  readonly at: Instant;
  readonly nonce: string;
}

/** How long filling in takes at least, and for how long a page may be left open. */
export const LEAST_AGE = 2_000;
export const MOST_AGE = DAY;

export interface FormStamps {
  make(shown: Pick<Stamp, 'formId' | 'version' | 'campaignId'>, now: Instant): string;
  /** null: it is none of ours. Of its age it says nothing. */
  read(text: string): Stamp | null;
}

const MAC_BYTES = 16;
const STAMP = /^[A-Za-z0-9_-]{30,500}$/;

export function createFormStamps(secret: string): FormStamps {
  // A key of its own, so that a link of a mail is no stamp and a stamp no link.
  const key = createHmac('sha256', secret).update('followthrough form stamps v2').digest();
  const mac = (payload: Buffer) => createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);
  return {
    make: ({ formId, version, campaignId }, now) => {
      const nonce = randomBytes(12).toString('base64url');
      const payload = Buffer.from(
        [formId, String(version), campaignId ?? '', now.toString(36), nonce].join('\n'),
        'utf8',
      );
      return Buffer.concat([mac(payload), payload]).toString('base64url');
    },
    read: (text) => {
      if (!STAMP.test(text)) return null;
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.toString('base64url') !== text) return null;
      const payload = bytes.subarray(MAC_BYTES);
      if (payload.length === 0 || !timingSafeEqual(mac(payload), bytes.subarray(0, MAC_BYTES))) return null;
      const [formId = '', version = '', campaignId = '', at = '', nonce = ''] = payload.toString('utf8').split('\n');
      return {
        formId,
        version: Number(version),
        campaignId: campaignId === '' ? null : campaignId,
        at: Number.parseInt(at, 36),
        nonce,
      };
    },
  };
}
