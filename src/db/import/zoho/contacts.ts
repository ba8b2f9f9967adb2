import { z } from 'zod';
import { type ContactEntry, NO_CONTACT } from '../contact-entry.js';
import { contactTarget } from '../contact-target.js';
import { type Note, reject, warn } from '../tally.js';
import { defineKind } from './kind.js';
import { CONTACT_KNOWS_BETTER } from './leads.js';
import { phoneNotes, phoneOf } from './phone.js';
import { email, instant, ownId, reference, text } from './values.js';

/** A lead that was converted, or a person who never was one. Of one address they are one contact; the lead's owner and source stay. */
export const contacts = defineKind({
  kind: 'contact',
  file: 'Contacts.csv',
  needed: ['CONTACTID', 'Last Name', 'Contact Owner', 'Account Id', 'Email', 'Lead Source', 'Mobile', 'Created Time'],
  others: ['Contact Owner Id'],
  schema: ({ timezone }) =>
    z.object({
      CONTACTID: ownId,
      'Last Name': text,
      'Contact Owner Id': reference,
      'Contact Owner': text,
      'Account Id': reference,
      Email: email,
      'Lead Source': text,
      Mobile: text,
      'Created Time': instant(timezone),
    }),
  keyOf: (row) => row.CONTACTID,
  check: (row, references, context) => {
    const account = row['Account Id'];
    const notes: Note[] = [
      ...references.ownerOf(row['Contact Owner Id'], row['Contact Owner'], 'Contact Owner').notes,
      ...phoneNotes(row.Mobile, 'Mobile', context),
    ];
    if (account !== null && !references.has('account', account))
      notes.push(
        warn('unknown-reference', 'Account Id', 'no account of Accounts.csv has this id; the contact has no account'),
      );
    if (row.Email === null && row.Mobile === null && row['Last Name'] === null)
      notes.push(
        reject('missing-value', 'Email', 'the contact has no address, no phone and no name; expected at least one'),
      );
    return notes;
  },
  toEntry: (row, references, ids, context): ContactEntry => ({
    ...NO_CONTACT,
    email: row.Email?.email ?? null,
    emailKey: row.Email?.emailKey ?? null,
    phone: phoneOf(row.Mobile, context),
    lastName: row['Last Name'],
    name: row['Last Name'],
    country: context.defaultCountry,
    source: row['Lead Source'] ?? context.source,
    accountId: ids.of('account', row['Account Id']),
    ownerId: ids.of('user', references.ownerOf(row['Contact Owner Id'], row['Contact Owner'], 'Contact Owner').key),
    createdAt: row['Created Time'],
  }),
  target: (context) =>
    contactTarget(context, { winsOnMerge: CONTACT_KNOWS_BETTER, winsOnUpdate: CONTACT_KNOWS_BETTER }),
});
