import type { Page } from '../contracts/common.js';
import type { PageRequest, Rows } from '../store-ports.js';
import { Problem } from './problem.js';

/*
 * Pages go by key, not by number: a cursor holds the sort key and id of the last row seen, so rows that come in
 * meanwhile neither repeat nor hide others. It holds nothing secret; the scope is asked anew on each page.
 */

type Key = readonly (string | number | null)[];

const encodeCursor = (list: string, key: Key): string =>
  Buffer.from(JSON.stringify([list, ...key])).toString('base64url');

/** What each part of a list's key is; `instant?` may be null. */
export type KeyShape = readonly ('text' | 'number' | 'instant?')[];
const BY_ID: KeyShape = ['text'];
/** The years 1 to 9999: outside of them a date has no text that both the driver and Postgres read. */
const EARLIEST_INSTANT = -62_135_596_800_000;
const LATEST_INSTANT = 253_402_300_799_999;

/** Reads a cursor that this same list (with the same sort) gave. */
function decodeCursor(list: string, cursor: string, shape: KeyShape): Key {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === shape.length + 1 && parts[0] === list) {
      const key = parts.slice(1) as Key;
      if (shape.every((kind, i) => fits(kind, key[i]))) return key;
    }
  } catch {
    // Not JSON: the same answer as for any other foreign text.
  }
  const message = 'expected the nextCursor of the page before';
  throw new Problem('bad-cursor', `The cursor is not one that this list gave; ${message}.`, [
    { pointer: '/cursor', code: 'bad-cursor', message },
  ]);
}

function fits(kind: KeyShape[number], part: unknown): boolean {
  // Keys go into queries as they are: a NUL would come back from Postgres as a fault of ours.
  if (kind === 'text') return typeof part === 'string' && part.length <= 100 && !part.includes('\u0000');
  if (part === null) return kind === 'instant?';
  return Number.isSafeInteger(part) && Number(part) >= EARLIEST_INSTANT && Number(part) <= LATEST_INSTANT;
}

/** The store's page request for a query. `list` names the list and its sort. */
export function pageRequest(
  query: { readonly cursor?: string | undefined; readonly limit: number },
  list: string,
  shape = BY_ID,
): PageRequest {
  return { after: query.cursor === undefined ? null : decodeCursor(list, query.cursor, shape), limit: query.limit };
}

export function toPage<T>(rows: Rows<T>, list: string): Page<T> & { data: T[] } {
  return {
    data: [...rows.rows],
    nextCursor: rows.next === null ? null : encodeCursor(list, rows.next),
    hasMore: rows.next !== null,
  };
}
