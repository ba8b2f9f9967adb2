import { createHash } from 'node:crypto';
import { addressKey, type EmailAddress, normalizeEmailAddress } from '../domain/mail-address.js';
import { parsePhone, phoneForms } from '../domain/phone.js';
import type { Channel } from '../domain/suppression.js';

/** What suppression knows of an address: SHA-256 in hex of its normalised form, the same for every spelling of it. */
export const hashAddress = (address: EmailAddress): string => hashAddressKey(normalizeEmailAddress(address));

/** As `hashAddress`, for an address that is normalised already, such as a contact's `emailKey`. */
export const hashAddressKey = (emailKey: string): string => createHash('sha256').update(emailKey).digest('hex');

/** As `hashAddress`, for an address as it stands in a record; one that can't be parsed is hashed as it is. */
export const hashAddressText = (text: string): string => hashAddressKey(addressKey(text));

/** The same of a phone number as it stands in a record: one for every way of writing its blanks and brackets. */
export const hashPhone = (text: string): string => hashAddressKey(parsePhone(text) ?? text);

/** All under which suppression may know a contact's present address or number. */
export const hashesOf = (channel: Channel, address: string): readonly string[] => {
  if (channel === 'email') return [hashAddressText(address)];
  return [...new Set([address, ...phoneForms(address)].map(hashPhone))];
};
