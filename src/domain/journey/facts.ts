import type { TakenOut } from '../care/taken-out.js';
import type { Instant } from '../instant.js';

/** A record's field as facts hold it: text, number, flag, list of tags, or missing. Instants are ISO text, as in events. */
export type FieldValue = string | number | boolean | readonly string[] | { readonly [key: string]: unknown } | null;
export type Fields = { readonly [name: string]: FieldValue };

/** One event of the journey's contact, oldest first by `seq`. */
export interface FactEvent {
  readonly id: string;
  /** Order of storing; grows with every event of the deployment. */
  readonly seq: number;
  readonly type: string;
  readonly at: Instant;
  readonly fields: { readonly [name: string]: unknown };
  /** It is of another contact of the same account: only what says `of: account` hears it. */
  readonly ofAccount?: true;
}

/** Events in the order in which they count: by their instant, at one instant as they were stored. */
export const oldestFirst = (a: FactEvent, b: FactEvent): number => a.at - b.at || a.seq - b.seq;

/** All that a decision may look at, read in one transaction under the contact's lock. */
export interface Facts {
  readonly contact: Fields;
  readonly account: Fields | null;
  readonly deal: Fields | null;
  readonly owner: Fields | null;
  /** Events since the earliest look-back of the journey's tracks. */
  readonly events: readonly FactEvent[];
  /** Answers to the forms of this journey's tasks, latest pass, by step id. */
  readonly answers: { readonly [stepId: string]: { readonly [field: string]: unknown } };
  /** Present members of the teams that the definition assigns to. */
  readonly teams: { readonly [teamId: string]: readonly TeamMember[] };
  /** Why a `start` of a definition would be refused now, by its id; what isn't named may start. */
  readonly entries?: { readonly [definitionId: string]: string };
  /** Another journey of the contact that is in the same `exclusive` group goes first. */
  readonly othersTurn?: boolean;
  /** The contact was erased: its journeys end, whatever state they are in. */
  readonly erased?: boolean;
  /** What was found of messages in doubt that were looked for, by `doubtKey`. */
  readonly evidence?: { readonly [doubt: string]: Evidence };
  /** Calendar and zone of those who get tasks, by what `assign` says of them; who isn't named has the journey's. */
  readonly desks?: { readonly [assign: string]: Desk };
  /** What the contact was taken out of, of this definition's care. */
  readonly takenOut?: readonly TakenOut[];
}

/**
 * What is known of a message beside its server's answer: a copy was found, or none where one would be; nobody can know;
 * or who knows can't be asked before `lookAt`.
 */
export type Evidence =
  | { readonly answer: 'found' | 'not-found' | 'no-evidence' }
  | { readonly answer: 'out-of-reach'; readonly lookAt: Instant };

/** Where a task's times are counted, as far as its assignee has a place of their own. */
export interface Desk {
  readonly timezone: string | null;
  /** A calendar's id. */
  readonly calendar: string | null;
}

/** Whom `assign` may choose. */
export interface TeamMember {
  readonly userId: string;
  /** How many contacts with an open journey they own; 0 where the definition does not ask. */
  readonly open: number;
  /** Order of turn: the lowest is next. */
  readonly last: number;
  /** What they look after: `<country>`, `<country>/<region>` or `<country>/<region>/<city>`. */
  readonly territories?: readonly string[];
  /** The `owner.` fields they would be. */
  readonly fields: Fields;
}
