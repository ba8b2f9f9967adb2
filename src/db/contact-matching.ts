import type { PageRequest, Rows } from '../api/store-ports.js';
import type { Condition } from '../domain/condition/condition.js';
import { matches } from '../domain/condition/matches.js';
import type { Instant } from '../domain/instant.js';
import type { Fields } from '../domain/journey/facts.js';
import type { Db } from './client.js';
import { accountFields, contactFields, dealFields, ownerFields } from './journey/records.js';
import { cutPage, textAt } from './paging.js';

/** The next contacts in order of id, each with whether it fits: the same predicate as the engine's, over the same fields. */
export async function fitting(
  db: Db,
  condition: Condition | null,
  now: Instant,
  { after, limit }: PageRequest,
): Promise<Rows<{ id: string; fits: boolean }>> {
  const id = textAt(after);
  const rows = await db.contact.findMany({
    where: id === null ? {} : { id: { gt: id } },
    include: {
      account: true,
      owner: { include: { teams: { select: { teamId: true } } } },
      deals: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
    },
    orderBy: { id: 'asc' },
    take: limit + 1,
  });
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({ id: row.id, fits: condition === null || matches(condition, lookup(row), now) }),
  );

  function lookup(row: (typeof rows)[number]): (path: string) => unknown {
    const deal = row.deals[0];
    const records: { readonly [root: string]: Fields } = {
      contact: contactFields(row),
      ...(row.account === null ? {} : { account: accountFields(row.account) }),
      ...(row.owner === null ? {} : { owner: ownerFields(row.owner) }),
      ...(deal === undefined ? {} : { deal: dealFields(deal) }),
    };
    return (path) => {
      const dot = path.indexOf('.');
      return records[path.slice(0, dot)]?.[path.slice(dot + 1)];
    };
  }
}
