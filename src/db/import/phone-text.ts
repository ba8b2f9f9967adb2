import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** A phone number, and whether it could be read as one. */
export interface Phone {
  /** E.164 (`+8613800138000`) if it was read, else the text as given. */
  readonly number: string;
  readonly valid: boolean;
}

/**
 * Reads a phone number. Without `country` (ISO 3166, two letters) only one that begins with `+` says all: others stay
 * as they are, and count as valid, because nothing is known against them.
 */
export function parsePhoneText(text: string, country: string | null): Phone {
  const trimmed = text.replace(/\s+/g, ' ').trim();
  const international = trimmed.startsWith('+') || trimmed.startsWith('00');
  if (country === null && !international) return { number: trimmed, valid: /\d{3}/.test(trimmed) };
  const readable = trimmed.startsWith('00') ? `+${trimmed.slice(2)}` : trimmed;
  const parsed = parsePhoneNumberFromString(
    readable,
    country !== null && isCountry(country) ? { defaultCountry: country } : {},
  );
  return parsed?.isValid() ? { number: parsed.number, valid: true } : { number: trimmed, valid: false };
}

/** True for an ISO 3166 code of two capital letters. */
export const isCountry = (text: string): text is CountryCode => isSupportedCountry(text);
