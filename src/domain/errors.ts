import { CAMPAIGN_CODES } from './error-codes/campaign-codes.js';
import type { CodeEntry } from './error-codes/code-entry.js';
import { GATE_CODES } from './error-codes/gate-codes.js';
import { IMPORT_CODES } from './error-codes/import-codes.js';
import { LINT_CODES } from './error-codes/lint-codes.js';
import { PEOPLE_CODES } from './error-codes/people-codes.js';
import { REQUEST_CODES } from './error-codes/request-codes.js';
import { SIMULATE_CODES } from './error-codes/simulate-codes.js';
import { VERIFY_CODES } from './error-codes/verify-codes.js';

/**
 * Every code that a user can meet, with its meaning. To add one, add a row to one of the tables; docs/error-codes.md is
 * generated from them (`npx tsx tools/error-codes.ts`). A code has one meaning: none is in two tables.
 */
export const ERROR_TABLES = {
  lint: LINT_CODES,
  gate: GATE_CODES,
  request: REQUEST_CODES,
  campaign: CAMPAIGN_CODES,
  people: PEOPLE_CODES,
  import: IMPORT_CODES,
  simulate: SIMULATE_CODES,
  verify: VERIFY_CODES,
} as const;

export const ERRORS = {
  ...LINT_CODES,
  ...GATE_CODES,
  ...REQUEST_CODES,
  ...CAMPAIGN_CODES,
  ...PEOPLE_CODES,
  ...IMPORT_CODES,
  ...SIMULATE_CODES,
  ...VERIFY_CODES,
} as const;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

/** The meaning of a code; undefined for one that isn't in the table. */
export const explainCode = (code: string): CodeEntry | undefined => (isErrorCode(code) ? ERRORS[code] : undefined);
