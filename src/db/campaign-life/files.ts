import type { CampaignDesk, CampaignFault, CampaignOrder } from '../../api/campaign-ports.js';
import type { CampaignFileLineView, CampaignFileView } from '../../api/contracts/campaigns.js';
import type { PageRequest, Rows } from '../../api/store-ports.js';
import { columnsOfList, type ListLine, readListLine } from '../../domain/campaign/audience-file.js';
import { ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import { type CampaignFile, Prisma } from '../generated/client.js';
import { emailKeyOf } from '../journey/records.js';
import { cutPage, iso, numberAt } from '../paging.js';
import { MOST_ROWS } from './reads.js';
import { refuse } from './refuse.js';
import { lockCampaign } from './rows.js';

/** Lines that go to the database with one statement: so many are held in memory, however long the file is. */
const BATCH = 2_000;
/** A line that is longer is no address. */
const LONGEST_LINE = 4_096;

interface Deps {
  readonly db: Db;
}

/** What is approved is what goes out: nobody changes the lists of a campaign that is more than a draft. */
const NOT_A_DRAFT = refuse(
  'campaign-not-draft',
  'It is no draft any more, so its lists stay as they are. Take it back first.',
);

type Sent = Parameters<CampaignDesk['takeFile']>[1];

/**
 * Reads a list as it comes. Each line is a contact of ours, a stranger or broken; once all are in, further lines of the
 * same contact are duplicates. A list that breaks off in the middle never counts; the one before it stays.
 */
export async function takeFile(
  { db }: Deps,
  campaignId: string,
  { name, lines }: Sent,
  { actorId, reason }: CampaignOrder,
  { virtual }: { readonly virtual: number },
): Promise<Result<CampaignFileView, CampaignFault>> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, select: { state: true } });
  if (campaign === null) return refuse('not-found', `There is no campaign ${campaignId}.`);
  if (campaign.state !== 'draft') return NOT_A_DRAFT;
  const at = new Date(virtual);
  const { id } = await db.campaignFile.create({
    data: { campaignId, name, state: 'reading', uploadedAt: at, uploadedBy: actorId },
  });
  let file: CampaignFile | null = null;
  try {
    await writeLines(db, id, lines);
    file = await finishFile(db, id, campaignId, name);
  } finally {
    if (file === null) await removeFile(db, id);
  }
  if (file === null) return NOT_A_DRAFT;
  const detail = { name, lines: file.lines, found: file.found };
  const deed = { action: 'campaign.file', objectType: 'campaign', objectId: campaignId, detail };
  await db.$transaction((tx) =>
    writeAudit(tx, { actorId, at: virtual }, { ...deed, ...(reason === null ? {} : { reason }) }),
  );
  return ok(fileView(file));
}

async function writeLines(db: Db, fileId: bigint, lines: AsyncIterable<Buffer>): Promise<void> {
  let columns: ReturnType<typeof columnsOfList> | null = null;
  let n = 0;
  let batch: (ListLine & { readonly line: number })[] = [];
  const flush = async () => {
    if (batch.length > 0) await writeBatch(db, fileId, batch);
    batch = [];
  };
  for await (const text of textLines(lines)) {
    n += 1;
    if (columns === null) {
      columns = columnsOfList(text);
      if (columns.isHeader) continue;
    }
    if (text.trim() === '') continue;
    batch.push({ line: n, ...readListLine(text, columns) });
    if (batch.length >= BATCH) await flush();
  }
  await flush();
}

/** What is of one contact is found by its id or its address; what is neither is broken. */
async function writeBatch(
  db: Db,
  fileId: bigint,
  batch: readonly (ListLine & { readonly line: number })[],
): Promise<void> {
  const numbers = batch.map(({ line }) => line);
  const ids = batch.map((each) => (each.type === 'id' ? each.value : null));
  const keys = batch.map((each) => (each.type === 'email' ? emailKeyOf(each.value) : null));
  const values = batch.map(({ value }) => value.replaceAll('\0', ''));
  const named = batch.map((each) => (each.type === 'broken' ? 'broken' : 'stranger'));
  await db.$executeRaw`
    INSERT INTO campaign_file_lines ("fileId", line, became, "contactId", value)
    SELECT ${fileId}, l.line, CASE WHEN c.id IS NULL THEN l.named ELSE 'found' END, c.id,
      CASE WHEN c.id IS NULL THEN CASE l.named WHEN 'broken' THEN l.value ELSE lower(l.value) END END
    FROM unnest(${numbers}::int[], ${ids}::text[], ${keys}::text[], ${values}::text[], ${named}::text[])
        AS l (line, id, key, value, named)
      LEFT JOIN LATERAL (
        SELECT id FROM contacts WHERE "erasedAt" IS NULL AND (contacts.id = l.id OR "emailKey" = l.key)
      ) c ON TRUE`;
}

/**
 * The duplicates are known, and the list counts: those of the same name before it are gone. Null: its campaign is no draft any
 * more, or a list that was begun later was there first.
 */
