import type { Duration } from '../calendar/duration.js';

export type Scalar = string | number | boolean;

export type Comparison =
  | { readonly op: 'eq' | 'ne'; readonly value: Scalar | null }
  | { readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: number | string }
  | { readonly op: 'in' | 'notIn'; readonly values: readonly Scalar[] }
  | { readonly op: 'contains' | 'startsWith'; readonly value: string }
  | { readonly op: 'exists'; readonly value: boolean }
  /** An instant or a calendar date, ISO 8601. */
  | { readonly op: 'before' | 'after'; readonly value: string }
  | { readonly op: 'olderThan' | 'within'; readonly value: Duration }
  /** Segments only: counts of `events.<type>`. */
  | { readonly op: 'atLeast'; readonly n: number; readonly within?: Duration };

/** A condition is a value: the predicate and the SQL are two readings of it. */
export type Condition =
  | { readonly type: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly type: 'not'; readonly of: Condition }
  | { readonly type: 'test'; readonly path: string; readonly test: Comparison };
