import type { EmailStep, SmsStep, Text } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import type { JourneyNotice } from '../notices.js';
import type { AssignBy } from './choose-member.js';
import type { Fields, FieldValue } from './facts.js';
import type { JourneyState } from './state.js';
import type { VersionMap } from './version/version-map.js';

/** What a decision asks the database to do, in order. Nothing has happened yet. */
export type Command =
  | {
      readonly type: 'update';
      readonly object: 'contact' | 'account' | 'deal';
      readonly set: { readonly [field: string]: FieldValue };
    }
  /** `by`: how the member was chosen, so that the choice can be looked at once more when it is carried out. */
  | { readonly type: 'assign'; readonly teamId: string; readonly userId: string; readonly by: AssignBy }
  /** `id` is the same for every attempt at this decision. */
  | { readonly type: 'createDeal'; readonly id: string; readonly set: Fields; readonly at: Instant }
  | {
      readonly type: 'notify';
      readonly stepId: string;
      readonly occurrence: number;
      /** `owner`, `manager`, a user or a channel. */
      readonly to: string;
      readonly template: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'webhook';
      readonly stepId: string;
      readonly occurrence: number;
      readonly url: string;
      readonly method?: string;
      readonly body?: unknown;
      readonly secret?: string;
      readonly at: Instant;
    }
  /** Another definition, for the same subject. */
  | { readonly type: 'start'; readonly definitionId: string; readonly at: Instant }
  | { readonly type: 'stop'; readonly definitionId: string; readonly at: Instant }
  | {
      readonly type: 'createTask';
      readonly stepId: string;
      readonly occurrence: number;
      readonly kind: string;
      readonly title: Text;
      readonly assign: string;
      readonly due: Instant;
      readonly outcomes: readonly string[];
      readonly form: readonly { readonly field: string; readonly required: boolean }[];
      readonly origin: 'journey' | 'sla';
      readonly at: Instant;
    }
  | {
      readonly type: 'withdrawTasks';
      readonly stepIds: readonly string[] | 'all';
      readonly reason: string;
      readonly at: Instant;
    }
  /** An open task is another version's from now on: what it says and asks, and when it is due. */
  | {
      readonly type: 'reviseTask';
      readonly stepId: string;
      readonly occurrence: number;
      readonly kind: string;
      readonly title: Text;
      readonly due: Instant;
      readonly outcomes: readonly string[];
      readonly form: readonly { readonly field: string; readonly required: boolean }[];
      readonly at: Instant;
    }
  /** A message that was in doubt did arrive. */
  | { readonly type: 'messageArrived'; readonly stepId: string; readonly occurrence: number }
  /** A message that was put off, if it was, will never be sent. */
  | { readonly type: 'dropMessage'; readonly stepId: string; readonly occurrence: number; readonly reason: string }
  | {
      readonly type: 'notice';
      readonly to: string;
      readonly kind: JourneyNotice;
      readonly stepId: string | null;
      readonly at: Instant;
    };

/** A message the journey wants to send now, by mail or by SMS; the gate is asked next. */
export type MessageIntent = MessageOccasion &
  ({ readonly email: EmailStep; readonly sms?: never } | { readonly sms: SmsStep; readonly email?: never });

/** What both kinds of messages have in common: template, purpose, topic, window, usefulness. */
export const contentOf = (intent: MessageIntent): EmailStep | SmsStep =>
  intent.email === undefined ? intent.sms : intent.email;

interface MessageOccasion {
  readonly trackId: string;
  readonly aside: boolean;
  readonly stepId: string;
  readonly occurrence: number;
  /** The track's logical instant: what the gate reads windows at (law 5). */
  readonly at: Instant;
  /** When the step was reached: `usefulFor` counts from it. */
  readonly reachedAt: Instant;
  /** A person wants it out now: the gate sets its window aside. */
  readonly hurried?: true;
  /** It goes out again by itself, after a doubt. */
  readonly again?: true;
  /** Steps planned before it since the journey woke: skipped messages in a ring are a defect too (law 13). */
  readonly steps?: number;
}

/** One line of the journal, and of `simulate`. */
export interface JournalLine {
  readonly at: Instant;
  readonly stage: string;
  readonly track: string | null;
  readonly step: string | null;
  readonly action: string;
  readonly decision: 'done' | 'skip' | 'send' | 'defer' | 'wait' | 'uncertain';
  readonly reason: string | null;
  readonly until: Instant | null;
  /** The row of the law's table that a `no-consent` goes by. */
  readonly rule?: string;
}

/** What came of a message after gate and hand-over. */
export type MessageResult =
  | { readonly type: 'sent' }
  | { readonly type: 'skipped'; readonly reason: string; readonly rule?: string }
  | { readonly type: 'deferred'; readonly reason: string; readonly until: Instant }
  | { readonly type: 'refused' }
  /** `lookAt`: when copies of it would be there to be found; absent: it can't be looked for. */
  | { readonly type: 'uncertain'; readonly lookAt?: Instant };

/** Why an advance runs. */
export type Cause =
  | { readonly type: 'start'; readonly stage: string | null; readonly event: string | null }
  /** A due instant, an event, a poke: what there is to do is read from the facts. */
  | { readonly type: 'wake' }
  | { readonly type: 'message'; readonly intent: MessageIntent; readonly result: MessageResult }
  | { readonly type: 'pause' }
  | { readonly type: 'resume'; readonly missed?: Missed }
  | { readonly type: 'exit'; readonly outcome: string }
  /** `step`: sends that message in doubt again and nothing else; absent: all of them, and a hold ends. */
  | { readonly type: 'retry'; readonly step?: string }
  /** `step`: which wait is meant; absent: the only one, or the messages in doubt. */
  | { readonly type: 'skip'; readonly step?: string }
  | { readonly type: 'reschedule'; readonly due: Instant; readonly step?: string }
  | { readonly type: 'send-now'; readonly step?: string }
  | { readonly type: 'move'; readonly stage: string }
  | { readonly type: 'goal' }
  /**
   * The journey goes on in another version of its definition; `map` says what its gone steps have become. `strict`: at a
   * gone step of which it says nothing, the journey stays where it is.
   */
  | { readonly type: 'change-version'; readonly version: number; readonly map?: VersionMap; readonly strict?: boolean };

/**
 * What becomes on resume of what fell due in the pause: done at once, spread over the send window where it has a
 * `spread`, or left out. Absent: spread.
 */
export type Missed = 'now' | 'spread' | 'skip';

export interface Plan {
  readonly state: JourneyState;
  readonly commands: readonly Command[];
  readonly journal: readonly JournalLine[];
  /** A message to gate and send before planning goes on. */
  readonly message: MessageIntent | null;
  /** The earliest instant at which something falls due; null: only an event or a person moves it. */
  readonly due: Instant | null;
  /** A command that could not be: its code. Then nothing else of the plan differs from before. */
  readonly refused: string | null;
  /** What went wrong in the planner, for the log: the journey is held. */
  readonly defect?: string;
}
