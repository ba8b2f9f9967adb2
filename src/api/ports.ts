import type { Result } from '../domain/result.js';

/*
 * What the API needs of the engine. Reads go through the stores in src/db; whatever moves a journey goes through here.
 */

export interface NewEvent {
  readonly type: string;
  /** When it happened, epoch ms of business (virtual) time; a future instant becomes the time of receipt. Absent: now. */
  readonly at?: number;
  readonly contactId?: string;
  readonly accountId?: string;
  readonly dealId?: string;
  readonly fields: { readonly [name: string]: unknown };
  /** Who says so, for example `api:key_…`, `import:zoho`, `page`. */
  readonly source: string;
  /** The source's own id: the same event sent twice is one event. */
  readonly externalId?: string;
}

export type StartRefusal = 'already-open' | 'again' | 'condition' | 'busy' | 'unknown-definition' | 'unknown-contact';

export type JourneyCommand =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'exit'; readonly outcome: string }
  | { readonly kind: 'retry' }
  /** Goes on as if a message in doubt had arrived. */
  | { readonly kind: 'skip' };

export interface CommandRefusal {
  /** A code of src/domain/errors.ts. */
  readonly code: string;
  readonly detail: string;
}

export interface Engine {
  /** Stores an event and wakes the journeys that wait for it; also enters those whose `enter` it fits. */
  receive(
    event: NewEvent,
  ): Promise<
    Result<{ eventId: string; duplicate: boolean; woken: number; started: readonly string[] }, CommandRefusal>
  >;
  /** Starts the current version of a definition for one contact. */
  start(request: {
    definitionId: string;
    contactId: string;
    actorId: string;
    stage?: string;
  }): Promise<Result<{ journeyId: string }, { code: StartRefusal; detail: string }>>;
  /** Pause, resume, exit or retry, once by `requestId`; answered when it has taken effect. */
  command(
    journeyId: string,
    command: JourneyCommand,
    who: { requestId: string; actorId: string; reason: string },
  ): Promise<Result<{ phase: string; stage: string | null }, CommandRefusal>>;
  /** Records a task's outcome: an event `task.completed`, which the journey hears. */
  completeTask(request: {
    taskId: string;
    outcome: string;
    answers?: { readonly [field: string]: unknown };
    note?: string;
    actorId: string;
  }): Promise<Result<{ taskId: string }, CommandRefusal>>;
  /** Business time now (virtual under a quick clock), epoch ms. */
  now(): Promise<number>;
}
