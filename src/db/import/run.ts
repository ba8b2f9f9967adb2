import type { Db } from '../client.js';
import type { Prisma } from '../generated/client.js';
import { newId } from '../new-id.js';
import { BrokenFile, type Finding, type StructureCode } from './finding.js';
import type { ImportOptions } from './options.js';
import { type FileReport, type ImportReport, totalsOf } from './report.js';

/** The stored trace of an import: one without an end was cut off. */
export async function beginRun(db: Db, system: string, now: number): Promise<string> {
  const id = newId('import');
  await db.importRun.create({ data: { id, system, startedAt: new Date(now) } });
  return id;
}

export async function endRun(db: Db, report: ImportReport, now: number): Promise<void> {
  if (report.runId === null) return;
  const stored = JSON.parse(JSON.stringify(report)) as Prisma.InputJsonObject;
  await db.importRun.update({
    where: { id: report.runId },
    data: { finishedAt: new Date(now + report.tookMs), report: stored },
  });
}

export interface RunOutcome {
  readonly status: ImportReport['status'];
  readonly system: string;
  readonly runId: string | null;
  readonly files: readonly FileReport[];
  readonly refusals: readonly Finding[];
  readonly absentFiles?: readonly string[];
  readonly unknownFiles?: readonly string[];
  readonly startedMs: number;
}

export function makeReport(options: ImportOptions, outcome: RunOutcome): ImportReport {
  const { startedMs, ...rest } = outcome;
  return {
    absentFiles: [],
    unknownFiles: [],
    ...rest,
    timezone: options.timezone ?? 'UTC',
    defaultCountry: options.defaultCountry ?? null,
    source: options.source ?? null,
    out: options.out ?? null,
    totals: totalsOf(outcome.files),
    tookMs: Math.round(performance.now() - startedMs),
  };
}

/** Runs a step that reads files; a broken one becomes a finding. */
export async function orBroken<T>(step: () => Promise<T>, findings: Finding<StructureCode>[]): Promise<T | null> {
  try {
    return await step();
  } catch (cause) {
    if (!(cause instanceof BrokenFile)) throw cause;
    findings.push(cause.finding);
    return null;
  }
}
