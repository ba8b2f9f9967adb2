import type { MailCampaign, Move, MoveAnswer } from '../../activities/campaign-mail-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { query } from '../statement.js';
import { emailOf } from './recipients.js';

export interface DatedMove extends Move {
  /** Business time at which it was asked for. */
  readonly at: Instant;
}

/** Topics of which an opt-out holds a mail back; of service mail none. */
export function topicsOf(campaign: MailCampaign): readonly string[] {
  const { purpose, topic } = emailOf(campaign);
  return purpose === 'marketing' ? ['*', ...(topic === undefined ? [] : [topic])] : [];
}

/**
 * Writes what becomes of some dozens of recipients by one statement. Under the lock of their blocks, each of which must still be
 * its holder's; and nobody is handed over unless the campaign sends and the contact wants it, as the rows are now.
 */
export async function writeMoves(
  db: Db,
  campaignId: string,
  topics: readonly string[],
  moves: readonly DatedMove[],
): Promise<MoveAnswer[]> {
  const blocks = [...new Map(moves.map((move) => [`${move.block} ${move.fence}`, move])).values()];
  const column = <T>(read: (move: DatedMove) => T): T[] => moves.map(read);
  const [row] = await query<{
    state: string | null;
    held: { block: number; fence: string }[] | null;
    written: number[];
  }>(db)`
    WITH held AS MATERIALIZED (
      SELECT b.block, b.fence FROM campaign_blocks b
      JOIN unnest(${blocks.map(({ block }) => block)}::int[], ${blocks.map(({ fence }) => fence)}::text[])
        AS mine(block, fence) ON b.block = mine.block AND b.fence = mine.fence
      WHERE b."campaignId" = ${campaignId} FOR SHARE OF b),
    moves AS MATERIALIZED (
      SELECT m.* FROM unnest(${column(({ n }) => n)}::int[], ${column(({ block }) => block)}::int[],
        ${column(({ fence }) => fence)}::text[], ${column(({ from }) => from)}::text[], ${column(({ to }) => to)}::text[],
        ${column(({ outcome }) => outcome)}::text[], ${column(({ reason }) => reason)}::text[],
        ${column(({ dueAt }) => isoOf(dueAt))}::timestamptz[], ${column(({ at }) => isoOf(at))}::timestamptz[])
        AS m(n, block, fence, was, becomes, outcome, reason, "dueAt", at)
      JOIN held USING (block, fence)),
    written AS (
      UPDATE campaign_recipients r SET state = m.becomes, outcome = m.outcome, reason = m.reason,
        "dueAt" = coalesce(m."dueAt", r."dueAt"),
        "handedAt" = CASE m.becomes WHEN 'handed-over' THEN coalesce(r."handedAt", m.at) WHEN 'waiting' THEN NULL ELSE r."handedAt" END,
        "acceptedAt" = CASE WHEN m.becomes = 'accepted' THEN m.at ELSE r."acceptedAt" END
      FROM moves m
      WHERE r."campaignId" = ${campaignId} AND r.n = m.n AND r.state = m.was
        AND (m.becomes <> 'handed-over' OR m.was = 'handed-over'
          OR (SELECT state FROM campaigns WHERE id = ${campaignId}) = 'sending'
            AND NOT EXISTS (SELECT FROM opt_outs o WHERE o."contactId" = r."contactId" AND o.topic = ANY(${topics}))
            AND EXISTS (SELECT FROM contacts c
              WHERE c.id = r."contactId" AND NOT c."doNotContact" AND c."erasedAt" IS NULL))
      RETURNING r.n)
    SELECT (SELECT state FROM campaigns WHERE id = ${campaignId}) AS state,
      (SELECT jsonb_agg(jsonb_build_object('block', block, 'fence', fence)) FROM held) AS held,
      ARRAY(SELECT n FROM written) AS written`;
  if (row === undefined) throw new Error('a ledger that answers nothing');
  const written = new Set(row.written);
  const held = new Set((row.held ?? []).map(({ block, fence }) => `${block} ${fence}`));
  return moves.map(({ n, block, fence, to, from }): MoveAnswer => {
    // One that was held under two fences at once was written under the one that holds.
    if (!held.has(`${block} ${fence}`)) return 'lost';
    if (written.has(n)) return 'written';
    return to === 'handed-over' && from === 'waiting' && row.state !== 'sending' ? 'held' : 'gone';
  });
}

const isoOf = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());
