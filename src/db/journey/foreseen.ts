import type { Foreseen } from '../../domain/care/look-ahead.js';
import type { TakenOut } from '../../domain/care/taken-out.js';
import { spanOfRow } from '../care/exclusion-views.js';
import type { Tx } from '../client.js';
import { execute, query } from '../statement.js';

/** Writes what a journey will do at its occasions, in place of what was written before: only what differs is touched. */
export async function writeForeseen(tx: Tx, journeyId: string, foreseen: readonly Foreseen[]): Promise<void> {
  const rows = foreseen.map((each) => ({ ...each, at: new Date(each.at).toISOString() }));
  await execute(tx)`
    WITH wanted AS (
      SELECT w.*, j."definitionId", j."definitionVersion", j."contactId"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS w(step text, ordinal int, occasion text, at timestamptz, day date, zone text), journeys j
      WHERE j.id = ${journeyId}),
    gone AS (
      DELETE FROM care_occasions o WHERE o."journeyId" = ${journeyId}
        AND NOT EXISTS (SELECT FROM wanted w WHERE w.step = o.step AND w.ordinal = o.ordinal))
    INSERT INTO care_occasions AS o
      ("journeyId", step, ordinal, occasion, "definitionId", "definitionVersion", "contactId", at, day, zone)
    SELECT ${journeyId}, step, ordinal, occasion, "definitionId", "definitionVersion", "contactId", at, day, zone FROM wanted
    ON CONFLICT ("journeyId", step, ordinal) DO UPDATE SET
      occasion = excluded.occasion, "definitionVersion" = excluded."definitionVersion",
      at = excluded.at, day = excluded.day, zone = excluded.zone
    WHERE (o.occasion, o."definitionVersion", o.at, o.day, o.zone)
      IS DISTINCT FROM (excluded.occasion, excluded."definitionVersion", excluded.at, excluded.day, excluded.zone)`;
}

/** What a contact was taken out of, of a definition. */
export async function readTakenOut(tx: Tx, contactId: string, definitionId: string): Promise<readonly TakenOut[]> {
  const rows = await query<{ steps: string[]; since: Date | null; until: Date | null }>(tx)`
    SELECT steps, since, until FROM care_exclusions
    WHERE "contactId" = ${contactId} AND "definitionId" = ${definitionId} AND "undoneAt" IS NULL`;
  return rows.map(spanOfRow);
}
