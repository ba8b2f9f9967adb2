import { parsePhoneText } from '../phone-text.js';
import { type Note, warn } from '../tally.js';

interface PhoneContext {
  readonly defaultCountry: string | null;
}

/** E.164 where the number says enough or a default country is given, else as written. */
export const phoneOf = (text: string | null, { defaultCountry }: PhoneContext): string | null =>
  text === null ? null : parsePhoneText(text, defaultCountry).number;

export const phoneNotes = (text: string | null, column: string, { defaultCountry }: PhoneContext): Note[] =>
  text === null || parsePhoneText(text, defaultCountry).valid
    ? []
    : [warn('bad-phone', column, 'this is no phone number as far as we can tell; it is kept as written')];
