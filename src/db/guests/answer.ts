import type { ReplyOutcome } from '../../api/guest-ports.js';
import type { Invitation } from '../../domain/campaign/invitation.js';
import {
  movingUp,
  type Reply,
  type Standing,
  standingAfter,
  type Waiting,
} from '../../domain/campaign/waiting-list.js';
import type { Instant } from '../../domain/instant.js';
import type { Tx } from '../client.js';
import { type IntakeDeps, takeIn } from '../intake.js';
import { lockContacts } from '../journey/lock.js';
import { execute, query, transaction } from '../statement.js';
import { type EventSeen, freeFor, readEvent } from './standings.js';

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

type Answer = Reply & { readonly contactId: string; readonly step: string };

interface Done {
  readonly outcome: ReplyOutcome;
  readonly outbox: readonly bigint[];
}

/**
 * Takes a guest's answer, gives the places that are free by it to those who wait, and tells the journeys of all of them: one
 * transaction, and one at a time for an event, so that each moves up once and no place is given twice.
 */
export function answerInvitation(deps: IntakeDeps, invitation: Invitation, said: Answer, now: Now): Promise<Done> {
  return transaction(deps.db, async (tx) => {
    await lockGuests(tx, invitation.id);
    const event = await readEvent(tx, invitation.id, said.contactId);
    const room = { free: freeFor(invitation, event, event.own), isLine: event.waiting > 0 };
    const after = standingAfter(said, event.own, room);
    if (typeof after === 'string') return { outcome: after, outbox: [] };
    const turn = after.answer === 'waiting' ? (event.own?.turn ?? (await nextTurn(tx, invitation.id))) : null;
    const outbox = await settle(tx, deps, { invitation, event, own: { ...said, after, turn } }, now);
    return outbox === null ? { outcome: 'gone', outbox: [] } : { outcome: 'taken', outbox };
  });
}

/** Gives places that became free by no answer to those who wait. */
export function moveUp(deps: IntakeDeps, invitation: Invitation, now: Now): Promise<readonly bigint[]> {
  return transaction(deps.db, async (tx) => {
    await lockGuests(tx, invitation.id);
    const event = await readEvent(tx, invitation.id, null);
    return (await settle(tx, deps, { invitation, event, own: null }, now)) ?? [];
  });
}

/** Taken before the contacts' locks. Not the campaign's row, which whatever is being sent holds a share of. */
const lockGuests = (tx: Tx, id: string): Promise<number> =>
  execute(tx)`SELECT pg_advisory_xact_lock(hashtextextended(${`guests:${id}`}, 0))`;

interface Own extends Answer {
  readonly after: Standing;
  readonly turn: number | null;
}

interface Settling {
  readonly invitation: Invitation;
  readonly event: EventSeen;
  readonly own: Own | null;
}

/** Null: who answers was erased meanwhile. */
async function settle(
  tx: Tx,
  deps: IntakeDeps,
  { invitation, event, own }: Settling,
  now: Now,
): Promise<readonly bigint[] | null> {
  const free = freeFor(invitation, event, own?.after ?? null);
  const moved = movingUp(free, await lineOf(tx, invitation.id, own, free));
  // Of all whom this is about before anything of them is written, so that an erasure of one waits or is waited for.
  const there = await lockContacts(
    tx,
    [...moved, ...(own === null ? [] : [own])].map(({ contactId }) => contactId),
  );
  if (own !== null && !there.has(own.contactId)) return null;
  const hasPlace = moved.some(({ contactId }) => contactId === own?.contactId);
  const others = moved.filter(({ contactId }) => contactId !== own?.contactId && there.has(contactId));
  const outbox: bigint[] = [];
  const hear = async (type: string, contactId: string, fields: Fields, source: string): Promise<void> => {
    const told = { type, at: now.virtual, contactId, fields: { form: invitation.id, ...fields }, source, now };
    outbox.push(...(await takeIn(tx, deps, told)).outbox);
  };
  if (own !== null) {
    const { step, turn, companions } = { ...own, ...own.after };
    const answer = hasPlace ? 'yes' : own.after.answer;
    await write(tx, invitation.id, { ...own, answer, companions, turn: hasPlace ? null : turn }, now.virtual);
    await hear('form.submitted', own.contactId, { answer, companions, step }, 'link');
  }
  for (const { contactId, companions } of others) {
    await execute(tx)`
      UPDATE guests SET answer = 'yes', turn = NULL
      WHERE "campaignId" = ${invitation.id} AND "contactId" = ${contactId}`;
    await hear('guest.movedUp', contactId, { answer: 'yes', companions }, 'waiting-list');
  }
  return outbox;
}

type Fields = { readonly [name: string]: unknown };
type InLine = Waiting & { readonly turn: number };

/** The line with the one who answers in it: as much of it as can have a place. */
async function lineOf(tx: Tx, id: string, own: Own | null, free: number): Promise<readonly InLine[]> {
  const most = Number.isFinite(free) ? Math.max(free, 0) + 1 : null;
  const others = await query<InLine>(tx)`
    SELECT "contactId", companions, turn FROM guests
    WHERE "campaignId" = ${id} AND turn IS NOT NULL AND "contactId" <> ${own?.contactId ?? ''}
    ORDER BY turn LIMIT ${most}`;
  if (own === null || own.turn === null) return others;
  const { contactId, after, turn } = own;
  return [...others, { contactId, companions: after.companions, turn }].sort((a, b) => a.turn - b.turn);
}

async function nextTurn(tx: Tx, id: string): Promise<number> {
  const [row] = await query<{ turn: number }>(tx)`
    SELECT coalesce(max(turn), 0) + 1 AS turn FROM guests WHERE "campaignId" = ${id} AND turn IS NOT NULL`;
  return row?.turn ?? 1;
}

async function write(
  tx: Tx,
  id: string,
  { contactId, answer, companions, turn }: Standing & { readonly contactId: string; readonly turn: number | null },
  at: Instant,
): Promise<void> {
  await execute(tx)`
    INSERT INTO guests ("campaignId", "contactId", answer, companions, turn, "answeredAt")
    VALUES (${id}, ${contactId}, ${answer}, ${companions}, ${turn}, ${new Date(at)})
    ON CONFLICT ("campaignId", "contactId") DO UPDATE
    SET answer = EXCLUDED.answer, companions = EXCLUDED.companions, turn = EXCLUDED.turn, "answeredAt" = EXCLUDED."answeredAt"`;
}
