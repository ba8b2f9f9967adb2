import type { Instant } from '../instant.js';
import type { AdvanceResult } from '../journey/advance.js';
import type { DecidedAt, Projection } from '../journey/projection.js';
import type { CareRecord } from './compare-care.js';

/* What there is to be seen of one journey, in Postgres and in Temporal. */

/** A journey's run as Temporal has it. */
export type RunSight =
  /** Temporal knows nothing of it, or has forgotten it. */
  | { readonly type: 'none' }
  /** `last`: the latest decision that it carries; null: none has come back yet. */
  | { readonly type: 'open'; readonly last: AdvanceResult | null }
  /** `how`: `completed`, `failed`, `terminated`, `timed-out` or `canceled`. */
  | { readonly type: 'closed'; readonly how: string };

/** Looks at journeys in Temporal. Works while they sleep and without a worker. */
export interface RunViewer {
  look(workflowId: string): Promise<RunSight>;
  /** Ids of runs whose tasks fail again and again, as Temporal reports them; some hundreds at most. */
  failing(): Promise<readonly string[]>;
  /** Ids of the runs that are open, a page at a time. `next` null: that was the last. */
  openRuns(page: string | null): Promise<{ readonly workflowIds: readonly string[]; readonly next: string | null }>;
}

/** A row of the journeys' table: its projection, and what a projection does not say. */
export interface JourneyRow extends Omit<Projection, 'nextAt' | 'endedAt' | 'lastAdvanceAt'> {
  readonly id: string;
  readonly workflowId: string;
  readonly nextAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly lastAdvanceAt: Instant | null;
  readonly ownerId: string | null;
}

export interface Decision {
  readonly result: AdvanceResult;
  /** Null: taken before this was kept. */
  readonly decided: DecidedAt | null;
  /** The events that wake the journey after it; null: the version of its definition is not there. */
  readonly interests: readonly string[] | null;
}

/** Everything that Postgres has of one journey, read at one instant. */
export interface JourneyRecord {
  readonly row: JourneyRow;
  /** The owner of its contact, whom an open journey follows. */
  readonly contactOwnerId: string | null;
  /** The latest decision with a result. */
  readonly last: Decision | null;
  /** Numbers of decisions up to it that are not there, but for those that a person let a journey pass over. */
  readonly missing: readonly number[];
  /** Decisions that wait for their effect, with the real instant of their freezing. */
  readonly frozen: readonly { readonly number: number; readonly realAt: Instant }[];
  /** How often the journal says `send`, by the step's id; null: steps without one. */
  readonly sends: readonly { readonly step: string | null; readonly count: number }[];
  readonly messages: readonly {
    readonly id: string;
    readonly stepId: string;
    readonly state: string;
    /** Real instant of its claim. */
    readonly claimedAt: Instant | null;
  }[];
  /** Null: its definition cares for nobody, or nobody can tell. */
  readonly care: CareRecord | null;
  readonly tasks: readonly {
    readonly id: string;
    readonly stepId: string;
    readonly occurrence: number;
    readonly status: string;
  }[];
}
