/**
 * What a guest of an event has answered. `waiting`: yes, and there was no place; `none`: was asked and hasn't said;
 * `not-asked`: nothing went to them, or not yet.
 */
export const GUEST_ANSWERS = ['yes', 'waiting', 'no', 'none', 'not-asked'] as const;
export type GuestAnswer = (typeof GUEST_ANSWERS)[number];

/** How a definition ends for whom a person has asked: it says the same as the link of a mail. */
export const GUEST_OUTCOMES = { coming: 'yes', 'not-coming': 'no' } as const satisfies {
  readonly [outcome: string]: GuestAnswer;
};
