import type { Role } from '../../api/contracts/common.js';
import { choiceField, textField } from '../kit/address.js';

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

export const mayGiveOn = (role: Role): boolean => role === 'ops' || role === 'manager';
