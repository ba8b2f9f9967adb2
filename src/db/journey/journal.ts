import type { Instant } from '../../domain/instant.js';
import type { JournalLine } from '../../domain/journey/commands.js';
import type { Tx } from '../client.js';
import { execute } from '../statement.js';

interface Decided {
  readonly journeyId: string;
  readonly advance: number;
  readonly real: Instant;
  /** Of the command that it answers. */
  readonly requestId: string | null;
}

const instant = (at: Instant): string => new Date(at).toISOString();

/** Writes the lines of a decision in their order. As JSON: so it is one statement, however many they are. */
export async function writeJournal(
  tx: Tx,
  { journeyId, advance, real, requestId }: Decided,
  lines: readonly JournalLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => ({
    ...line,
    at: instant(line.at),
    until: line.until === null ? null : instant(line.until),
    detail: detailOf(line, requestId),
  }));
  await execute(tx)`
    INSERT INTO journal_entries
      ("journeyId", advance, at, "realAt", stage, track, step, action, decision, reason, until, detail)
    SELECT ${journeyId}, ${advance}, at, ${new Date(real)}, stage, track, step, action, decision, reason, until, detail
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS line
      (at timestamptz, stage text, track text, step text, action text, decision text, reason text, until timestamptz, detail jsonb)`;
}

const detailOf = ({ rule }: JournalLine, requestId: string | null): { readonly [key: string]: string } | null =>
  requestId === null && rule === undefined
    ? null
    : { ...(requestId === null ? {} : { requestId }), ...(rule === undefined ? {} : { rule }) };
