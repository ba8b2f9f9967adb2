import type { JourneyView } from '../api/contracts/journeys.js';
import type { Moment } from '../api/store-ports.js';
import type { Db } from './client.js';
import type { Journey, Prisma } from './generated/client.js';
import { userNames } from './names.js';
import { type Outlines, stageName } from './outlines.js';
import { iso, isoOrNull } from './paging.js';

const PHASES = { starting: 'starting', active: 'active', paused: 'paused', held: 'held', ended: 'ended' } as const;

/** State, interests and waits are the engine's own and can be large: no list reads them. */
export const JOURNEY_OMIT = { state: true, interests: true, waits: true } as const;
export const JOURNEY_INCLUDE = { contact: { select: { name: true } } } as const;

export type JourneyRow = Omit<Journey, keyof typeof JOURNEY_OMIT> & { readonly contact: { readonly name: string } };

/** Reads what rows don't have (names of owners, of definitions and stages) once for all of them. */
export async function journeyViews(
  db: Db,
  outlines: Outlines,
  rows: readonly JourneyRow[],
  { lateBefore }: Moment,
): Promise<(row: JourneyRow) => JourneyView> {
  const [names, outlineOf] = await Promise.all([
    userNames(
      db,
      rows.map((row) => row.ownerId),
    ),
    outlines.of(rows),
  ]);
  return (row) => {
    const outline = outlineOf(row);
    return {
      id: row.id,
      definitionId: row.definitionId,
      definitionName: outline.name,
      definitionVersion: row.definitionVersion,
      contactId: row.contactId,
      contactName: row.contact.name,
      ownerId: row.ownerId,
      ownerName: names.get(row.ownerId ?? '') ?? null,
      n: row.n,
      status: row.status === 'open' ? 'open' : 'ended',
      phase: PHASES[row.phase as keyof typeof PHASES] ?? 'held',
      outcome: row.outcome,
      stage: row.stage,
      stageName: stageName(outline, row.stage),
      stageSince: isoOrNull(row.stageSince),
      startedAt: iso(row.startedAt),
      endedAt: isoOrNull(row.endedAt),
      goalAt: isoOrNull(row.goalAt),
      nextAt: isoOrNull(row.nextAt),
      attention: row.attention,
      late: row.status === 'open' && row.nextAt !== null && row.nextAt.getTime() < lateBefore,
      enteredBy: row.enteredBy,
    };
  };
}

/** Some journeys, ready to be shown. */
export async function readJourneys(
  db: Db,
  outlines: Outlines,
  query: Pick<Prisma.JourneyFindManyArgs, 'where' | 'orderBy' | 'take'>,
  moment: Moment,
): Promise<JourneyView[]> {
  const rows = await db.journey.findMany({ ...query, include: JOURNEY_INCLUDE, omit: JOURNEY_OMIT });
  return rows.map(await journeyViews(db, outlines, rows, moment));
}

/** Open, and behind what was due by more than the engine takes to catch up. */
export const isLate = ({ lateBefore }: Moment): Prisma.JourneyWhereInput => ({
  status: 'open',
  nextAt: { lt: new Date(lateBefore) },
});
