import type { PlaceAsked, PutOff } from '../../activities/campaign-mail-ports.js';
import type { Moment } from '../../activities/campaign-ports.js';
import type { Instant } from '../../domain/instant.js';
import { type Counted, hourOf, placesFor } from '../../domain/journey/quota.js';
import type { Db, Tx } from '../client.js';
import { countOfEach, holdAllAlone, mailboxLock } from '../mailboxes/counted.js';
import { execute, transaction } from '../statement.js';

/** Of whose mailbox somebody else counts for long: they ask again after so much business time. */
const ASKS_AGAIN_AFTER = 10_000;

/**
 * Takes places in the quotas of mailboxes for many mails at once, by a few statements: nobody else counts for these mailboxes
 * meanwhile, so of journeys and campaigns each sees what the one before has taken. Answers who is put off, and until when.
 */
export async function takePlaces(db: Db, asked: readonly PlaceAsked[], now: Moment): Promise<PutOff> {
  const of = new Map<string, PlaceAsked[]>();
  for (const each of asked) of.set(each.mailbox.id, [...(of.get(each.mailbox.id) ?? []), each]);
  const ids = [...of.keys()].sort();
  return await transaction(db, async (tx) => {
    const held = await holdAllAlone(tx, ids.map(mailboxLock));
    const free = ids.filter((id) => held.has(mailboxLock(id)));
    const counted = await countOfEach(tx, free, now.virtual);
    const planned = await readPlanned(tx, free, hourOf(now.virtual));
    const putOff = new Map<number, Instant>();
    const changes: Change[] = [];
    for (const [id, wanted] of of) {
      if (!free.includes(id)) {
        for (const { n } of wanted) putOff.set(n, now.virtual + ASKS_AGAIN_AFTER);
        continue;
      }
      const places = placesFor({
        ...{ counted: counted.get(id) ?? NONE, planned: planned.get(id) ?? NONE, now: now.virtual },
        ...{ quotas: quotasOf(wanted), wanted },
      });
      const waiting = wanted.flatMap(({ n }, index) => {
        const slot = places.slots[index] ?? now.virtual;
        return slot === now.virtual ? [] : [[n, slot] as const];
      });
      for (const [n, slot] of waiting) putOff.set(n, slot);
      changes.push({ id, hour: hourOf(now.virtual), taken: wanted.length - waiting.length, planned: 0 });
      for (const [hour, more] of places.planned) changes.push({ id, hour, taken: 0, planned: more });
    }
    await write(tx, changes);
    return putOff;
  });
}

const NONE: Counted = new Map();

function quotasOf([first]: readonly PlaceAsked[]): PlaceAsked['mailbox']['quotas'] {
  if (first === undefined) throw new Error('a mailbox of which nobody asks');
  return first.mailbox.quotas;
}

async function readPlanned(tx: Tx, ids: readonly string[], from: number): Promise<ReadonlyMap<string, Counted>> {
  const rows = await tx.campaignHour.findMany({
    where: { mailboxId: { in: [...ids] }, hour: { gte: from }, planned: { gt: 0 } },
  });
  const planned = new Map<string, Map<number, number>>();
  for (const { mailboxId, hour, planned: n } of rows)
    planned.set(mailboxId, (planned.get(mailboxId) ?? new Map<number, number>()).set(hour, n));
  return planned;
}

interface Change {
  readonly id: string;
  readonly hour: number;
  readonly taken: number;
  readonly planned: number;
}

async function write(tx: Tx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await execute(tx)`
    INSERT INTO campaign_hours AS known ("mailboxId", hour, taken, planned)
    SELECT id, hour, sum(taken), greatest(0, sum(planned)) FROM unnest(${changes.map(({ id }) => id)}::text[],
      ${changes.map(({ hour }) => hour)}::int[], ${changes.map(({ taken }) => taken)}::int[],
      ${changes.map(({ planned }) => planned)}::int[]) AS more(id, hour, taken, planned)
    GROUP BY id, hour
    ON CONFLICT ("mailboxId", hour) DO UPDATE SET taken = known.taken + excluded.taken,
      planned = greatest(0, known.planned + excluded.planned)`;
}

/** Places that were taken and not used. */
export async function givePlacesBack(db: Db, unused: ReadonlyMap<string, number>, taken: Moment): Promise<void> {
  const [ids, counts] = [[...unused.keys()], [...unused.values()]];
  await execute(db)`
    UPDATE campaign_hours SET taken = greatest(0, taken - unused.n)
    FROM unnest(${ids}::text[], ${counts}::int[]) AS unused(id, n)
    WHERE "mailboxId" = unused.id AND hour = ${hourOf(taken.virtual)}`;
}
