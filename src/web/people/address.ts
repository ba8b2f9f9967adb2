import type { Role } from '../../api/contracts/common.js';
import { type AddressValues, choiceField, flagField, modeField, textField } from '../kit/address.js';

export const ROLES = ['ops', 'manager', 'marketing', 'rep', 'viewer'] as const satisfies readonly Role[];

/** What of the people the address says. */
export const SHAPE = {
  part: modeField(['users', 'teams', 'mailboxes', 'robots']),
  q: textField(),
  role: choiceField(ROLES),
  all: flagField(),
};

/** The query that asks for these users. */
export function queryOf({ q, role, all }: AddressValues<typeof SHAPE>) {
  return {
    ...(q.trim() === '' ? {} : { q: q.trim() }),
    ...(role === null ? {} : { role }),
    ...(all ? {} : { active: 'true' as const }),
  };
}

/** Whether somebody may set another's absence, as far as the page knows; the API asks once more. */
export const maySetAbsence = (
  me: { readonly id: string; readonly role: Role },
  user: { readonly id: string },
  isBelow: boolean,
): boolean => me.role === 'ops' || user.id === me.id || (me.role === 'manager' && isBelow);

interface Reporting {
  readonly id: string;
  readonly managerId: string | null;
}

/** Whether a user is in somebody's charge, over however many managers between them. */
export function isBelow(people: readonly Reporting[], user: Reporting, managerId: string): boolean {
  const passed = new Set<string>();
  for (let each: Reporting | undefined = user; each !== undefined && !passed.has(each.id); ) {
    if (each.managerId === managerId) return true;
    passed.add(each.id);
    const above: string | null = each.managerId;
    each = people.find(({ id }) => id === above);
  }
  return false;
}
