import { ruleOf } from '../law/consent.js';

export interface ConfirmationQuestion {
  /** What the form says. */
  readonly confirm: 'law' | 'always';
  /** Whether the address was known before. */
  readonly isKnown: boolean;
  /** Whether anything is known against the address: its holder was erased, called our mail spam, or it is dead. */
  readonly isSuppressed: boolean;
  readonly country: string | null;
}

/**
 * Whether a consent counts only once the link of a mail was followed (double opt-in). Where the law wants a consent, who sends
 * must be able to show that it was the address's own (GDPR art. 7 (1); in Germany BGH I ZR 164/09), and a form can't show that. Where the
 * country isn't known, any law may hold. And of somebody known, or of an address that wants nothing more, a stranger's word ends no refusal.
 */
export const mustConfirm = ({ confirm, isKnown, isSuppressed, country }: ConfirmationQuestion): boolean =>
  confirm === 'always' || isKnown || isSuppressed || country === null || ruleOf(country).consent.type !== 'opt-out';
