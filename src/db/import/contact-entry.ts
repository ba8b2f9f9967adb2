import type { Wish } from './wishes.js';

/** What a list can say of a contact. Null: it says nothing. Instants are ISO text. */
export interface ContactEntry {
  readonly email: string | null;
  readonly emailKey: string | null;
  readonly phone: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly title: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly source: string | null;
  readonly channel: string | null;
  readonly status: string | null;
  readonly tags: readonly string[];
  readonly accountId: string | null;
  readonly ownerId: string | null;
  readonly custom: { readonly [field: string]: string };
  readonly createdAt: string | null;
  /** Absent where the list says nothing of them: what earlier imports remember of its rows then still fits. */
  readonly wishes?: readonly Wish[];
}

export const NO_CONTACT: ContactEntry = {
  email: null,
  emailKey: null,
  phone: null,
  firstName: null,
  lastName: null,
  name: null,
  company: null,
  title: null,
  language: null,
  timezone: null,
  country: null,
  region: null,
  city: null,
  source: null,
  channel: null,
  status: null,
  tags: [],
  accountId: null,
  ownerId: null,
  custom: {},
  createdAt: null,
};

/** A person whose name no list gives is called by the address's first part, or by the phone number. */
export const displayName = (entry: ContactEntry): string =>
  entry.name ??
  ([entry.firstName, entry.lastName].filter((part) => part !== null).join(' ') ||
    entry.email?.split('@')[0] ||
    entry.phone ||
    '');
