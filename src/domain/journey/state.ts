import type { Instant } from '../instant.js';

/** The version of the state's shape, carried in it (law 16). */
export const STATE_VERSION = 1;

/** What a track waits for at its position. Instants are absolute; ids and codes only (law 7). */
export type Wait =
  /** Until an instant. `moves`: a pause moves it by its own length; `business`: then on to the next open instant. `fixed`: a person chose it, no changed date moves it. */
  | {
      readonly type: 'timer';
      readonly due: Instant;
      readonly moves: boolean;
      readonly business: boolean;
      readonly fixed?: true;
    }
  /** For an event, or for a condition: then `look` is when the clock alone may make it true. */
  | {
      readonly type: 'event';
      readonly due: Instant | null;
      readonly moves: boolean;
      readonly business: boolean;
      readonly look?: Instant | null;
      readonly fixed?: true;
    }
  /** A task on somebody's desk. `timers` are what is still to come of it. */
  | {
      readonly type: 'task';
      readonly occurrence: number;
      readonly dueAt: Instant;
      readonly timers: readonly TaskTimer[];
      /** The step it was put on the desk for, where an earlier version of the definition had it under another key. */
      readonly step?: string;
    }
  /** A task whose window is closed: it appears at `due`. */
  | { readonly type: 'desk'; readonly due: Instant; readonly fixed?: true }
  /** A message on its way (`due` null), or deferred until `due`. */
  | {
      readonly type: 'message';
      readonly due: Instant | null;
      readonly occurrence: number;
      readonly reachedAt: Instant;
      readonly hurried?: true;
      readonly again?: true;
      readonly fixed?: true;
    }
  /**
   * A message of which nobody knows whether it arrived; ended by `retry`, `skip`, or what shows that it did. `lookAt`: when
   * it is looked for; absent: it was, or can't be. `again`: it went out again by itself after an earlier doubt.
   */
  | { readonly type: 'uncertain'; readonly occurrence: number; readonly lookAt?: Instant; readonly again?: true }
  /** The next pass of a repeat. */
  | { readonly type: 'repeat'; readonly due: Instant };

export interface TaskTimer {
  readonly at: Instant;
  readonly what: 'remind' | 'escalate' | 'overdue';
}

export interface TrackState {
  readonly id: string;
  readonly scope: 'stage' | 'journey';
  /** The step about to run, or at which the track waits; null: the track has run out. */
  at: string | null;
  /** The logical instant the track counts from (law 5). */
  instant: Instant;
  /** The track's latest effect, or its start: event waits look back to it. */
  effectAt: Instant;
  /** Events after `effectAt` that already ended a wait of this track. */
  used: string[];
  /** The latest event of this track, for `event.` paths. */
  lastEvent: string | null;
  wait: Wait | null;
  /** Steps of `onOverdue`, alive while the task at `at` is open. */
  aside: TrackState | null;
  /** Its wait fell due in a pause whose resume leaves out what did: until it waits again, nothing leaves it. */
  missed?: true;
  /** Steps ahead that it has had already, since a new version moved them back: each is left out once. */
  leaveOut?: string[];
}

/** The latest pass of a step, for `steps.<id>.` paths. */
export interface StepState {
  /** How often it was reached. */
  n: number;
  decision?: 'send' | 'skip' | 'done';
  reason?: string;
  outcome?: string;
  arm?: string;
  replied?: boolean;
  bounced?: boolean;
  opened?: boolean;
  clicked?: boolean;
}

export interface RepeatState {
  /** When pass 0 fell due. */
  readonly first: Instant;
  /** Index of the latest pass that began; -1 before the first. */
  pass: number;
  ran: number;
  running: boolean;
}

export interface SlaState {
  readonly index: number;
  readonly due: Instant;
  broken: boolean;
  /** The name of its todo task, where an earlier version had it at another place. */
  task?: string;
}

export type Phase =
  | { readonly type: 'active' }
  /** By a person, or because another journey of its `exclusive` group goes first: then it goes on by itself. */
  | { readonly type: 'paused'; readonly since: Instant; readonly why?: 'exclusive' }
  /** Needs a person: a defect, or more than `MOST_STEPS` in one advance. Ended by `retry`. */
  | { readonly type: 'held'; readonly code: string }
  | { readonly type: 'ended'; readonly outcome: string };

/** All that a journey carries from one advance to the next. */
export interface JourneyState {
  readonly v: typeof STATE_VERSION;
  /** The version of the definition that the positions are of, once it isn't the one that the journey began with. */
  version?: number;
  readonly startedAt: Instant;
  readonly startEvent: string | null;
  /** The deal that the journey's `create` step made: its deal from then on. */
  deal?: string;
  /** The latest instant the journal has: nothing is written before it. Absent in a state from before it was kept. */
  latest?: Instant;
  phase: Phase;
  stage: string;
  stageSince: Instant;
  tracks: TrackState[];
  steps: { [stepId: string]: StepState };
  repeats: { [key: string]: RepeatState };
  slas: SlaState[];
  /** When each goal was first reached, by its place in the file; one that a later version hasn't got, as `was:<events>`. */
  goals: { [index: string]: Instant };
  /** Until when the contact is away, as their own mail program last said. */
  awayUntil?: Instant;
  /** The end of a pause whose resume leaves out what fell due in it. */
  skipBefore?: Instant;
  /** Events up to this `seq` were seen; of later ones, those in `seen`. */
  seenUpTo: number;
  seen: number[];
}

/** Whether a message that may have arrived is waited with: for what shows it, or to go out again. */
export const isInDoubt = (wait: Wait): wait is Extract<Wait, { type: 'uncertain' | 'message' }> =>
  wait.type === 'uncertain' || (wait.type === 'message' && wait.again === true);

/** A track and, after it, the steps of its open task that run because it is overdue. */
export function withAsides(tracks: readonly TrackState[]): TrackState[] {
  const all: TrackState[] = [];
  for (const track of tracks)
    for (let each: TrackState | null = track; each !== null; each = each.aside) all.push(each);
  return all;
}

/** The step that the task is kept under for which a track waits, if it does. */
export const openTask = (track: TrackState): string[] =>
  track.wait?.type === 'task' && track.at !== null ? [track.wait.step ?? track.at] : [];
