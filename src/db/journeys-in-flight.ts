import type { InFlight } from '../api/store-ports.js';
import type { JourneyState } from '../domain/journey/state.js';
import type { Db } from './client.js';
import type { Deal, Prisma } from './generated/client.js';
import { accountFields, contactFields, dealFields, ownerFields } from './journey/records.js';

/** Open journeys of a definition on other versions than one, after an id: what a change of version would look at. */
export async function journeysInFlight(
  db: Db,
  definitionId: string,
  { except, after, limit }: { readonly except: number; readonly after: string | null; readonly limit: number },
): Promise<readonly InFlight[]> {
  const rows = await db.journey.findMany({
    where: {
      definitionId,
      status: 'open',
      definitionVersion: { not: except },
      ...(after === null ? {} : { id: { gt: after } }),
    },
    include: { contact: { include: { account: true, owner: { include: { teams: true } } } } },
    orderBy: { id: 'asc' },
    take: limit,
  });
  const dealOf = await dealsOf(db, rows);
  return rows.map((row) => {
    const { contact } = row;
    const deal = dealOf(row);
    return {
      journeyId: row.id,
      version: row.definitionVersion,
      state: row.state as JourneyState | null,
      subjectId: row.subjectId,
      facts: {
        contact: contactFields(contact),
        account: contact.account === null ? null : accountFields(contact.account),
        deal: deal === null ? null : dealFields(deal),
        owner: contact.owner === null ? null : ownerFields(contact.owner),
        events: [],
        answers: {},
        teams: {},
      },
    };
  });
}

type Row = Prisma.JourneyGetPayload<Record<string, never>>;

/** The journey's own deal, else the contact's newest. */
async function dealsOf(db: Db, rows: readonly Row[]): Promise<(row: Row) => Deal | null> {
  const deals = await db.deal.findMany({
    where: {
      OR: [{ contactId: { in: rows.map(({ contactId }) => contactId) } }, { id: { in: rows.flatMap(ownDeal) } }],
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const byId = new Map(deals.map((deal) => [deal.id, deal]));
  const newest = new Map(deals.map((deal) => [deal.contactId, deal]));
  return (row) => {
    const [own] = ownDeal(row);
    return (own === undefined ? undefined : byId.get(own)) ?? newest.get(row.contactId) ?? null;
  };
}

function ownDeal({ state, subjectType, subjectId }: Row): string[] {
  const made = (state as JourneyState | null)?.deal;
  if (made !== undefined) return [made];
  return subjectType === 'deal' ? [subjectId] : [];
}
