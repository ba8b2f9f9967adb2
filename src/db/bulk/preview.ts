import type { BulkPreview } from '../../api/contracts/bulks.js';
import type { BulkTargets, Moment, Scope } from '../../api/store-ports.js';
import type { Db } from '../client.js';
import { type Outlines, stageName } from '../outlines.js';
import { TARGETS, targetsSql } from './freeze.js';

interface Group {
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly stage: string | null;
  readonly phase: string;
  readonly open: boolean;
  readonly count: number;
}

/** How many journeys a bulk would be for, and where they are. */
export async function previewBulk(
  db: Db,
  outlines: Outlines,
  scope: Scope,
  targets: BulkTargets,
  moment: Moment,
): Promise<BulkPreview> {
  const fit = await db.$queryRaw<Group[]>`
    SELECT j."definitionId", j."definitionVersion", j.stage, j.phase, j.status = 'open' AS open, count(*)::int AS count
    FROM ${TARGETS} WHERE ${targetsSql(scope, targets, moment)}
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3`;
  const rows = fit.filter(({ open }) => open);
  const count = sumOf(rows);
  const over = sumOf(fit) - count;
  const outlineOf = await outlines.of(rows);
  return {
    count,
    over,
    unknown: targets.ids === undefined ? 0 : new Set(targets.ids).size - count - over,
    phases: summed(rows, ({ phase }) => phase),
    groups: byStage(rows).map(({ definitionId, definitionVersion, stage, count }) => {
      const outline = outlineOf({ definitionId, definitionVersion });
      const names = { definitionName: outline.name, stageName: stageName(outline, stage) };
      return { definitionId, definitionVersion, stage, count, ...names };
    }),
  };
}

const sumOf = (rows: readonly Group[]): number => rows.reduce((sum, { count }) => sum + count, 0);

function summed(rows: readonly Group[], keyOf: (row: Group) => string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const row of rows) sums[keyOf(row)] = (sums[keyOf(row)] ?? 0) + row.count;
  return sums;
}

/** Most first. */
function byStage(rows: readonly Group[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = JSON.stringify([row.definitionId, row.definitionVersion, row.stage]);
    groups.set(key, { ...row, count: row.count + (groups.get(key)?.count ?? 0) });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
