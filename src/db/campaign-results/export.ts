import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { partOf } from '../../domain/campaign/recipient.js';
import { RESPONSES } from '../../domain/campaign/response.js';
import type { RecipientRow } from '../campaign-life/reads.js';
import type { Db } from '../client.js';
import { isoOrNull } from '../paging.js';

const ROWS_A_STATEMENT = 2_000;

interface Row extends RecipientRow {
  readonly email: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  /** When each kind of thing first came back, as Postgres prints it in JSON. */
  readonly came: { readonly [kind: string]: string } | null;
}

const HEAD = ['n', 'contact', 'name', 'email', 'language', 'timezone', 'part', 'reason', 'due', 'handed_over'] as const;
const TAIL = ['accepted', 'journey'] as const;

/** A row for each recipient, as CSV. It is read as it is taken, and never held whole. */
export function exportResults(db: Db, campaignId: string): Readable {
  // A name that begins like a formula is text, also to a spreadsheet.
  const csv = stringify({ header: true, columns: [...HEAD, ...TAIL, ...RESPONSES], escape_formulas: true, bom: true });
  // An error of the one ends the other: an `error` that nobody hears would end the process.
  pipeline(Readable.from(rowsOf(db, campaignId)), csv, () => {});
  return csv;
}

async function* rowsOf(db: Db, campaignId: string): AsyncGenerator<readonly (string | null)[]> {
  for (let from = 0; ; ) {
    const rows = await db.$queryRaw<Row[]>`
      SELECT r.n, r."contactId", c.name, c.email, c.language, c.timezone, r.state, r.outcome, r.reason, r."dueAt",
        r."handedAt", r."acceptedAt", r."journeyId",
        (SELECT jsonb_object_agg(kind, at) FROM (
          SELECT kind, min(at) AS at FROM campaign_responses x
          WHERE x."campaignId" = r."campaignId" AND x.kind = ANY(${[...RESPONSES]}) AND x.n = r.n GROUP BY kind) back) AS came
      FROM campaign_recipients r JOIN contacts c ON c.id = r."contactId"
      WHERE r."campaignId" = ${campaignId} AND r.n > ${from} ORDER BY r.n LIMIT ${ROWS_A_STATEMENT}`;
    for (const row of rows) yield cellsOf(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_A_STATEMENT) return;
    from = last.n;
  }
}

function cellsOf({ n, contactId, name, email, language, timezone, reason, journeyId, ...row }: Row): (string | null)[] {
  const came = RESPONSES.map((kind) => isoOrNull(row.came?.[kind] === undefined ? null : new Date(row.came[kind])));
  const who = [String(n), contactId, name, email, language, timezone];
  const times = [isoOrNull(row.dueAt), isoOrNull(row.handedAt), isoOrNull(row.acceptedAt)];
  return [...who, partOf(row), reason, ...times, journeyId, ...came];
}
