import type { Programs } from '../../activities/ports.js';
import type { CareCount, CareFilter, Scope } from '../../api/store-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { journeyScopeSql } from '../journey-scope.js';
import type { Outlines } from '../outlines.js';
import { type ActKey, askFor, isWanted, type KnownAct, readActs } from './known-acts.js';

export interface CareDeps {
  readonly db: Db;
  readonly programs: Programs;
  readonly outlines: Outlines;
}

export interface Span {
  readonly from: string;
  readonly to: string;
}

interface CountRow extends ActKey {
  readonly day: string;
  readonly expected: boolean;
  readonly count: number;
}

const inSpan = ({ from, to }: Span): Prisma.Sql => Prisma.sql`x.day BETWEEN ${from}::date AND ${to}::date`;

/** How many rows of some acts there are on each day: contacts are looked at only where a condition or the scope asks for them. */
async function countRows(
  db: Db,
  scope: Scope,
  span: Span,
  acts: readonly KnownAct[],
  now: Instant,
): Promise<CountRow[]> {
  if (acts.length === 0) return [];
  const { tables, fits, asksContacts } = askFor(acts, now);
  const isOwn = scope.type === 'own';
  return await db.$queryRaw<CountRow[]>`
    SELECT to_char(x.day, 'YYYY-MM-DD') AS day, x."definitionId", x."definitionVersion", x.occasion, x.step,
      x.ordinal > 0 AS expected, count(*)::int AS count
    FROM ${asksContacts || isOwn ? Prisma.sql`${tables} JOIN care_occasions x ON x."contactId" = c.id` : Prisma.sql`care_occasions x`}
    ${isOwn ? Prisma.sql`JOIN journeys j ON j.id = x."journeyId"` : Prisma.empty}
    WHERE ${inSpan(span)} AND ${fits} AND ${isOwn ? journeyScopeSql(scope) : Prisma.sql`TRUE`}
    GROUP BY x.day, x."definitionId", x."definitionVersion", x.occasion, x.step, x.ordinal > 0`;
}

/** The acts that there are, as far as a filter asks for them. */
export async function actsOf({ db, programs }: CareDeps, filter: CareFilter): Promise<readonly KnownAct[]> {
  // From key to key by the index: as many steps as there are acts, not as there are people.
  const keys = await db.$queryRaw<ActKey[]>`
    WITH RECURSIVE known AS (
      (SELECT "definitionId", "definitionVersion", occasion, step FROM care_occasions
        ORDER BY "definitionId", "definitionVersion", occasion, step LIMIT 1)
      UNION ALL
      SELECT next.* FROM known k CROSS JOIN LATERAL (
        SELECT x."definitionId", x."definitionVersion", x.occasion, x.step FROM care_occasions x
        WHERE (x."definitionId", x."definitionVersion", x.occasion, x.step)
          > (k."definitionId", k."definitionVersion", k.occasion, k.step)
        ORDER BY x."definitionId", x."definitionVersion", x.occasion, x.step LIMIT 1) next)
    SELECT * FROM known`;
  const actOf = await readActs(programs, keys);
  return keys.flatMap((key) => actOf(key) ?? []).filter((act) => isWanted(act, filter));
}

/** How many people there are on each day, of each message and task. */
export async function countCare(
  deps: CareDeps,
  scope: Scope,
  span: Span,
  filter: CareFilter,
  now: Instant,
): Promise<readonly CareCount[]> {
  const { db, programs, outlines } = deps;
  const acts = await actsOf(deps, filter);
  const isGuarded = (act: KnownAct): boolean => askFor([act], now).asksContacts;
  const [plain, guarded] = await Promise.all(
    [acts.filter((act) => !isGuarded(act)), acts.filter(isGuarded)].map((some) =>
      countRows(db, scope, span, some, now),
    ),
  );
  const rows = [...(plain ?? []), ...(guarded ?? [])];
  return merged(rows, await readActs(programs, rows), await outlines.of(rows));
}

/** Versions of one definition that do the same are one line. */
function merged(
  rows: readonly CountRow[],
  actOf: (key: ActKey) => KnownAct | undefined,
  outlineOf: Awaited<ReturnType<Outlines['of']>>,
): CareCount[] {
  const parts = new Map<string, CareCount>();
  for (const row of rows) {
    const known = actOf(row);
    if (known === undefined) continue;
    const key = [row.day, row.definitionId, row.occasion, row.step].join('\n');
    const before = parts.get(key);
    const expected = row.expected ? row.count : 0;
    parts.set(key, {
      ...whatOf(known, outlineOf),
      day: row.day,
      count: (before?.count ?? 0) + row.count,
      expected: (before?.expected ?? 0) + expected,
    });
  }
  return [...parts.values()].sort(
    (a, b) => a.day.localeCompare(b.day) || b.count - a.count || a.step.localeCompare(b.step),
  );
}

/** What is done, as the calendar says it. */
export const whatOf = ({ key, occasion, act }: KnownAct, outlineOf: Awaited<ReturnType<Outlines['of']>>) => ({
  definitionId: key.definitionId,
  definitionName: outlineOf(key).name,
  occasion: key.occasion,
  kind: occasion.kind,
  about: occasion.about,
  step: key.step,
  action: act.action,
  template: act.template,
  taskKind: act.task?.kind ?? null,
});

/** By day: how many of the rows of a span somebody was taken out of. */
export async function countTakenOut(
  { db }: CareDeps,
  scope: Scope,
  span: Span,
  acts: readonly KnownAct[],
  now: Instant,
): Promise<ReadonlyMap<string, number>> {
  const asked = askFor(acts, now);
  const rows = await db.$queryRaw<{ day: string; count: number }[]>`
    SELECT to_char(x.day, 'YYYY-MM-DD') AS day, count(*)::int AS count
    FROM ${asked.tables} JOIN care_occasions x ON x."contactId" = c.id JOIN journeys j ON j.id = x."journeyId"
    WHERE ${inSpan(span)} AND ${asked.fits} AND ${journeyScopeSql(scope)}
      AND x."contactId" IN (SELECT e."contactId" FROM care_exclusions e WHERE e."undoneAt" IS NULL)
      AND EXISTS (SELECT FROM care_exclusions e WHERE ${EXCLUDES})
    GROUP BY x.day`;
  return new Map(rows.map(({ day, count }) => [day, count]));
}

/** Whether an exclusion `e` that stands is of a row `x` of the calendar. */
export const EXCLUDES = Prisma.sql`e."contactId" = x."contactId" AND e."definitionId" = x."definitionId"
  AND e."undoneAt" IS NULL AND (e.steps = '{}' OR x.step = ANY(e.steps))
  AND (e.since IS NULL OR x.at >= e.since) AND (e.until IS NULL OR x.at < e.until)`;
