import type { Rows } from '../api/store-ports.js';

/** Cuts a page from rows of which one more than the limit was asked for: the extra one says that there is a next page. */
export function cutPage<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => (string | number | null)[],
  view: (row: R) => T,
): Rows<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(view), next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

type Key = readonly (string | number | null)[] | null;

/** The key part of a cursor as the type that its list's shape has promised. */
export const textAt = (key: Key, index = 0): string | null => (key === null ? null : String(key[index]));
export const numberAt = (key: Key, index = 0): number | null => (key === null ? null : Number(key[index]));

export const iso = (date: Date): string => date.toISOString();
export const isoOrNull = (date: Date | null): string | null => (date === null ? null : date.toISOString());
export const dateOrNull = (at: string | null): Date | null => (at === null ? null : new Date(at));

/**
 * The instant to write as a row's `updatedAt` if it must still have another: a later one, also while business time
 * stands, so that of two who saw the same the second is refused.
 */
export const touchedAt = (at: number, unchangedSince: string | undefined): Date =>
  new Date(unchangedSince === undefined ? at : Math.max(at, Date.parse(unchangedSince) + 1));

/** A JSON column that holds a map. */
export const mapOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
