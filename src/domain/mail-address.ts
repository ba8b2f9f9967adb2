import { err, ok, type Result } from './result.js';

/** One mailbox: an addr-spec of RFC 5322 without comments, quotes or groups, which is all that people really have. */
export interface EmailAddress {
  /** `local@domain` as written, without surrounding blanks. */
  readonly address: string;
  readonly local: string;
  /** As written; a domain outside ASCII is turned to its `xn--` form by the mail adapter, where IDNA tables are. */
  readonly domain: string;
}

export type EmailAddressCode =
  | 'address-empty'
  | 'address-too-long'
  | 'address-control-character'
  | 'address-list'
  | 'address-local-not-ascii'
  | 'address-syntax';

export interface EmailAddressError {
  readonly code: EmailAddressCode;
  /** Says what is wrong and never repeats the address, so it may be logged. */
  readonly message: string;
}

/** RFC 5321 4.5.3.1.3: a path is 256 octets with its angle brackets. */
const MAX_OCTETS = 254;
const MAX_LOCAL_OCTETS = 64;
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;
// Mail libraries read each of these as "here begins another recipient", a comment, or a display name.
const LIST_SYNTAX = /[,;:<>()[\]\\"]/;

/**
 * Reads exactly one mail address. Text that a mail library could take for a list, a group, a comment, a display name
 * or a header is refused, because such text has been used to steer a message to somebody else.
 */
export function parseEmailAddress(text: string): Result<EmailAddress, EmailAddressError> {
  if (hasControlCharacter(text))
    return fault('address-control-character', 'the address has a line break or control character in it');
  const address = text.trim();
  if (address === '') return fault('address-empty', 'the address is empty');
  if (octets(address) > MAX_OCTETS) return fault('address-too-long', `the address is longer than ${MAX_OCTETS} octets`);
  if (LIST_SYNTAX.test(address))
    return fault('address-list', 'expected one plain address, without names, quotes, comments, commas or brackets');
  const at = address.indexOf('@');
  if (at < 0) return fault('address-syntax', 'expected an address like name@example.com; there is no @');
  if (address.indexOf('@', at + 1) >= 0) return fault('address-syntax', 'the address has more than one @');
  return checkParts({ address, local: address.slice(0, at), domain: address.slice(at + 1) });
}

/**
 * The form that is compared for duplicates and suppression: all lower case, composed. (RFC 5321 lets a server tell
 * `Bob` from `bob`; none that people use does, and taking them for two would mail one person twice.)
 */
export function normalizeEmailAddress(address: EmailAddress): string {
  return address.address.normalize('NFC').toLowerCase();
}

/** What suppression knows an address by, as it stands in a record: one that can't be parsed is known as it is. */
export function addressKey(text: string): string {
  const parsed = parseEmailAddress(text);
  return parsed.ok ? normalizeEmailAddress(parsed.value) : text;
}

function checkParts(parts: EmailAddress): Result<EmailAddress, EmailAddressError> {
  const { local, domain } = parts;
  if (local === '' || domain === '')
    return fault('address-syntax', 'expected text on both sides of the @, like name@example.com');
  if (!isAscii(local))
    return fault(
      'address-local-not-ascii',
      'the part before the @ has letters outside ASCII, which few mail servers take; ask for another address',
    );
  if (local.length > MAX_LOCAL_OCTETS)
    return fault('address-too-long', `the part before the @ is longer than ${MAX_LOCAL_OCTETS} characters`);
  if (!LOCAL.test(local)) return fault('address-syntax', 'the part before the @ is not written as an address allows');
  return isDomain(domain) ? ok(parts) : fault('address-syntax', 'the part after the @ is not a domain name');
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  if (labels.length < 2) return false;
  // A last label of digits alone would be an IP address without its brackets.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return false;
  return labels.every((label) => label.length <= 63 && LABEL.test(label));
}

// C0, DEL and C1; the line and paragraph separators; the marks that turn the direction of text; halves of pairs.
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e]/u;
const hasControlCharacter = (text: string): boolean => CONTROL.test(text);

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

const encoder = new TextEncoder();
const octets = (text: string): number => (isAscii(text) ? text.length : encoder.encode(text).length);

const fault = (code: EmailAddressCode, message: string) => err({ code, message });
