import { z } from 'zod';
import { hashAddressKey } from '../../address-hash.js';
import type { Tx } from '../../client.js';
import { newId } from '../../new-id.js';
import type { Placed } from '../batch-writer.js';
import { lockContacts } from '../change.js';
import { type Note, reject, warn } from '../tally.js';
import { defineKind, type ZohoContext } from './kind.js';
import type { References } from './references.js';
import { tableTarget } from './table-target.js';
import { instant, neededText, slug, text } from './values.js';

interface MemberEntry {
  readonly campaignId: string;
  readonly contactId: string | null;
  readonly status: string;
  readonly at: string;
}

/** Who was in which campaign. The file names people by last name only; one that fits several is nobody's (ruled: not guessed). */
export const campaignLeadStatus = defineKind({
  kind: 'campaign-lead-status',
  file: 'Campaign_Lead_Status.csv',
  needed: ['Campaign Name', 'Lead Last Name', 'Status', 'Last Modified Time'],
  others: ['Lead First Name', 'Is Lead Active?'],
  schema: ({ timezone }) =>
    z.object({
      'Campaign Name': neededText,
      'Lead Last Name': text,
      Status: neededText,
      'Last Modified Time': instant(timezone),
    }),
  keyOf: () => null,
  check: (row, references) => {
    const campaigns = references.byName('campaign', row['Campaign Name']);
    const notes: Note[] = [];
    if (campaigns.length !== 1) {
      const found =
        campaigns.length === 0
          ? 'no campaign of Campaigns.csv has'
          : `${campaigns.length} campaigns of Campaigns.csv have`;
      notes.push(reject('unknown-campaign', 'Campaign Name', `${found} this name`));
    }
    const people = peopleCalled(references, row['Lead Last Name']);
    if (people.length === 0)
      notes.push(
        warn('unmatched-name', 'Lead Last Name', 'no lead has this last name; the row is kept without a contact'),
      );
    if (people.length > 1)
      notes.push(
        warn(
          'ambiguous-name',
          'Lead Last Name',
          `${people.length} leads have this last name; the row is kept without a contact`,
        ),
      );
    return notes;
  },
  toEntry: (row, references, ids): MemberEntry => {
    const people = peopleCalled(references, row['Lead Last Name']);
    const campaignId = ids.of('campaign', references.byName('campaign', row['Campaign Name'])[0] ?? null);
    if (campaignId === null) throw new Error('a campaign that was checked has no id');
    return {
      campaignId,
      contactId: people.length === 1 ? ids.of('lead', people[0] ?? null) : null,
      status: slug(row.Status),
      at: row['Last Modified Time'],
    };
  },
  target: (context) =>
    tableTarget<MemberEntry>({
      entity: 'pastCampaignMember',
      create: (tx, rows) => tx.pastCampaignMember.createMany({ data: rows.map(({ id, entry }) => ({ ...entry, id })) }),
      update: (tx, { id, entry }) => tx.pastCampaignMember.updateMany({ where: { id }, data: entry }),
      settle: async (tx, rows) => {
        await lockContacts(
          tx,
          rows.map((row) => row.entry.contactId),
        );
        await unsubscribe(tx, withStatus(rows, 'opted-out'), context);
        await suppress(tx, withStatus(rows, 'bounced'));
      },
    }),
  isLinked: (entry) => entry.contactId !== null,
});

const peopleCalled = (references: References, name: string | null): readonly string[] =>
  name === null ? [] : references.byName('lead', name);

interface KnownMember {
  readonly contactId: string;
  readonly at: string;
}

const withStatus = (rows: readonly Placed<MemberEntry>[], status: string): KnownMember[] =>
  rows.flatMap(({ entry: { contactId, at, status: its } }) =>
    contactId !== null && its === status ? [{ contactId, at }] : [],
  );

const SOURCE = 'import:zoho';

async function unsubscribe(tx: Tx, members: readonly KnownMember[], context: ZohoContext): Promise<void> {
  if (members.length === 0) return;
  const known = await tx.optOut.findMany({
    where: { topic: '*', contactId: { in: members.map((member) => member.contactId) } },
    select: { contactId: true },
  });
  const already = new Set(known.map((row) => row.contactId));
  const fresh = [...new Map(members.map((member) => [member.contactId, member])).values()].filter(
    (member) => !already.has(member.contactId),
  );
  await tx.optOut.createMany({ data: fresh.map((member) => ({ ...member, topic: '*', source: SOURCE })) });
  await tx.consent.createMany({
    data: fresh.map((member) => ({
      ...member,
      id: newId('consent'),
      topic: '*',
      granted: false,
      source: SOURCE,
      text: 'Opted Out of a campaign',
    })),
  });
  const news = fresh.filter((member) => !context.fresh.has(member.contactId));
  await context.announce(
    tx,
    news.map(({ contactId }) => ({ type: 'contact.unsubscribed', contactId })),
  );
}

async function suppress(tx: Tx, members: readonly KnownMember[]): Promise<void> {
  const at = new Map(members.map((member) => [member.contactId, member.at]));
  const contacts = await tx.contact.findMany({
    where: { id: { in: [...at.keys()] } },
    select: { id: true, emailKey: true },
  });
  const data = contacts.flatMap(({ id, emailKey }) =>
    emailKey === null
      ? []
      : [{ addressHash: hashAddressKey(emailKey), reason: 'hard-bounce', source: SOURCE, at: at.get(id) ?? '' }],
  );
  await tx.suppression.createMany({ data, skipDuplicates: true });
}
