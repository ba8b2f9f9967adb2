import type { Role } from '../../api/contracts/common.js';
import { type AddressValues, modeField, textField } from '../kit/address.js';

/** What of the list of contacts the address says. */
export const CONTACTS_SHAPE = {
  q: textField(),
  owner: textField(),
  status: textField(),
  source: textField(),
  tag: textField(),
};

export type ContactsFilter = AddressValues<typeof CONTACTS_SHAPE>;

/** In the address, the one who looks: a link then shows each person their own. */
export const ME = 'me';

/** The query that asks for these contacts. */
export function contactsQuery({ owner, ...rest }: ContactsFilter, myId: string): Readonly<Record<string, string>> {
  const said = { ...rest, owner: owner === ME ? myId : owner };
  return Object.fromEntries(
    Object.entries(said)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

export const PARTS = ['journeys', 'deals', 'tasks', 'messages', 'incoming'] as const;
export type Part = (typeof PARTS)[number];

/** What of one contact is shown. */
export const CONTACT_SHAPE = { part: modeField(PARTS) };

export const mayEdit = (role: Role): boolean => role !== 'viewer';
/** A rep gives no contact away. */
export const mayGiveAway = (role: Role): boolean => role !== 'viewer' && role !== 'rep';
export const mayErase = (role: Role): boolean => role === 'ops';
/** What protects a person is taken away by those alone who answer for it. */
export const mayLift = (role: Role): boolean => role === 'ops' || role === 'manager';
export const mayStart = (role: Role): boolean => role !== 'viewer';
