import type { Db } from '../../client.js';
import { type Incoming, type Outcome, writeBatch } from '../batch-writer.js';
import type { Announce } from '../change.js';
import { type CsvRow, readRows } from '../csv-source.js';
import type { Finding, StructureCode } from '../finding.js';
import { BATCH_ROWS, checkOptions, type ImportOptions, type OnProgress } from '../options.js';
import type { FileReport, ImportReport } from '../report.js';
import { OccurrenceKeys } from '../row-keys.js';
import { beginRun, endRun, makeReport, orBroken } from '../run.js';
import { SideFiles } from '../side-files.js';
import { Tally } from '../tally.js';
import { type Folder, type OpenFile, openFolder } from './folder.js';
import type { AnyKind, Judged, OpenKind, RawRow, ZohoContext } from './kind.js';
import { Ids, References, recall, SYSTEM } from './references.js';

const NOBODY: Announce = () => Promise.resolve();

/**
 * Imports a Zoho CRM export. All files are parsed and checked before anything is written; if a file is broken (not
 * merely some rows of it), nothing is. Written in batches, each wholly or not at all, so that after a crash the same
 * import again completes the work, and once complete changes nothing.
 */
export async function importZoho(
  db: Db,
  folder: string,
  options: ImportOptions,
  onProgress: OnProgress = () => {},
): Promise<ImportReport> {
  const startedMs = performance.now();
  const refused = (refusals: readonly Finding[]): ImportReport =>
    makeReport(options, { status: 'refused', system: SYSTEM, runId: null, files: [], refusals, startedMs });
  const faults = checkOptions(options);
  if (faults.length > 0) return refused(faults);
  const opened = await openFolder(folder);
  const side = await SideFiles.open(
    options.out ?? null,
    opened.files.map(({ kind }) => kind.file),
  );
  const context: ZohoContext = {
    now: options.now,
    timezone: options.timezone ?? 'UTC',
    defaultCountry: options.defaultCountry ?? null,
    source: options.source ?? null,
    announce: options.announce ?? NOBODY,
    fresh: new Set(),
  };
  const broken = [...opened.broken];
  const tallies = await checkFiles(db, opened, context, side, broken, onProgress);
  await side.close();
  if (broken.length > 0) return refused(broken);
  const runId = await beginRun(db, SYSTEM, options.now);
  const files = await writeFiles(db, opened, context, tallies, broken, onProgress);
  const report = makeReport(options, {
    status: broken.length > 0 ? 'interrupted' : 'done',
    system: SYSTEM,
    runId,
    files,
    refusals: broken,
    absentFiles: opened.absent.map((kind) => kind.file),
    unknownFiles: opened.unknown,
    startedMs,
  });
  await side.writeReport(report);
  await endRun(db, report, options.now);
  return report;
}

/** The first pass: counts, rejects and warns; the database is only read. */
async function checkFiles(
  db: Db,
  folder: Folder,
  context: ZohoContext,
  side: SideFiles,
  broken: Finding<StructureCode>[],
  onProgress: OnProgress,
): Promise<Map<OpenFile, Tally>> {
  const references = new References();
  await recallAbsent(db, folder.absent, references, new Ids());
  const tallies = new Map<OpenFile, Tally>();
  for (const file of folder.files) {
    const tally = new Tally(file.source, file.kind.kind, side);
    tallies.set(file, tally);
    await remarkOnFile(file, tally);
    await orBroken(async () => {
      let rows = 0;
      for await (const { row, judged } of judgeRows(file, file.kind.open(context), references)) {
        await tally.see(row, judged?.notes ?? []);
        rows += 1;
        if (rows % 1000 === 0) onProgress({ phase: 'check', file: file.kind.file, rows });
      }
      if (rows === 0) await tally.remark('no-rows', 0, 'the file has column names and no rows');
      onProgress({ phase: 'check', file: file.kind.file, rows });
    }, broken);
  }
  return tallies;
}

/** The second pass comes to the same verdicts, for it starts from the same. */
async function writeFiles(
  db: Db,
  folder: Folder,
  context: ZohoContext,
  tallies: ReadonlyMap<OpenFile, Tally>,
  broken: Finding<StructureCode>[],
  onProgress: OnProgress,
): Promise<FileReport[]> {
  const references = new References();
  const ids = new Ids();
  await recallAbsent(db, folder.absent, references, ids);
  const reports: FileReport[] = [];
  for (const file of folder.files) {
    const tally = tallies.get(file);
    if (!tally) throw new Error(`${file.kind.file} is to be written and was never checked`);
    const done = await orBroken(() => writeFile(db, file, context, references, ids, tally, onProgress), broken);
    if (done === null) return reports;
    reports.push(tally.report());
  }
  return reports;
}

async function writeFile(
  db: Db,
  file: OpenFile,
  context: ZohoContext,
  references: References,
  ids: Ids,
  tally: Tally,
  onProgress: OnProgress,
): Promise<true> {
  const { kind } = file.kind;
  const open = file.kind.open(context);
  let batch: Incoming<unknown>[] = [];
  let rows = 0;
  const flush = async () => {
    const { outcomes, idOf } = await writeBatch(db, { system: SYSTEM, kind }, batch, open.target);
    ids.take(kind, idOf);
    tally.settle(outcomes satisfies readonly Outcome[], batch.filter(({ entry }) => !open.isLinked(entry)).length);
    rows += batch.length;
    batch = [];
    onProgress({ phase: 'write', file: file.kind.file, rows });
  };
  for await (const { judged, key } of judgeRows(file, open, references)) {
    if (!judged?.taken || key === null) continue;
    batch.push({ key, entry: judged.taken.toEntry(ids) });
    if (batch.length === BATCH_ROWS) await flush();
  }
  if (batch.length > 0) await flush();
  return true;
}

interface JudgedRow {
  readonly row: CsvRow;
  /** Null: the row has a fault of its own. */
  readonly judged: Judged | null;
  /** Null: rejected. */
  readonly key: string | null;
}

async function* judgeRows(
  { kind, source }: OpenFile,
  open: OpenKind,
  references: References,
): AsyncGenerator<JudgedRow> {
  const columns = [...kind.needed, ...kind.others].map((name) => [name, source.header.indexOf(name)] as const);
  const occurrences = new OccurrenceKeys();
  for await (const row of readRows(source)) {
    const raw: RawRow = Object.fromEntries(columns.map(([name, index]) => [name, row.fields[index] ?? '']));
    if (row.fault) {
      open.noteRejected(raw, references);
      yield { row, judged: null, key: null };
      continue;
    }
    const judged = open.judge(raw, references);
    const taken = judged.taken;
    const key =
      taken &&
      (taken.key ?? (taken.contentKey === null ? occurrences.nextOf(row.fields) : occurrences.next(taken.contentKey)));
    yield { row, judged, key };
  }
}

async function remarkOnFile({ kind, source }: OpenFile, tally: Tally): Promise<void> {
  if (source.guessed) await tally.remark('guessed-encoding', 0, 'the text is no UTF-8; it was read as GB18030');
  for (const [index, name] of source.header.entries()) {
    if (name !== '' && !kind.needed.includes(name) && !kind.others.includes(name))
      await tally.remark(
        'unknown-column',
        index + 1,
        `the column "${name}" is none of the export's; it isn't imported`,
      );
  }
}

async function recallAbsent(db: Db, absent: readonly AnyKind[], references: References, ids: Ids): Promise<void> {
  for (const { kind } of absent) await recall(db, kind, references, ids);
}
