import type { Scope } from '../api/store-ports.js';
import type { Lookup } from '../domain/condition/matches.js';
import { RFM } from '../domain/condition/value-classes.js';
import type { Fields } from '../domain/journey/facts.js';
import type { Db } from './client.js';
import { classesOf } from './condition/value-classes.js';
import { accountFields, contactFields, dealFields, ownerFields } from './journey/records.js';
import { inScope } from './journey-scope.js';

const COUNTS = 'events.';

/** One contact as a condition sees it outside of a journey; null if there is no such contact in the scope, or no more. */
export async function contactLookup(
  db: Db,
  scope: Scope,
  id: string,
  paths: readonly string[],
): Promise<Lookup | null> {
  const row = await db.contact.findFirst({
    where: { id, erasedAt: null, ...(scope.type === 'all' ? {} : { ownerId: inScope(scope) }) },
    include: {
      account: true,
      owner: { include: { teams: { orderBy: { teamId: 'asc' } } } },
      deals: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
    },
  });
  if (row === null) return null;
  const deal = row.deals[0];
  const records: { [root: string]: Fields | null } = {
    contact: contactFields(row),
    account: row.account && accountFields(row.account),
    owner: row.owner && ownerFields(row.owner),
    deal: deal === undefined ? null : dealFields(deal),
  };
  if (paths.some((path) => path.startsWith(`${RFM}.`))) records[RFM] = await classesOf(db, id);
  const types = paths.filter((path) => path.startsWith(COUNTS)).map((path) => path.slice(COUNTS.length));
  const events =
    types.length === 0
      ? []
      : await db.event.findMany({ where: { contactId: id, type: { in: types } }, select: { type: true, at: true } });
  return (path) => {
    const dot = path.indexOf('.');
    const rest = path.slice(dot + 1);
    if (!path.startsWith(COUNTS)) return records[path.slice(0, dot)]?.[rest];
    return events.filter(({ type }) => type === rest).map(({ at }) => at.getTime());
  };
}
