import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { nearest } from '../../../domain/nearest.js';
import type { Db } from '../../client.js';
import { digestOf, type Incoming, planOnly, type Target, writeBatch } from '../batch-writer.js';
import type { ContactEntry } from '../contact-entry.js';
import { ALL_CONTACT_FIELDS, contactTarget } from '../contact-target.js';
import { type CsvRow, type CsvSource, openCsv, readRows } from '../csv-source.js';
import type { Finding, StructureCode } from '../finding.js';
import { BATCH_ROWS, checkOptions, type ImportOptions, type OnProgress } from '../options.js';
import type { ImportReport } from '../report.js';
import { OccurrenceKeys } from '../row-keys.js';
import { beginRun, endRun, makeReport, orBroken, type RunOutcome } from '../run.js';
import { SideFiles } from '../side-files.js';
import { Tally } from '../tally.js';
import { type ConvertContext, type Converted, convertRow, type PlacedColumn } from './convert-row.js';
import { type CsvMap, formatCsvMap, parseCsvMap } from './csv-map.js';
import { guessMap } from './guess-map.js';

const SYSTEM = 'csv';
const ROWS_TO_GUESS_BY = 50;

export interface CsvOptions extends ImportOptions {
  /** Path of the map file; absent: the guessed map. */
  readonly map?: string;
  /** Writes nothing to the database; the report says what an import would do. */
  readonly dryRun?: boolean;
}

/**
 * Imports a list of people: by the map, merged by address or else by phone number. Every row has a source: the row's,
 * the map's or `options.source`; a list from nowhere is refused, because writing to harvested addresses is against the
 * law nearly everywhere. All rows are parsed before any is written; the same import again changes nothing.
 */
export async function importCsv(
  db: Db,
  path: string,
  options: CsvOptions,
  onProgress: OnProgress = () => {},
): Promise<ImportReport> {
  const startedMs = performance.now();
  let named: { source?: string } = {};
  const report = (outcome: Omit<RunOutcome, 'system' | 'startedMs'>): ImportReport =>
    makeReport({ ...options, ...named }, { ...outcome, system: SYSTEM, startedMs });
  const refused = (refusals: readonly Finding[]) => report({ status: 'refused', runId: null, files: [], refusals });
  const broken: Finding<StructureCode>[] = [];
  const source = await orBroken(() => openCsv(path, basename(path)), broken);
  const map = source && (await readMap(source, options, broken));
  const faults = [...checkOptions(options), ...broken];
  if (!source || !map || faults.length > 0) return refused(faults);
  const sourceName = options.source ?? map.source;
  if (sourceName === null || sourceName.trim() === '') return refused([noSource(path)]);
  named = { source: sourceName.trim() };
  const list: List = {
    source,
    isGuessed: options.map === undefined,
    columns: placeColumns(source, map),
    convert: {
      map,
      timezone: options.timezone ?? 'UTC',
      defaultCountry: options.defaultCountry ?? null,
      source: sourceName.trim(),
      owners: await readOwners(db),
      now: options.now,
    },
  };
  const side = await SideFiles.open(options.out ?? null, [source.file]);
  const tally = new Tally(source, 'contact', side);
  await orBroken(() => checkRows(list, tally, onProgress), broken);
  await side.close();
  if (broken.length > 0) return refused(broken);
  const runId = options.dryRun ? null : await beginRun(db, SYSTEM, options.now);
  const written = await orBroken(() => writeRows(db, list, options, tally, onProgress), broken);
  const done = report({
    status: options.dryRun ? 'dry-run' : written === null ? 'interrupted' : 'done',
    runId,
    files: written === null ? [] : [tally.report()],
    refusals: broken,
  });
  await side.writeReport(done);
  await endRun(db, done, options.now);
  return done;
}

/** The map that fits a file best as far as one can see, as text to save and correct; and the columns it leaves out. */
export async function guessMapFile(path: string): Promise<{
  readonly text: string;
  readonly unknown: readonly string[];
  readonly findings: readonly Finding<StructureCode>[];
}> {
  const findings: Finding<StructureCode>[] = [];
  const guess = await orBroken(async () => guessFor(await openCsv(path, basename(path))), findings);
  return guess
    ? { text: formatCsvMap(guess.map), unknown: guess.unknown, findings }
    : { text: '', unknown: [], findings };
}

interface List {
  readonly source: CsvSource;
  readonly isGuessed: boolean;
  readonly columns: readonly PlacedColumn[];
  readonly convert: ConvertContext;
}

async function guessFor(source: CsvSource) {
  const sample: (readonly string[])[] = [];
  for await (const row of readRows(source)) {
    sample.push(row.fields);
    if (sample.length === ROWS_TO_GUESS_BY) break;
  }
  return guessMap(source.header, sample);
}

