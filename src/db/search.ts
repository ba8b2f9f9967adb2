import type { Localised } from '../api/contracts/common.js';
import type { FoundView } from '../api/contracts/search.js';
import type { Scope } from '../api/store-ports.js';
import type { Db } from './client.js';
import { contactScope } from './contact-store.js';
import { dealScope } from './deal-store.js';
import { journeyScope } from './journey-scope.js';
import { type Outlines, stageName } from './outlines.js';
import { partOf } from './part-of.js';

const MOST = 8;
/** Journeys and deals are found by their contacts too: by so many of them at most. */
const MOST_CONTACTS = 200;
const MOST_DEFINITIONS = 500;

/**
 * What has a text in its name, or is named by it as an id. Parts of words are looked for, since Chinese has no spaces
 * between them; that reads the contacts' names from end to end, which for 50,000 of them takes some 30 ms.
 */
export async function searchAll(db: Db, outlines: Outlines, scope: Scope, text: string): Promise<FoundView> {
  const contacts = await findContacts(db, scope, text);
  const ids = contacts.map(({ id }) => id);
  const [journeys, deals, definitions] = await Promise.all([
    findJourneys(db, outlines, scope, text, ids),
    findDeals(db, scope, text, ids),
    findDefinitions(db, outlines, text),
  ]);
  return { contacts: contacts.slice(0, MOST), journeys, deals, definitions };
}

function findContacts(db: Db, scope: Scope, text: string) {
  const part = partOf(text);
  const fits = { OR: [{ id: text }, { name: part }, { email: part }, { company: part }] };
  return db.contact.findMany({
    where: { AND: [contactScope(scope), fits] },
    orderBy: { id: 'desc' },
    take: MOST_CONTACTS,
    select: { id: true, name: true, company: true, email: true, stage: true },
  });
}

async function findJourneys(
  db: Db,
  outlines: Outlines,
  scope: Scope,
  text: string,
  contacts: string[],
): Promise<FoundView['journeys']> {
  const rows = await db.journey.findMany({
    where: { AND: [journeyScope(scope), { OR: [{ id: text }, { contactId: { in: contacts } }] }] },
    // `open` comes after `ended`.
    orderBy: [{ status: 'desc' }, { id: 'desc' }],
    take: MOST,
    select: {
      id: true,
      definitionId: true,
      definitionVersion: true,
      contactId: true,
      contact: { select: { name: true } },
      stage: true,
      phase: true,
    },
  });
  const outlineOf = await outlines.of(rows);
  return rows.map((row) => ({
    id: row.id,
    definitionId: row.definitionId,
    definitionName: outlineOf(row).name,
    contactId: row.contactId,
    contactName: row.contact.name,
    stage: row.stage,
    stageName: stageName(outlineOf(row), row.stage),
    phase: row.phase,
  }));
}

async function findDeals(db: Db, scope: Scope, text: string, contacts: string[]): Promise<FoundView['deals']> {
  const fits = { OR: [{ id: text }, { name: partOf(text) }, { contactId: { in: contacts } }] };
  const rows = await db.deal.findMany({
    where: { AND: [dealScope(scope), fits] },
    orderBy: { id: 'desc' },
    take: MOST,
    select: { id: true, name: true, contactId: true, stage: true, status: true, amount: true, currency: true },
  });
  return rows.map((row) => ({ ...row, amount: row.amount?.toNumber() ?? null }));
}

/** Names stand inside the definitions' texts; their outlines are in memory. */
async function findDefinitions(db: Db, outlines: Outlines, text: string): Promise<FoundView['definitions']> {
  const rows = await db.definition.findMany({ orderBy: { id: 'asc' }, take: MOST_DEFINITIONS });
  const versions = rows.map(({ id, kind, current }) => ({ kind, definitionId: id, definitionVersion: current }));
  const outlineOf = await outlines.of(versions);
  const wanted = text.toLowerCase();
  return versions
    .map((version) => ({ id: version.definitionId, kind: version.kind, name: outlineOf(version).name }))
    .filter(({ id, name }) => [id, ...namesIn(name)].some((each) => each.toLowerCase().includes(wanted)))
    .slice(0, MOST);
}

const namesIn = (name: Localised | null): string[] =>
  name === null ? [] : typeof name === 'string' ? [name] : Object.values(name);
