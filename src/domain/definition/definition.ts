import type { Duration } from '../calendar/duration.js';
import type { Weekday } from '../calendar/weekday.js';
import type { SendWindow } from '../calendar/window.js';
import type { Condition } from '../condition/condition.js';

/*
 * The parsed form of a definition file (docs/cadence-format.md). Only `parseDefinition` makes one, so whoever holds a
 * value of these types holds a definition whose shape is right; `lint` judges the rest.
 */

/** A title or label: one text, or one per locale. */
export type Text = string | { readonly [locale: string]: string };

/** Constants of a definition, seen by templates and conditions. */
export type Variables = { readonly [name: string]: string | number | boolean };

/** What an exit, goal, move or wait listens for. */
export interface EventMatch {
  readonly on: readonly string[];
  readonly if?: Condition;
  /** `account`: an event of any contact of the same account counts. */
  readonly of?: 'account';
}

export interface Enter {
  readonly on: readonly string[];
  readonly if?: Condition;
  readonly again: 'never' | 'always' | { readonly after: Duration };
  readonly at: readonly { readonly if: Condition; readonly stage: string }[];
}

/** Ends the journey from any wait, with `as` as its outcome. `on` may be empty: then the condition alone decides. */
export interface Exit {
  readonly on: readonly string[];
  readonly if?: Condition;
  readonly of?: 'account';
  readonly as: string;
}

export interface Goal extends EventMatch {
  /** true: the goal is recorded and the journey goes on. */
  readonly stay: boolean;
  /** Of a campaign: counted only so long after the recipient's start. */
  readonly within?: Duration;
}

export interface Move extends EventMatch {
  readonly to: string;
}

export interface Sla {
  readonly leaveWithin: Duration;
  readonly escalateTo: string;
}

export interface Track {
  readonly id: string;
  readonly steps: readonly Step[];
}

export interface Stage {
  readonly id: string;
  readonly name?: Text;
  readonly final: boolean;
  readonly sla: readonly Sla[];
  readonly moves: readonly Move[];
  readonly steps: readonly Step[];
  readonly alongside: readonly Track[];
}

export interface JourneyDefinition {
  readonly kind: 'journey';
  readonly id: string;
  readonly name: Text;
  readonly per: 'contact' | 'deal' | 'account' | 'user';
  /** A calendar's id, `contact` or `owner`; absent: the deployment's. */
  readonly calendar?: string;
  /** `contact` or an IANA zone; absent: `contact`. */
  readonly timezone?: string;
  readonly window?: SendWindow;
  readonly variables: Variables;
  readonly exclusive?: { readonly group: string; readonly priority: number };
  readonly enter: Enter;
  readonly exit: readonly Exit[];
  readonly goal: readonly Goal[];
  readonly stages: readonly Stage[];
  readonly throughout: readonly Track[];
  readonly moves: readonly Move[];
  /** Of a campaign's journey: when it goes out, and the per cent of recipients that get nothing. */
  readonly campaign?: { readonly at?: LocalMoment; readonly holdOut: number; readonly priority?: number };
}

export type Purpose = 'marketing' | 'service';

export interface EmailStep {
  readonly template: string;
  /** `owner` or a mailbox id. */
  readonly from: string;
  readonly purpose: Purpose;
  readonly topic?: string;
  /** The id of an earlier email step whose thread this one continues. */
  readonly thread?: string;
  readonly attach?: readonly string[];
  readonly window?: SendWindow | 'none';
  readonly usefulFor?: Duration;
}

export interface SmsStep {
  readonly template: string;
  readonly purpose: Purpose;
  readonly topic?: string;
  readonly window?: SendWindow | 'none';
  readonly usefulFor?: Duration;
}

export type TaskKind = 'call' | 'visit' | 'meeting' | 'message' | 'quote' | 'survey' | 'approval' | 'todo';

export interface TaskStep {
  readonly kind: TaskKind;
  readonly title: Text;
  /** `owner`, `manager`, a user id, `team:<id>` or `pool:<id>`. */
  readonly assign: string;
  readonly due: Duration;
  readonly remind: readonly Duration[];
  readonly escalate?: { readonly after: Duration; readonly to: string };
  readonly outcomes: readonly string[];
  readonly form: readonly { readonly field: string; readonly required: boolean }[];
  readonly window?: SendWindow | 'none';
}

export type UpdateValue =
  | { readonly op: 'set'; readonly value: string | number | boolean | readonly string[] | null }
  | { readonly op: 'add'; readonly n: number }
  | { readonly op: 'addTo'; readonly value: string }
  | { readonly op: 'removeFrom'; readonly value: string }
  | { readonly op: 'from'; readonly path: string }
  | { readonly op: 'now' }
  | { readonly op: 'clear' };

/** What ends a timed wait. */
export type Until =
  | { readonly type: 'duration'; readonly duration: Duration }
  | { readonly type: 'time'; readonly time: string; readonly days?: readonly Weekday[] }
  | {
      readonly type: 'date';
      readonly path: string;
      readonly at?: string;
      readonly shift?: Duration;
      readonly every?: 'year';
    }
  | { readonly type: 'festival'; readonly festival: string; readonly at?: string; readonly shift?: Duration }
  | ({ readonly type: 'local' } & LocalMoment);

/** A date and time on the clock of a zone, or of the contact's: when a campaign goes out. */
export interface LocalMoment {
  /** `2027-09-14T10:00`. */
  readonly time: string;
  /** `contact` or an IANA zone. */
  readonly timezone: string;
}

export type WaitStep =
  | { readonly type: 'until'; readonly until: Until }
  | { readonly type: 'event'; readonly event: EventMatch; readonly upTo?: Until }
  | { readonly type: 'condition'; readonly if: Condition; readonly upTo?: Until };

