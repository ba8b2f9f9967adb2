import { z } from 'zod';
import { normalizeEmailAddress, parseEmailAddress } from '../../../domain/mail-address.js';
import { parseDateText } from '../date-text.js';
import type { RowCode } from '../finding.js';
import { parseMoneyText } from '../money-text.js';
import { oneLine } from '../one-line.js';

/** An address as the mail goes to it and as it is compared. */
export interface Email {
  readonly email: string;
  readonly emailKey: string;
}

const LONGEST_ID = 64;

type Issues = { addIssue(issue: { code: 'custom'; message: string; params: { code: RowCode } }): void };

function fail(context: Issues, code: RowCode, message: string): never {
  context.addIssue({ code: 'custom', message, params: { code } });
  return z.NEVER;
}

export const text = z.string().transform(oneLine);

export const neededText = z
  .string()
  .transform((given, context) => oneLine(given) ?? fail(context, 'missing-value', 'the field is empty; expected text'));

/** The id of another row; empty and 0 name none. */
export const reference = z.string().transform((given, context) => {
  const id = given.trim();
  if (id === '' || id === '0') return null;
  return isId(id) ? id : fail(context, 'bad-id', `expected an id of letters and digits, at most ${LONGEST_ID}`);
});

/** The row's own id. */
export const ownId = z.string().transform((given, context) => {
  const id = given.trim();
  if (id === '') return fail(context, 'missing-value', 'the row has no id');
  return isId(id) ? id : fail(context, 'bad-id', `expected an id of letters and digits, at most ${LONGEST_ID}`);
});

const isId = (id: string): boolean => id.length <= LONGEST_ID && /^[\w-]+$/.test(id);

export const email = z.string().transform((given, context): Email | null => {
  // Control characters are no blanks here: an address with a line break in it is an attempt to add a header.
  if (/^ *$/.test(given)) return null;
  const parsed = parseEmailAddress(given);
  if (!parsed.ok) return fail(context, parsed.error.code, parsed.error.message);
  return { email: parsed.value.address, emailKey: normalizeEmailAddress(parsed.value) };
});

export const money = z.string().transform((given, context) => {
  if (given.trim() === '') return null;
  return parseMoneyText(given) ?? fail(context, 'bad-money', 'expected an amount like $1,234.50 or $12.5K');
});

/** A number of at least 0. */
export const count = z.string().transform((given, context) => {
  const trimmed = given.trim();
  if (trimmed === '') return null;
  return /^\d{1,9}(\.\d{1,6})?$/.test(trimmed)
    ? Number(trimmed)
    : fail(context, 'bad-number', 'expected a number of at least 0');
});

export const flag = z.string().transform((given, context) => {
  switch (given.trim().toLowerCase()) {
    case 'yes':
    case 'true':
      return true;
    case 'no':
    case 'false':
    case '':
      return false;
    default:
      return fail(context, 'bad-flag', 'expected Yes or No');
  }
});

const EXPECTED_DATE = 'expected a date like 15 Apr, 2021 00:03:00, 2021-04-15 23:03:00 or 2021-04-15';

/** ISO text of the instant; times without an offset are of `zone`. */
export const optionalInstant = (zone: string) =>
  z.string().transform((given, context) => {
    if (given.trim() === '') return null;
    const at = parseDateText(given, zone);
    return at === undefined ? fail(context, 'bad-date', EXPECTED_DATE) : new Date(at).toISOString();
  });

export const instant = (zone: string) =>
  z.string().transform((given, context) => {
    const at = parseDateText(given, zone);
    return at === undefined ? fail(context, 'bad-date', EXPECTED_DATE) : new Date(at).toISOString();
  });

/** `Proposal/Price Quote` as `proposal-price-quote`. */
export const slug = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
