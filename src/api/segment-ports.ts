import type { Condition } from '../domain/condition/condition.js';
import type { Instant } from '../domain/instant.js';
import type { SegmentSizeView, SegmentView, ValueClassesView } from './contracts/segments.js';
import type { PageRequest, Rows, Scope } from './store-ports.js';

export interface Count {
  readonly fit: number;
  readonly of: number;
}

/** Why a question has no answer: it took too long, or whoever asked is gone. */
export type Unanswered = 'too-long' | 'gone';

/** Published segments and what conditions choose. */
export interface SegmentStore {
  list(page: PageRequest): Promise<Rows<SegmentView>>;
  get(id: string): Promise<(SegmentView & { readonly text: string }) | null>;
  sizes(id: string, page: PageRequest): Promise<Rows<SegmentSizeView>>;
  /** Counts by one statement, which ends when the signal says so. */
  count(scope: Scope, condition: Condition, now: Instant, signal?: AbortSignal): Promise<Count | Unanswered>;
  /** Keeps a size as its day's. */
  keepSize(segment: { readonly id: string; readonly version: number }, count: Count, at: Instant): Promise<void>;
  /** Some that fit, from anywhere among the contacts. */
  sample(
    scope: Scope,
    condition: Condition,
    now: Instant,
    options: { readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<readonly SampledContact[] | Unanswered>;
  /** Null: nobody has looked yet. */
  valueClasses(): Promise<ValueClassesView | null>;
}

export interface SampledContact {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly company: string | null;
}