async function finishFile(db: Db, id: bigint, campaignId: string, name: string): Promise<CampaignFile | null> {
  return await db.$transaction(
    async (tx) => {
      const campaign = await lockCampaign(tx, campaignId);
      const ready = await tx.campaignFile.findMany({
        where: { campaignId, name, state: 'ready' },
        select: { id: true },
      });
      if (campaign?.state !== 'draft' || ready.some((other) => other.id > id)) return null;
      await tx.$executeRaw`
        UPDATE campaign_file_lines l SET became = 'duplicate' FROM (
          SELECT line, row_number() OVER (PARTITION BY "contactId" ORDER BY line) AS nth
          FROM campaign_file_lines WHERE "fileId" = ${id} AND became = 'found') twins
        WHERE l."fileId" = ${id} AND l.line = twins.line AND twins.nth > 1`;
      const [counts] = await tx.$queryRaw<Counts[]>`
        SELECT count(*)::int AS lines, (count(*) FILTER (WHERE became = 'found'))::int AS found,
          (count(*) FILTER (WHERE became = 'duplicate'))::int AS duplicates,
          (count(*) FILTER (WHERE became = 'stranger'))::int AS strangers,
          (count(*) FILTER (WHERE became = 'broken'))::int AS broken
        FROM campaign_file_lines WHERE "fileId" = ${id}`;
      for (const each of ready) await removeFile(tx, each.id);
      return await tx.campaignFile.update({ where: { id }, data: { state: 'ready', ...counts } });
    },
    { timeout: 120_000 },
  );
}

type Counts = Pick<CampaignFile, 'lines' | 'found' | 'duplicates' | 'strangers' | 'broken'>;

async function removeFile(db: Db | Tx, fileId: bigint): Promise<void> {
  await db.campaignFileLine.deleteMany({ where: { fileId } });
  await db.campaignFile.deleteMany({ where: { id: fileId } });
}

/** Lines of a stream of bytes, without their ends; of one that never ends only its beginning. */
async function* textLines(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = (parts.pop() ?? '').slice(0, LONGEST_LINE);
    for (const part of parts) yield clean(part);
  }
  rest += decoder.decode();
  if (rest !== '') yield clean(rest);
}

const clean = (line: string): string =>
  line
    .slice(0, LONGEST_LINE)
    .replace(/^\uFEFF/, '')
    .replace(/\r$/, '');

/** With a draft that is thrown away go the lists that were brought for it. */
export async function removeFiles(tx: Tx, campaignId: string): Promise<void> {
  const files = await tx.campaignFile.findMany({ where: { campaignId }, select: { id: true } });
  for (const { id } of files) await removeFile(tx, id);
}

export async function readFiles(db: Db, campaignId: string): Promise<readonly CampaignFileView[]> {
  const rows = await db.campaignFile.findMany({ where: { campaignId }, orderBy: { id: 'desc' } });
  return rows.map(fileView);
}

const fileView = (file: CampaignFile): CampaignFileView => ({
  name: file.name,
  state: file.state as CampaignFileView['state'],
  lines: file.lines,
  found: file.found,
  duplicates: file.duplicates,
  strangers: file.strangers,
  broken: file.broken,
  uploadedAt: iso(file.uploadedAt),
  uploadedBy: file.uploadedBy,
});

interface LineRow {
  readonly line: number;
  readonly became: CampaignFileLineView['became'];
  readonly contactId: string | null;
  readonly name: string | null;
  readonly value: string | null;
}

export async function readFileLines(
  db: Db,
  campaignId: string,
  { name, became }: { readonly name: string; readonly became?: string },
  { after, limit }: PageRequest,
): Promise<Rows<CampaignFileLineView>> {
  const file = await db.campaignFile.findFirst({
    where: { campaignId, name, state: 'ready' },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  if (file === null) return { rows: [], next: null };
  const only = became === undefined ? Prisma.empty : Prisma.sql`AND became = ${became}`;
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT l.line, l.became, l."contactId", c.name, l.value FROM (
      SELECT line, became, "contactId", value FROM campaign_file_lines
      WHERE "fileId" = ${file.id} AND line > ${Math.min(numberAt(after) ?? 0, MOST_ROWS)} ${only} ORDER BY line LIMIT ${limit + 1}) l
    LEFT JOIN contacts c ON c.id = l."contactId" ORDER BY l.line`;
  return cutPage(
    rows,
    limit,
    (row) => [row.line],
    ({ name: contactName, ...row }) => ({ ...row, contactName }),
  );
}

/** What stands in its lists of others than contacts is for correcting them: once a campaign is over nobody does. */
export async function forgetStrangers(db: Db, campaignId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE campaign_file_lines SET value = NULL
    WHERE "fileId" IN (SELECT id FROM campaign_files WHERE "campaignId" = ${campaignId}) AND value IS NOT NULL`;
}
