import type { Foreseen } from '../care/look-ahead.js';
import { DAY } from '../instant.js';

/** A row of the calendar of care. */
export interface CareRow extends Foreseen {
  /** Of the definition. */
  readonly version: number;
}

/** What a journey will do by its last decision. */
export interface ExpectedCare extends CareRow {
  /** Whether it goes by the hours of somebody else than the contact: a task appears when its owner works. */
  readonly byOwner: boolean;
}

/** What the calendar of care has of a journey, and what it should have. */
export interface CareRecord {
  readonly rows: readonly CareRow[];
  /** As of the last decision, with the records as they are now. */
  readonly expected: readonly ExpectedCare[];
  /** Whether records have changed since that decision: then what was expected by it isn't known any more. */
  readonly changedSince: boolean;
}

/** Owners take turns, stand in for another, work elsewhere: nothing of it wakes a journey. */
const BY_OWNER = 4 * DAY;
const SECOND = 1_000;

const keyOf = ({ step, ordinal }: Foreseen): string => `${step}/${ordinal}`;

/**
 * How the calendar differs from what a journey will do; null: it doesn't. Where records have changed since its last decision only a
 * journey that isn't in it at all is told: its next decision writes the rest.
 */
export function careDifference({ rows, expected, changedSince }: CareRecord): string | null {
  if (changedSince && (rows.length > 0 || expected.length === 0)) return null;
  const there = new Map(rows.map((row) => [keyOf(row), row]));
  const wanted = new Set(expected.map(keyOf));
  const counts = {
    missing: expected.filter((each) => !there.has(keyOf(each))).length,
    extra: rows.filter((row) => !wanted.has(keyOf(row))).length,
    moved: expected.filter((each) => isMoved(there.get(keyOf(each)), each)).length,
  };
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  return told.length === 0 ? null : told.map(([what, count]) => `${count} ${what}`).join(', ');
}

function isMoved(row: CareRow | undefined, expected: ExpectedCare): boolean {
  if (row === undefined) return false;
  const { occasion, version, at, day, zone, byOwner } = expected;
  if (row.occasion !== occasion || row.version !== version || row.zone !== zone) return true;
  const distance = Math.abs(row.at - at);
  // A row has whole milliseconds, and of records the second is read.
  return byOwner ? distance > BY_OWNER : distance > SECOND || row.day !== day;
}
