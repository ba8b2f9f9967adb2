import type { Role } from '../../api/contracts/common.js';
import { type AddressField, textField } from '../kit/address.js';
import { type Whose, whoseOfLink } from '../tasks/whose.js';

const WHEN = /^(\d{4}-W\d\d|overdue|undated)$/;

const weekField = (): AddressField<string | null> => ({
  initial: null,
  parse: (text) => (WHEN.test(text) ? text : undefined),
  format: (value) => value,
});

/** What of the plan the address says. */
export const VISITS_SHAPE = { whose: textField(), week: weekField() };

/** As of tasks; but who leads others begins with everybody's, to see who goes where. */
export const whoseVisits = (said: string, role: Role, isHere: ((id: string) => boolean) | null) =>
  whoseOfLink(said === '' ? 'everybody' : said, role, isHere);

/** A rep's own are asked for without an owner: those that nobody of their teams has taken are among them. */
export function ownerQuery(whose: Whose, role: Role): { readonly owner?: string } {
  if (role === 'rep' || whose.type === 'everybody') return {};
  return { owner: whose.type === 'mine' ? 'me' : whose.id };
}
