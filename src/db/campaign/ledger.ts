import type { Move, MoveAnswer } from '../../activities/campaign-mail-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { type Brief, briefly, query } from '../statement.js';
import { marketingSince, WISHES } from './asked.js';

export interface DatedMove extends Move {
  /** Business time at which it was asked for. */
  readonly at: Instant;
}

/**
 * Writes what becomes of some dozens of recipients at once, under the lock of their blocks, each of which must still be its
 * holder's. Who is to be handed over is so under the lock of the contact (law 9), if the campaign sends and nothing was said or
 * sent since the gate was asked. Whoever takes a wish holds that lock until it is committed, so one of both sees the other;
 * whose lock somebody else has isn't waited for: they are asked about again.
 */
export async function writeMoves(db: Db, campaignId: string, moves: readonly DatedMove[]): Promise<MoveAnswer[]> {
  const contacts = moves.flatMap(({ asked }) => (asked === null ? [] : [asked.contactId]));
  const write = moves.every(isCommon) ? writeCommon : writeAny;
  if (contacts.length === 0) return await write(db, campaignId, moves);
  return await briefly(db, async (tx) => {
    const free = await lockFree(tx, contacts);
    const mayBe = moves.filter(({ asked }) => asked === null || free.has(asked.contactId));
    // A statement of its own: it sees what was committed before the locks were ours.
    const answers = mayBe.length === 0 ? [] : await write(tx, campaignId, mayBe);
    const answerOf = new Map(mayBe.map((move, index) => [move, answers[index]]));
    return moves.map((move) => answerOf.get(move) ?? 'gone');
  });
}

async function lockFree(tx: Brief, contacts: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await query<{ id: string }>(tx)`
    SELECT id FROM contacts WHERE id = ANY(${contacts}::text[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  return new Set(rows.map(({ id }) => id));
}

interface Written {
  readonly state: string | null;
  readonly held: readonly { readonly block: number; readonly fence: string }[] | null;
  readonly written: readonly number[];
}

/** Nearly all: a mail is handed over, and a mail is accepted. */
function isCommon({ from, to, outcome, dueAt, asked }: DatedMove): boolean {
  if (outcome !== null || dueAt !== null) return false;
  return asked === null ? from === 'handed-over' && to === 'accepted' : asked.others === null;
}

/** These by a statement that is told no more of each than it must know. */
async function writeCommon(db: Db | Brief, campaignId: string, moves: readonly DatedMove[]): Promise<MoveAnswer[]> {
  const blocks = blocksOf(moves);
  const handed = moves.filter(({ asked }) => asked !== null);
  const accepted = moves.filter(({ asked }) => asked === null);
  const at = isoOf(Math.max(...moves.map((move) => move.at)));
  const [row] = await query<Written>(db)`
    WITH held AS MATERIALIZED (
      SELECT b.block, b.fence, b."fromN", b."toN" FROM campaign_blocks b
      JOIN unnest(${blocks.map(({ block }) => block)}::int[], ${blocks.map(({ fence }) => fence)}::text[])
        AS mine(block, fence) ON b.block = mine.block AND b.fence = mine.fence
      WHERE b."campaignId" = ${campaignId} FOR SHARE OF b),
    handed AS (
      UPDATE campaign_recipients r SET state = 'handed-over', outcome = NULL, reason = NULL,
        "handedAt" = coalesce(r."handedAt", ${at}::timestamptz)
      FROM unnest(${handed.map(({ n }) => n)}::int[], ${handed.map(({ asked }) => asked?.wishes ?? null)}::text[])
        AS m(n, wishes), contacts c
      WHERE r."campaignId" = ${campaignId} AND r.n = m.n AND r.state = 'waiting' AND c.id = r."contactId"
        AND EXISTS (SELECT FROM held WHERE r.n BETWEEN "fromN" AND "toN")
        AND (SELECT state FROM campaigns WHERE id = ${campaignId}) = 'sending' AND m.wishes = ${WISHES}
      RETURNING r.n),
    accepted AS (
      UPDATE campaign_recipients r SET state = 'accepted', outcome = NULL, reason = NULL, "acceptedAt" = ${at}::timestamptz
      WHERE r."campaignId" = ${campaignId} AND r.n = ANY (${accepted.map(({ n }) => n)}::int[])
        AND r.state = 'handed-over' AND EXISTS (SELECT FROM held WHERE r.n BETWEEN "fromN" AND "toN")
      RETURNING r.n)
    SELECT (SELECT state FROM campaigns WHERE id = ${campaignId}) AS state,
      (SELECT jsonb_agg(jsonb_build_object('block', block, 'fence', fence)) FROM held) AS held,
      ARRAY(SELECT n FROM handed UNION ALL SELECT n FROM accepted) AS written`;
  return answersOf(row, moves);
}

const blocksOf = (moves: readonly DatedMove[]): DatedMove[] => [
  ...new Map(moves.map((move) => [`${move.block} ${move.fence}`, move])).values(),
];

async function writeAny(db: Db | Brief, campaignId: string, moves: readonly DatedMove[]): Promise<MoveAnswer[]> {
  const blocks = blocksOf(moves);
  const column = <T>(read: (move: DatedMove) => T): T[] => moves.map(read);
  const isCapped = moves.some(({ asked }) => asked !== null && asked.others !== null);
  const [row] = await query<Written>(db)`
    WITH held AS MATERIALIZED (
      SELECT b.block, b.fence FROM campaign_blocks b
      JOIN unnest(${blocks.map(({ block }) => block)}::int[], ${blocks.map(({ fence }) => fence)}::text[])
        AS mine(block, fence) ON b.block = mine.block AND b.fence = mine.fence
      WHERE b."campaignId" = ${campaignId} FOR SHARE OF b),
    moves AS MATERIALIZED (
      SELECT m.* FROM unnest(${column(({ n }) => n)}::int[], ${column(({ block }) => block)}::int[],
        ${column(({ fence }) => fence)}::text[], ${column(({ from }) => from)}::text[], ${column(({ to }) => to)}::text[],
        ${column(({ outcome }) => outcome)}::text[], ${column(({ reason }) => reason)}::text[],
        ${column(({ dueAt }) => isoOf(dueAt))}::timestamptz[], ${column(({ at }) => isoOf(at))}::timestamptz[],
        ${column(({ asked }) => asked?.wishes ?? null)}::text[],
        ${column(({ asked }) => isoOf(asked?.others?.since ?? null))}::timestamptz[],
        ${column(({ asked }) => asked?.others?.count ?? null)}::int[])
        AS m(n, block, fence, was, becomes, outcome, reason, "dueAt", at, wishes, since, others)
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
            AND m.wishes = (SELECT ${WISHES} FROM contacts c WHERE c.id = r."contactId")
            ${isCapped ? nothingSent(campaignId) : Prisma.empty})
      RETURNING r.n)
    SELECT (SELECT state FROM campaigns WHERE id = ${campaignId}) AS state,
      (SELECT jsonb_agg(jsonb_build_object('block', block, 'fence', fence)) FROM held) AS held,
      ARRAY(SELECT n FROM written) AS written`;
  return answersOf(row, moves);
}

function answersOf(row: Written | undefined, moves: readonly DatedMove[]): MoveAnswer[] {
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

/** No more than the gate knew of: two campaigns that meet at one contact see each other. */
const nothingSent = (campaignId: string): Prisma.Sql => Prisma.sql`
  AND (m.others IS NULL
    OR m.others >= ${marketingSince(Prisma.sql`r."contactId"`, campaignId, Prisma.sql`m.since`)})`;

const isoOf = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());
