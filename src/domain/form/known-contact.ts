import type { Answer } from './read-submission.js';

/*
 * A form is filled in by a stranger who types an address. Whoever has that address already is not thereby the one who types:
 * nothing that is known of them is overwritten by a stranger's word.
 */

/**
 * Fields by which we reach somebody or by which the law is chosen. A stranger could have mails, calls or advertising go astray
 * by filling them, so of a known contact they are not even filled.
 */
const PROVEN_ONLY: ReadonlySet<string> = new Set(['email', 'phone', 'country', 'language', 'timezone']);

/** The first and last name, and the whole: who has one of them isn't given parts of another's. */
const NAMES = ['firstName', 'lastName', 'name'] as const;

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** What a submission fills in at somebody known: what is empty there and does no harm. The rest stays with the submission. */
export function filledBy(
  said: { readonly [field: string]: Answer },
  known: { readonly [field: string]: unknown },
): { readonly [field: string]: Answer } {
  const isNamed = !isEmpty(known['firstName']) || !isEmpty(known['lastName']);
  return Object.fromEntries(
    Object.entries(said).filter(([field]) => {
      if (PROVEN_ONLY.has(field) || !isEmpty(known[field])) return false;
      return !isNamed || !(NAMES as readonly string[]).includes(field);
    }),
  );
}

/** What was said otherwise than it is known, for a person to look at. */
export const differsFrom = (
  said: { readonly [field: string]: Answer },
  known: { readonly [field: string]: unknown },
): readonly string[] =>
  Object.entries(said)
    .filter(([field, value]) => field !== 'email' && known[field] !== value)
    .map(([field]) => field);
