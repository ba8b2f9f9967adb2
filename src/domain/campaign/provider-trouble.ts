/*
 * Whether a mail server fails a campaign as a whole: what it answers then says nothing of the recipients, and to go on would
 * only put off one after the other.
 */

/** What came of handing one mail over, as far as it says something of the server. */
export type Handing = 'taken' | 'auth' | 'unreachable' | 'turned-away' | 'of-the-recipient';

/** Failures in a row, by those that have no end of themselves. */
const MOST_IN_A_ROW: { readonly [handing in Exclude<Handing, 'taken' | 'of-the-recipient'>]: number } = {
  // Nothing but a person ends it.
  auth: 3,
  unreachable: 20,
  // "Slow down", or "enough for today".
  'turned-away': 50,
};

export interface ProviderTrouble {
  readonly auth: number;
  readonly unreachable: number;
  readonly 'turned-away': number;
}

export const NO_TROUBLE: ProviderTrouble = { auth: 0, unreachable: 0, 'turned-away': 0 };

/** What is known after one more. A server that takes a mail is well. */
export function afterHanding(trouble: ProviderTrouble, handing: Handing): ProviderTrouble {
  if (handing === 'taken') return NO_TROUBLE;
  return handing === 'of-the-recipient' ? trouble : { ...trouble, [handing]: trouble[handing] + 1 };
}

export const isFailing = (trouble: ProviderTrouble): boolean =>
  trouble.auth >= MOST_IN_A_ROW.auth ||
  trouble.unreachable >= MOST_IN_A_ROW.unreachable ||
  trouble['turned-away'] >= MOST_IN_A_ROW['turned-away'];