interface StepBase {
  readonly id?: string;
  readonly if?: Condition;
  /** Where the step stands in its source, for findings: its path in the document, e.g. `["stages",0,"steps",2]`. */
  readonly path: readonly (string | number)[];
}

export type Step = StepBase &
  (
    | { readonly action: 'email'; readonly email: EmailStep }
    | { readonly action: 'sms'; readonly sms: SmsStep }
    | { readonly action: 'notify'; readonly notify: { readonly to: string; readonly template: string } }
    | {
        readonly action: 'task';
        readonly task: TaskStep;
        readonly onOutcome: { readonly [outcome: string]: readonly Step[] };
        readonly onOverdue?: { readonly after: Duration; readonly steps: readonly Step[] };
      }
    | {
        readonly action: 'wait';
        readonly wait: WaitStep;
        readonly then: readonly Step[];
        readonly else?: readonly Step[];
      }
    | {
        readonly action: 'choose';
        readonly choose: readonly { readonly if?: Condition; readonly steps: readonly Step[] }[];
      }
    | {
        readonly action: 'split';
        readonly arms: { readonly [arm: string]: number };
        readonly onArm: { readonly [arm: string]: readonly Step[] };
      }
    | {
        readonly action: 'repeat';
        readonly repeat: {
          readonly every: Duration;
          readonly startAfter?: Duration;
          readonly atMost?: number;
          readonly until?: Condition;
          readonly steps: readonly Step[];
        };
      }
    | { readonly action: 'update'; readonly update: { readonly [path: string]: UpdateValue } }
    | { readonly action: 'create'; readonly create: { readonly deal: { readonly [field: string]: UpdateValue } } }
    | { readonly action: 'score'; readonly score: { readonly add: number; readonly reason: string } }
    | {
        readonly action: 'assign';
        readonly assign: {
          readonly team: string;
          readonly by: 'roundRobin' | 'leastLoaded' | 'territory';
          readonly keepExisting: boolean;
        };
      }
    | {
        readonly action: 'webhook';
        readonly webhook: {
          readonly url: string;
          readonly method?: string;
          readonly body?: unknown;
          readonly secret?: string;
        };
      }
    | { readonly action: 'start'; readonly start: string }
    | { readonly action: 'stop'; readonly stop: string }
    | { readonly action: 'moveTo'; readonly moveTo: string }
    | { readonly action: 'goTo'; readonly goTo: string }
    | { readonly action: 'end'; readonly end: string }
  );

export type StepAction = Step['action'];

/** Who a campaign is for, or whom it leaves out: a published segment, a condition, or a list that somebody brings. */
export type AudienceRule =
  | { readonly type: 'segment'; readonly segment: string }
  | { readonly type: 'condition'; readonly if: Condition }
  | { readonly type: 'file'; readonly file: string };

/** What an invitation to an event has room for. */
export interface Rsvp {
  /** For guests and those who come with them; absent: no limit. */
  readonly places?: number;
  /** How many may come with a guest. */
  readonly companions: number;
}

export interface CampaignDefinition {
  readonly kind: 'campaign';
  readonly id: string;
  readonly name: Text;
  readonly audience: AudienceRule;
  readonly exclude?: AudienceRule;
  /** Recipients at most in a minute; absent: no limit. */
  readonly perMinute?: number;
  /** The rest of the file as written and checked for shape. */
  readonly body: { readonly [key: string]: unknown };
  readonly calendar?: string;
  readonly timezone?: string;
  readonly window?: SendWindow;
  readonly variables: Variables;
  readonly at?: LocalMoment;
  /** Per cent. */
  readonly holdOut: number;
  /** Absent: an invitation is answered once, and there is room for all. */
  readonly rsvp?: Rsvp;
  /** 1 to 9, the most first: decides under frequency caps. */
  readonly priority?: number;
  readonly goal?: Goal;
  readonly steps: readonly Step[];
}

export interface SegmentDefinition {
  readonly kind: 'segment';
  readonly id: string;
  readonly name: Text;
  readonly if: Condition;
}

export interface SurveyDefinition {
  readonly kind: 'survey';
  readonly id: string;
  readonly name: Text;
  readonly questions: readonly {
    readonly id: string;
    readonly label: Text;
    readonly type: 'score' | 'choice' | 'text';
    readonly options?: readonly Text[];
  }[];
}

export interface FormField {
  readonly id: string;
  readonly label: Text;
  readonly type: 'line' | 'text' | 'number' | 'choice' | 'check';
  /** The contact's field that the answer is; absent: it is an answer alone. */
  readonly to?: string;
  readonly required: boolean;
  readonly options?: readonly Text[];
}

/** What a public page asks, and what becomes of whoever fills it in. */
export interface FormDefinition {
  readonly kind: 'form';
  readonly id: string;
  readonly name: Text;
  readonly intro?: Text;
  readonly button?: Text;
  readonly thanks?: Text;
  readonly fields: readonly FormField[];
  /** What somebody may agree to with it; `confirm`: whether a mail asks again even where no law needs that. */
  readonly consent?: {
    readonly topic: string;
    readonly text: Text;
    readonly required: boolean;
    readonly confirm: 'law' | 'always';
  };
  /** Who fills it in asks us something, expressly: some laws let that stand for consent for a while. */
  readonly inquiry: boolean;
  readonly source: string;
  readonly channel: string;
  /** Whose its leads are: a user's id or address, or whose turn it is in a team. */
  readonly owner?: string;
  readonly assign?: { readonly team: string; readonly by: 'roundRobin' | 'leastLoaded' | 'territory' };
  readonly pool?: string;
  readonly redirect?: string;
}

export type Definition = JourneyDefinition | CampaignDefinition | SegmentDefinition | SurveyDefinition | FormDefinition;
