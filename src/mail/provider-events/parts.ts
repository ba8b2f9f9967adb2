import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Instant, MINUTE } from '../../domain/instant.js';

/** Clocks differ by so much at most. */
const AHEAD_MS = 5 * MINUTE;

/** What is asked of the ledger, or kept as it is: printable, and no longer than such ids are. */
export const anId = z.string().regex(/^[\x21-\x7e]{1,300}$/);
export const anAddress = z.string().min(3).max(320);

/** A Message-ID as the ledger has it: in brackets, which some providers leave out. */
export const aMessageId = anId.transform((id) => (id.startsWith('<') ? id : `<${id}>`));

/** A time in seconds, as it was signed; null: it is none. */
export const secondsOf = (text: string): Instant | null => (/^\d{9,11}$/.test(text) ? Number(text) * 1000 : null);

/** `windowMs`: for how long who signed it may go on trying to tell it. */
export const isInTime = (at: Instant, now: Instant, windowMs: number): boolean =>
  at <= now + AHEAD_MS && at >= now - windowMs;

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** In a time that says nothing of where they differ. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The one value of a header; null: it has none. */
export const headerOf = (
  headers: { readonly [name: string]: string | readonly string[] | undefined },
  name: string,
): string | null => {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
};
