import type { Purpose } from '../definition/definition.js';
import { EUROPE } from '../law/europe.js';

/** Which mails of a deployment tell whether they are opened and what is clicked; `marketing`: no mail of an owner's own. */
export type TrackingScope = 'off' | 'marketing' | 'all';

/** The topic by which somebody allows that, or forbids it. It is no part of `*`, which is about getting mail. */
export const TRACKING_TOPIC = 'tracking';

export interface TrackingQuestion {
  readonly scope: TrackingScope;
  readonly purpose: Purpose;
  /** The mail goes out in the name of a person, who expects no such thing of themselves. */
  readonly isPersonal: boolean;
  readonly country: string | null;
  readonly optOuts: readonly string[];
  readonly consents: readonly string[];
}

/**
 * Where reading what a mail program does needs consent first: article 5(3) of the ePrivacy directive, which the EDPB's
 * guidelines 2/2023 (3.1, 3.2) apply to pictures and links that track; in Great Britain PECR, regulation 6; China by
 * articles 13 and 14 of the Personal Information Protection Law.
 */
const NEEDS_CONSENT: ReadonlySet<string> = new Set([
  ...EUROPE.map(({ country }) => country).filter((country) => country !== 'CH'),
  'CN',
]);

/** Whether a mail may bear links and a picture that track. Of whom no country is known, only with consent. */
export function mayTrack({ scope, purpose, isPersonal, country, optOuts, consents }: TrackingQuestion): boolean {
  if (scope === 'off' || optOuts.includes(TRACKING_TOPIC)) return false;
  if (scope === 'marketing' && (purpose !== 'marketing' || isPersonal)) return false;
  return consents.includes(TRACKING_TOPIC) || (country !== null && !NEEDS_CONSENT.has(country.toUpperCase()));
}