async function readMap(
  source: CsvSource,
  options: CsvOptions,
  broken: Finding<StructureCode>[],
): Promise<CsvMap | null> {
  if (options.map === undefined) return checkGuess(source, (await guessFor(source)).map, broken);
  const file = basename(options.map);
  const text = await readFile(options.map, 'utf8').catch(() => null);
  if (text === null) {
    broken.push({
      file,
      line: 1,
      column: 0,
      code: 'unreadable-file',
      message: 'there is no such map file, or it may not be read',
    });
    return null;
  }
  const { map, findings } = parseCsvMap(text, file);
  broken.push(...findings);
  for (const { column } of map?.columns ?? []) {
    if (source.header.includes(column)) continue;
    const near = nearest(column, source.header);
    broken.push({
      file,
      line: 1,
      column: 0,
      code: 'missing-column',
      message: `the list has no column "${column}"${near === undefined ? '' : `; there is "${near}"`}`,
    });
  }
  return map;
}

function checkGuess(source: CsvSource, map: CsvMap, broken: Finding<StructureCode>[]): CsvMap {
  if (!map.columns.some(({ to }) => to === 'email' || to === 'phone'))
    broken.push({
      file: source.file,
      line: 1,
      column: 0,
      code: 'bad-map',
      message: 'no column looks like an address or a phone number; say with a map which is',
    });
  return map;
}

const noSource = (path: string): Finding<StructureCode> => ({
  file: basename(path),
  line: 1,
  column: 0,
  code: 'missing-source',
  message:
    'nothing says where these people come from; give --source, or `source` in the map (writing to harvested addresses is against the law)',
});

const placeColumns = (source: CsvSource, map: CsvMap): PlacedColumn[] =>
  map.columns
    .filter(({ to }) => to !== 'ignore')
    .map((column) => ({ ...column, index: source.header.indexOf(column.column) }));

async function readOwners(db: Db): Promise<ReadonlyMap<string, string | null>> {
  const owners = new Map<string, string | null>();
  for (const { id, name, email } of await db.user.findMany({ select: { id: true, name: true, email: true } })) {
    for (const key of new Set([name.toLowerCase(), email.toLowerCase()])) owners.set(key, owners.has(key) ? null : id);
  }
  return owners;
}

async function* convertRows(list: List): AsyncGenerator<{ row: CsvRow; converted: Converted | null }> {
  for await (const row of readRows(list.source))
    yield { row, converted: row.fault ? null : convertRow(row.fields, list.columns, list.convert) };
}

async function checkRows(list: List, tally: Tally, onProgress: OnProgress): Promise<void> {
  const { file, header, guessed } = list.source;
  if (guessed) await tally.remark('guessed-encoding', 0, 'the text is no UTF-8; it was read as GB18030');
  // In a written map, `ignore` is somebody's decision; in a guessed one it means that nothing was understood.
  const chosen = list.convert.map.columns.filter(({ to }) => to !== 'ignore' || !list.isGuessed);
  const named = new Set(chosen.map(({ column }) => column));
  for (const [index, name] of header.entries()) {
    if (name !== '' && !named.has(name))
      await tally.remark('unknown-column', index + 1, `the map doesn't name the column "${name}"; it isn't imported`);
  }
  let rows = 0;
  for await (const { row, converted } of convertRows(list)) {
    await tally.see(row, converted?.notes ?? []);
    rows += 1;
    if (rows % 1000 === 0) onProgress({ phase: 'check', file, rows });
  }
  if (rows === 0) await tally.remark('no-rows', 0, 'the file has column names and no rows');
  onProgress({ phase: 'check', file, rows });
}

async function writeRows(db: Db, list: List, options: CsvOptions, tally: Tally, onProgress: OnProgress): Promise<true> {
  const context = {
    now: options.now,
    announce: options.announce ?? (() => Promise.resolve()),
    fresh: new Set<string>(),
  };
  const target: Target<ContactEntry> = contactTarget(context, {
    winsOnMerge: [],
    winsOnUpdate: ALL_CONTACT_FIELDS.filter((field) => field !== 'source'),
  });
  const from = { system: SYSTEM, kind: list.convert.source };
  const write = options.dryRun ? planOnly<ContactEntry>() : writeBatch;
  const keys = new OccurrenceKeys();
  let batch: Incoming<ContactEntry>[] = [];
  let rows = 0;
  const flush = async () => {
    const { outcomes } = await write(db, from, batch, target);
    tally.settle(outcomes, 0);
    rows += batch.length;
    batch = [];
    onProgress({ phase: 'write', file: list.source.file, rows });
  };
  for await (const { converted } of convertRows(list)) {
    if (!converted?.entry) continue;
    batch.push({ key: keys.next(personKey(converted.entry)), entry: converted.entry });
    if (batch.length === BATCH_ROWS) await flush();
  }
  if (batch.length > 0) await flush();
  return true;
}

/** Who a row is about, without saying it: the key outlives the contact. */
const personKey = ({ emailKey, phone }: ContactEntry): string =>
  emailKey !== null ? `email ${digestOf(emailKey)}` : `phone ${digestOf(phone ?? '')}`;
