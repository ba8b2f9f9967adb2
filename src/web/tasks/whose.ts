import type { Role } from '../../api/contracts/common.js';
import { type AddressFault, choiceField, textField } from '../kit/address.js';

/** What of the desk the address says. */
export const TASKS_SHAPE = { whose: textField(), q: textField() };

export type Whose =
  | { readonly type: 'mine' }
  | { readonly type: 'everybody' }
  | { readonly type: 'person'; readonly id: string };

const WORDS = choiceField(['mine', 'everybody']);

/** Whose tasks are shown. Who works a desk begins with their own; who does not, with everybody's. */
export function whoseOf(said: string, role: Role): Whose {
  // A rep sees their own, whatever an address says.
  if (role === 'rep') return { type: 'mine' };
  const word = said === '' ? (role === 'manager' ? 'mine' : 'everybody') : WORDS.parse(said);
  if (word === 'mine') return { type: 'mine' };
  return word === 'everybody' || said === '' ? { type: 'everybody' } : { type: 'person', id: said };
}

/**
 * Whose tasks a link asks for. Of somebody who isn't here (an old link) the name is told, and everybody's are shown.
 * `isHere` is null while it isn't known who is.
 */
export function whoseOfLink(
  said: string,
  role: Role,
  isHere: ((id: string) => boolean) | null,
): { readonly whose: Whose; readonly faults: readonly AddressFault[] } {
  const whose = whoseOf(said, role);
  if (whose.type !== 'person' || isHere === null || isHere(whose.id)) return { whose, faults: [] };
  return { whose: { type: 'everybody' }, faults: [{ name: 'whose', value: said }] };
}

/** How a choice stands in the address. */
export const whoseText = (whose: Whose): string => (whose.type === 'person' ? whose.id : whose.type);

/** The part of the query that asks for these tasks. */
export function whoseQuery(whose: Whose): { readonly mine?: 'true'; readonly assignee?: string } {
  switch (whose.type) {
    case 'mine':
      return { mine: 'true' };
    case 'everybody':
      return {};
    case 'person':
      return { assignee: whose.id };
  }
}

/** Whether a role records outcomes at all; which tasks it may is the server's to say. */
export const mayWork = (role: Role): boolean => role === 'ops' || role === 'manager' || role === 'rep';

/** Of tasks that are done at a time and a place. */
export const hasAppointment = (kind: string): boolean => kind === 'call' || kind === 'meeting' || kind === 'visit';

export const mayGiveOn = (role: Role): boolean => role === 'ops' || role === 'manager';
