import type { ContactView } from '../../api/contracts/contacts.js';

/*
 * Editing a contact while others may: what was read, what was typed, and what somebody else saved meanwhile.
 */

/** The fields that the page edits, as they stand in a form: empty is none. */
export interface EditForm {
  readonly ownerId: string;
  readonly phone: string;
  readonly language: string;
  readonly timezone: string;
  readonly doNotContact: boolean;
}
export type EditField = keyof EditForm;
const FIELDS: readonly EditField[] = ['ownerId', 'phone', 'language', 'timezone', 'doNotContact'];

export const formOf = (contact: Pick<ContactView, EditField>): EditForm => ({
  ownerId: contact.ownerId ?? '',
  phone: contact.phone ?? '',
  language: contact.language ?? '',
  timezone: contact.timezone ?? '',
  doNotContact: contact.doNotContact,
});

const plain = (value: string | boolean): string | boolean => (typeof value === 'string' ? value.trim() : value);

/** What to send: the fields that differ from what was read, an emptied one as null. */
export function changesOf(base: EditForm, mine: EditForm): Partial<Pick<ContactView, EditField>> {
  const changes = FIELDS.filter((field) => plain(mine[field]) !== base[field]).map((field) => {
    const value = plain(mine[field]);
    return [field, value === '' ? null : value];
  });
  return Object.fromEntries(changes);
}

export interface Merged {
  readonly form: EditForm;
  /** Fields that both changed, to different values. */
  readonly clashes: readonly EditField[];
}

/** After somebody else saved: what was typed stays, what was not touched follows them. */
export function merge(base: EditForm, mine: EditForm, theirs: EditForm): Merged {
  const touched = FIELDS.filter((field) => plain(mine[field]) !== base[field]);
  const form = { ...theirs, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) };
  const clashes = touched.filter((field) => theirs[field] !== base[field] && theirs[field] !== plain(mine[field]));
  return { form, clashes };
}

/** Whether it is a time zone of IANA's, or none. */
export function isZone(text: string): boolean {
  const zone = text.trim();
  if (zone === '') return true;
  // Offsets such as +08:00 are taken by browsers, but know no summer time.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
