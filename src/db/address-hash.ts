import { createHash } from 'node:crypto';
import { type EmailAddress, normalizeEmailAddress, parseEmailAddress } from '../domain/mail-address.js';

/** What suppression knows of an address: SHA-256 in hex of its normalised form, the same for every spelling of it. */
export const hashAddress = (address: EmailAddress): string => hashAddressKey(normalizeEmailAddress(address));

/** As `hashAddress`, for an address that is normalised already, such as a contact's `emailKey`. */
export const hashAddressKey = (emailKey: string): string => createHash('sha256').update(emailKey).digest('hex');

/** As `hashAddress`, for an address as it stands in a record; one that can't be parsed is hashed as it is. */
export function hashAddressText(text: string): string {
  const parsed = parseEmailAddress(text);
  return parsed.ok ? hashAddress(parsed.value) : hashAddressKey(text);
}
