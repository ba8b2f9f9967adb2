import { formatInstant } from '../../domain/instant.js';
import type { Facts, Fields, FieldValue } from '../../domain/journey/facts.js';
import type { Account, Contact, Deal, User } from '../generated/client.js';
import type { JsonRow, SubjectRows } from './subject-rows.js';

/** Rows, as Prisma or as JSON has them, as the fields that conditions and templates know (docs/cadence-format.md, "Records"). */

const instant = (at: Date | string | null): string | null =>
  at === null ? null : formatInstant(new Date(at).getTime());

const custom = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

export const contactFields = (row: Contact | JsonRow<Contact>): Fields => ({
  ...custom(row.custom),
  id: row.id,
  email: row.email,
  phone: row.phone,
  firstName: row.firstName,
  lastName: row.lastName,
  name: row.name,
  company: row.company,
  title: row.title,
  language: row.language,
  timezone: row.timezone,
  country: row.country,
  region: row.region,
  city: row.city,
  source: row.source,
  channel: row.channel,
  status: row.status,
  stage: row.stage,
  tags: row.tags,
  score: row.score,
  birthday: row.birthday as FieldValue,
  firstOrderAt: instant(row.firstOrderAt),
  lastOrderAt: instant(row.lastOrderAt),
  lastContactAt: instant(row.lastContactAt),
  orderCount: row.orderCount,
  totalSpent: Number(row.totalSpent),
  satisfaction: row.satisfaction,
  doNotContact: row.doNotContact,
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
});

export const accountFields = (row: Account | JsonRow<Account>): Fields => ({
  ...custom(row.custom),
  id: row.id,
  name: row.name,
  industry: row.industry,
  size: row.size,
  region: row.region,
  country: row.country,
  website: row.website,
});

export const dealFields = (row: Deal | JsonRow<Deal>): Fields => ({
  ...custom(row.custom),
  id: row.id,
  name: row.name,
  stage: row.stage,
  amount: row.amount === null ? null : Number(row.amount),
  currency: row.currency,
  probability: row.probability,
  product: row.product,
  channel: row.channel,
  expectedCloseAt: instant(row.expectedCloseAt),
  closedAt: instant(row.closedAt),
  createdAt: instant(row.createdAt),
});

type OwnFields = Pick<User, 'id' | 'name' | 'email' | 'phone' | 'managerId' | 'language' | 'timezone'>;

export const ownerFields = (row: OwnFields & { readonly teams: readonly { readonly teamId: string }[] }): Fields =>
  fieldsOfOwner(row, row.teams[0]?.teamId ?? null);

export const fieldsOfOwner = (row: OwnFields, teamId: string | null): Fields => ({
  id: row.id,
  name: row.name,
  email: row.email,
  phone: row.phone,
  team: teamId,
  manager: row.managerId,
  language: row.language,
  timezone: row.timezone,
});

const CONTACT_COLUMNS = new Set(
  'email phone firstName lastName name company title language timezone country region city source channel status stage tags score birthday firstOrderAt lastOrderAt lastContactAt orderCount totalSpent satisfaction doNotContact'.split(
    ' ',
  ),
);
const ACCOUNT_COLUMNS = new Set('name industry size region country website'.split(' '));
const DEAL_COLUMNS = new Set(
  'name stage amount currency probability product channel expectedCloseAt closedAt'.split(' '),
);
const COLUMNS = { contact: CONTACT_COLUMNS, account: ACCOUNT_COLUMNS, deal: DEAL_COLUMNS };
/** Columns that hold a list, a count or a flag and so are never null. */
const EMPTY: { readonly [column: string]: FieldValue } = {
  tags: [],
  score: 0,
  orderCount: 0,
  totalSpent: 0,
  doNotContact: false,
};

/** Field values split into a row's own columns and the declared fields kept in `custom`. */
export function columnsOf(
  object: 'contact' | 'account' | 'deal',
  set: Fields,
): { columns: { [column: string]: unknown }; custom: Fields } {
  const columns: { [column: string]: unknown } = {};
  const rest: { [name: string]: FieldValue } = {};
  for (const [field, value] of Object.entries(set)) {
    if (!COLUMNS[object].has(field)) rest[field] = value;
    else if (value === null && field in EMPTY) columns[field] = EMPTY[field];
    else columns[field] = field.endsWith('At') && typeof value === 'string' ? new Date(value) : value;
  }
  if (object === 'contact' && 'email' in columns) columns['emailKey'] = emailKeyOf(columns['email']);
  return { columns, custom: rest };
}

/** Two contacts whose addresses differ in case only are one person's. */
export const emailKeyOf = (email: unknown): string | null =>
  typeof email === 'string' && email.trim() !== '' ? email.trim().toLowerCase() : null;

/** Who a decision is about, as a gate, a plan and a template read them. */
export const subjectFacts = ({
  contact,
  account,
  deal,
  owner,
  teamId,
}: SubjectRows): Pick<Facts, 'erased' | 'contact' | 'account' | 'deal' | 'owner'> => ({
  ...(contact.erasedAt === null ? {} : { erased: true }),
  contact: contactFields(contact),
  account: account === null ? null : accountFields(account),
  deal: deal === null ? null : dealFields(deal),
  owner: owner === null ? null : fieldsOfOwner(owner, teamId),
});
