import { z } from 'zod';
import { type ContactEntry, NO_CONTACT } from '../contact-entry.js';
import { ALL_CONTACT_FIELDS, contactTarget } from '../contact-target.js';
import { oneLine } from '../one-line.js';
import { type Note, reject, warn } from '../tally.js';
import { leadStatusOf } from './journey-stage.js';
import { defineKind } from './kind.js';
import { phoneNotes, phoneOf } from './phone.js';
import { SYSTEM } from './references.js';
import { email, flag, instant, ownId, slug, text } from './values.js';

/** Fields that Contacts.csv knows better, where the lead became a contact. */
export const CONTACT_KNOWS_BETTER = ['lastName', 'name', 'phone', 'accountId'] as const;

export const leads = defineKind({
  kind: 'lead',
  file: 'Leads.csv',
  needed: [
    'LEADID',
    'Last Name',
    'Company',
    'Lead Owner',
    'Email',
    'Mobile',
    'Lead Source',
    'Lead Status',
    'Created Time',
    'CONVERTED',
  ],
  others: ['Website', 'Industry', 'month_Created Time1'],
  schema: ({ timezone }) =>
    z.object({
      LEADID: ownId,
      'Last Name': text,
      Company: text,
      'Lead Owner': text,
      Email: email,
      Mobile: text,
      Website: text,
      Industry: text,
      'Lead Source': text,
      'Lead Status': text,
      'Created Time': instant(timezone),
      // Its deal says it too; read so that a broken column doesn't pass unseen.
      CONVERTED: flag,
    }),
  keyOf: (row) => row.LEADID,
  check: (row, references, context) => {
    const notes: Note[] = [
      ...references.ownerOf(null, row['Lead Owner'], 'Lead Owner').notes,
      ...phoneNotes(row.Mobile, 'Mobile', context),
    ];
    if (row.Email === null && row.Mobile === null && row['Last Name'] === null)
      notes.push(
        reject('missing-value', 'Email', 'the lead has no address, no phone and no name; expected at least one'),
      );
    if (row['Lead Status'] !== null && leadStatusOf(row['Lead Status']) === null)
      notes.push(
        warn('unknown-value', 'Lead Status', "this is none of Zoho's own statuses; it is kept as a word of yours"),
      );
    return notes;
  },
  remember: (row, references) => {
    if (row['Last Name'] !== null) references.addName('lead', row['Last Name'], row.LEADID);
  },
  rememberRejected: (raw, references) => {
    const name = oneLine(raw['Last Name'] ?? '');
    if (name !== null) references.addName('lead', name, null);
  },
  toEntry: (row, references, ids, context): ContactEntry => ({
    ...NO_CONTACT,
    email: row.Email?.email ?? null,
    emailKey: row.Email?.emailKey ?? null,
    phone: phoneOf(row.Mobile, context),
    lastName: row['Last Name'],
    name: row['Last Name'],
    company: row.Company,
    country: context.defaultCountry,
    source: row['Lead Source'] ?? context.source,
    status: row['Lead Status'] === null ? null : (leadStatusOf(row['Lead Status']) ?? slug(row['Lead Status'])),
    ownerId: ids.of('user', references.ownerOf(null, row['Lead Owner'], 'Lead Owner').key),
    custom: {
      ...(row.Website === null ? {} : { website: row.Website }),
      ...(row.Industry === null ? {} : { industry: row.Industry }),
    },
    createdAt: row['Created Time'],
  }),
  target: (context) =>
    contactTarget(context, {
      winsOnMerge: ['ownerId', 'source', 'status'],
      onlyFirstOf: { system: SYSTEM, kind: 'lead' },
      winsOnUpdate: ALL_CONTACT_FIELDS,
      yieldsTo: { system: SYSTEM, kind: 'contact', fields: CONTACT_KNOWS_BETTER },
    }),
});
