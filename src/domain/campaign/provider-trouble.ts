/*
 * Whether something fails a campaign as a whole: what is answered then says nothing of the recipients, and to go on would only
 * put off, lose or leave out one after the other.
 */

/** What came of one recipient's mail, as far as it says something of what they have in common. */
export type Handing =
  | 'taken'
  | 'auth'
  | 'unreachable'
  /** "Slow down", or "enough for today". */
  | 'turned-away'
  /** Refused for good, and not for the address. */
  | 'refused'
  /** The connection was lost before it was answered. */
  | 'unanswered'
  /** The template fails, or lacks a value. */
  | 'unrendered'
  | 'of-the-recipient';

type Failure = Exclude<Handing, 'taken' | 'of-the-recipient'>;

/** Failures in a row, by those that have no end of themselves. */
const MOST_IN_A_ROW: { readonly [failure in Failure]: number } = {
  // Nothing but a person ends it.
  auth: 3,
  // Each of them may have arrived, and isn't sent again.
  unanswered: 10,
  unreachable: 20,
  refused: 20,
  unrendered: 20,
  'turned-away': 50,
};

export type ProviderTrouble = { readonly [failure in Failure]: number };

export const NO_TROUBLE: ProviderTrouble = {
  ...{ auth: 0, unanswered: 0, unreachable: 0, refused: 0, unrendered: 0, 'turned-away': 0 },
};

/** What is known after one more. A server that takes a mail is well; a mail that it is asked about was rendered. */
export function afterHanding(trouble: ProviderTrouble, handing: Handing): ProviderTrouble {
  switch (handing) {
    case 'taken':
      return NO_TROUBLE;
    case 'unrendered':
      return { ...trouble, unrendered: trouble.unrendered + 1 };
    case 'of-the-recipient':
      return { ...trouble, unrendered: 0 };
    default:
      return { ...trouble, unrendered: 0, [handing]: trouble[handing] + 1 };
  }
}

/** Why the campaign is to be paused; null: it needn't be. */
export function failingBy(trouble: ProviderTrouble): 'provider-failing' | 'template-failing' | null {
  const failures = Object.keys(MOST_IN_A_ROW) as Failure[];
  const failing = failures.find((failure) => trouble[failure] >= MOST_IN_A_ROW[failure]);
  if (failing === undefined) return null;
  return failing === 'unrendered' ? 'template-failing' : 'provider-failing';
}
