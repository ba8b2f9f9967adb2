import type { ApiClient } from '../api/client.js';
import { me } from '../api/contracts/auth.js';
import { type ContactView, getContact, listContacts } from '../api/contracts/contacts.js';
import { listUsers } from '../api/contracts/users.js';
import { CommandFailure, wrongUse } from './failure.js';

/* People name contacts and colleagues by their addresses; the API goes by ids. */

export const isId = (prefix: string, text: string): boolean => text.startsWith(`${prefix}_`);

/** The contact of an id (`con_…`) or an e-mail address. */
export async function contactOf(api: ApiClient, text: string): Promise<ContactView> {
  if (isId('con', text)) return await api.call(getContact, { params: { id: text } });
  if (!text.includes('@'))
    throw wrongUse(
      `"${text}" is neither a contact's id nor an e-mail address.`,
      'Give an id that begins with con_, or an address.',
    );
  const { data } = await api.call(listContacts, { query: { email: text, limit: 2 } });
  const [contact] = data;
  if (contact !== undefined) return contact;
  throw new CommandFailure({
    code: 'unknown-contact',
    cause: `No contact has the address ${text}, or it is not yours to see.`,
    fix: 'Check the address, or add the lead with `followthrough lead add`.',
  });
}

/** The user id of an id, an e-mail address, or `me`: whoever the key acts as. */
export async function userOf(api: ApiClient, text: string): Promise<string> {
  if (text === 'me') return (await api.call(me)).user.id;
  if (!text.includes('@')) return text;
  const wanted = text.toLowerCase();
  for await (const user of api.each(listUsers)) if (user.email.toLowerCase() === wanted) return user.id;
  throw new CommandFailure({
    code: 'unknown-owner',
    cause: `No user has the address ${text}.`,
    fix: "Check the address; an owner is one of the system's users, not a contact.",
  });
}

export type NameOf = (userId: string) => string;

const MOST_NAMES = 1_000;

/** Users' names by their ids, as far as a list may be: an id without one stands for itself. */
export async function userNames(api: ApiClient): Promise<NameOf> {
  const names = new Map<string, string>();
  for await (const user of api.each(listUsers)) if (names.set(user.id, user.name).size >= MOST_NAMES) break;
  return (id) => names.get(id) ?? id;
}
