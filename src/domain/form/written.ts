/* What strangers write into a form: made storable, and told from what is none of theirs to say. */

/** Line breaks, control characters, the marks that turn the direction of text, and halves of pairs. */
const UNSEEN = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const UNSEEN_BUT_BREAKS = /[\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|(?!\n)\p{Cc}/gu;

/** One line, composed, with single blanks. */
export const oneLine = (text: string): string =>
  text.normalize('NFC').replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim();

/** Several lines, each break one character. */
export const prose = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(UNSEEN_BUT_BREAKS, '')
    .trim();

/** Domains that spam leads to and no name of a person ends with. */
const ENDINGS =
  'com|net|org|info|biz|io|ru|cn|xyz|top|site|shop|store|online|club|live|vip|app|link|click|icu|me|cc|tk|ly';
const ADDRESS = new RegExp(`[\\p{L}\\p{N}-][.．。｡](${ENDINGS})(?![\\p{L}\\p{N}])`, 'iu');
const LINK = /:\/\/|\bwww\.|<\s*a\b|\[url/i;

/** Whether a text has a link in it. A company may be called after its domain, so that alone is none. */
export const hasLink = (text: string): boolean => LINK.test(text) || /[a-z0-9-]\.[a-z]{2,}\/\S/i.test(text);

/** The same of a person's name, which is greeted in mails: no domain at all. */
export const namesLink = (name: string): boolean => hasLink(name) || ADDRESS.test(name) || name.includes('@');
