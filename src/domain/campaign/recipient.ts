import type { GateCode } from '../journey/gate.js';

/**
 * One person of a frozen audience. A row goes from `waiting` to `handed-over` to `accepted` on the fast path; what is
 * exceptional stands as its `outcome`, in a column of its own, and takes precedence.
 */
export const RECIPIENT_STATES = ['waiting', 'handed-over', 'accepted', 'begun'] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/**
 * `deferred`: not before its new `dueAt`. `skipped`: the gate, a failed template or the audience's own rule left it out.
 * `refused`: a server did, for good. `uncertain`: it may have arrived, and isn't sent again. `held-out`: gets nothing, for comparison.
 */
export const RECIPIENT_OUTCOMES = ['deferred', 'skipped', 'refused', 'uncertain', 'held-out'] as const;
export type RecipientOutcome = (typeof RECIPIENT_OUTCOMES)[number];

/** Why: of `skipped` and `deferred` a code of the gate, or of an entry that was refused; of `refused` the server's class. */
export type RecipientReason = GateCode | (string & {});

export interface RecipientStanding {
  readonly state: RecipientState;
  readonly outcome: RecipientOutcome | null;
  readonly reason: RecipientReason | null;
}

/** The parts that an audience is the sum of. `notYet` has those that are being handed over. */
export const PARTS = ['sent', 'begun', 'skipped', 'refused', 'deferred', 'uncertain', 'heldOut', 'notYet'] as const;
export type Part = (typeof PARTS)[number];

const OF_OUTCOME: { readonly [outcome in RecipientOutcome]: Part } = {
  deferred: 'deferred',
  skipped: 'skipped',
  refused: 'refused',
  uncertain: 'uncertain',
  'held-out': 'heldOut',
};

const OF_STATE: { readonly [state in RecipientState]: Part } = {
  waiting: 'notYet',
  'handed-over': 'notYet',
  accepted: 'sent',
  begun: 'begun',
};

/** Each recipient is in exactly one part. */
export const partOf = ({ state, outcome }: Pick<RecipientStanding, 'state' | 'outcome'>): Part =>
  outcome === null ? OF_STATE[state] : OF_OUTCOME[outcome];

/** Whether anything is still to come of it by itself: a campaign is done when nobody is left of whom this holds. */
export const isUnsettled = (standing: Pick<RecipientStanding, 'state' | 'outcome'>): boolean => {
  const part = partOf(standing);
  return part === 'notYet' || part === 'deferred';
};

/** One recipient's place in the books. */
export interface RecipientPlace {
  readonly campaignId: string;
  readonly n: number;
}

/** The Message-IDs of the mails of one-step campaigns, in their angle brackets: by one its recipient is known. */
export interface CampaignMailIds {
  of(campaignId: string, n: number): string;
  /** Null: it is none that we made. */
  read(messageId: string): RecipientPlace | null;
}
