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

/** By the index alone, however many journeys sleep: what there is in a span, whoever it is for. */
const countAll = (db: Db, span: Span, scope: Scope, keys: Prisma.Sql, tables: Prisma.Sql | null): Promise<CountRow[]> =>
  db.$queryRaw<CountRow[]>`
    SELECT to_char(x.day, 'YYYY-MM-DD') AS day, x."definitionId", x."definitionVersion", x.occasion, x.step,
      x.ordinal > 0 AS expected, count(*)::int AS count
    FROM ${tables === null ? Prisma.sql`care_occasions x` : Prisma.sql`${tables} JOIN care_occasions x ON x."contactId" = c.id`}
    ${scope.type === 'all' ? Prisma.empty : Prisma.sql`JOIN journeys j ON j.id = x."journeyId"`}
    WHERE ${inSpan(span)} AND ${keys} AND ${scope.type === 'all' ? Prisma.sql`TRUE` : journeyScopeSql(scope)}
    GROUP BY x.day, x."definitionId", x."definitionVersion", x.occasion, x.step, x.ordinal > 0`;

/** The acts that there are in a span, as far as a filter asks for them. */
export async function actsIn(deps: CareDeps, span: Span, filter: CareFilter): Promise<readonly KnownAct[]> {
  // A loose scan: as many steps of the index as there are acts, not as there are people.
  const keys = await deps.db.$queryRaw<ActKey[]>`
    SELECT DISTINCT x."definitionId", x."definitionVersion", x.occasion, x.step FROM care_occasions x
    WHERE ${inSpan(span)}`;
  const actOf = await readActs(deps.programs, keys);
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
  // A first look without conditions also tells what acts there are.
  const plain = await countAll(db, span, scope, Prisma.sql`TRUE`, scope.type === 'all' ? null : Prisma.sql`contacts c`);
  const actOf = await readActs(programs, plain);
  const acts = distinct(plain.flatMap((row) => actOf(row) ?? [])).filter((act) => isWanted(act, filter));
  const guarded = acts.filter((act) => askFor([act], now).asksContacts);
  const asked = askFor(guarded, now);
  const exact = guarded.length === 0 ? [] : await countAll(db, span, scope, asked.fits, asked.tables);
  const isGuarded = new Set(guarded);
  const isActOf = new Set(acts);
  const rows = plain.filter((row) => {
    const act = actOf(row);
    return act !== undefined && isActOf.has(act) && !isGuarded.has(act);
  });
  const nameOf = await outlines.of(acts.map(({ key }) => key));
  return merged([...rows, ...exact], actOf, nameOf);
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

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
