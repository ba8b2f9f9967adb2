import type { Scope, TakingOut, TakingOutRefusal, Writer } from '../../api/store-ports.js';
import { spanOf } from '../../domain/care/look-ahead.js';
import { occasionsOf } from '../../domain/care/occasions.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Tx } from '../client.js';
import type { CareExclusion, Prisma } from '../generated/client.js';
import { lockContact } from '../journey/lock.js';
import { journeyScopeSql } from '../journey-scope.js';
import { newId } from '../new-id.js';
import { transaction } from '../statement.js';
import type { CareDeps } from './counts.js';

/*
 * Taking somebody out is a fact that the journey's next decision looks at, under the same lock: it holds from its commit on,
 * and wakes nobody who sleeps.
 */

type Wanted = Pick<
  CareExclusion,
  'contactId' | 'definitionId' | 'scope' | 'occasion' | 'day' | 'steps' | 'since' | 'until'
>;

export async function takeOut(
  deps: CareDeps,
  scope: Scope,
  what: TakingOut,
  by: Writer,
): Promise<Result<CareExclusion, TakingOutRefusal>> {
  const contactId = what.of === 'campaign' ? what.contactId : await contactOf(deps, what.journeyId);
  if (contactId === null) return err('not-found');
  return await transaction(deps.db, async (tx) => {
    await lockContact(tx, contactId);
    const wanted = what.of === 'campaign' ? await ofCampaign(tx, scope, what) : await ofJourney(deps, tx, scope, what);
    if (!wanted.ok) return wanted;
    const before = await standing(tx, wanted.value);
    if (before !== null) return ok(before);
    const row = await tx.careExclusion.create({
      data: {
        ...{ id: newId('careExclusion'), ...wanted.value, reason: what.reason, actorId: by.actorId },
        ...{ at: new Date(by.at), realAt: new Date() },
      },
    });
    await writeAudit(tx, by, {
      ...{ action: 'care.taken-out', objectType: 'contact', objectId: contactId, reason: what.reason },
      detail: detailOf(row),
    });
    return ok(row);
  });
}

const detailOf = ({ id, definitionId, scope, occasion, day }: CareExclusion): Prisma.InputJsonObject => ({
  ...{ exclusionId: id, definitionId, of: scope },
  ...(occasion === '' ? {} : { occasion }),
  ...(day === null ? {} : { day: day.toISOString().slice(0, 10) }),
});

async function contactOf({ db }: CareDeps, journeyId: string): Promise<string | null> {
  const row = await db.journey.findUnique({ where: { id: journeyId }, select: { contactId: true } });
  return row?.contactId ?? null;
}

/** The same that stands already: who takes out twice has taken out once. */
const standing = (tx: Tx, { contactId, definitionId, occasion, day }: Wanted): Promise<CareExclusion | null> =>
  tx.careExclusion.findFirst({ where: { contactId, definitionId, occasion, day, undoneAt: null } });

interface OccasionRow {
  readonly contactId: string;
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly occasion: string;
  readonly ordinal: number;
  readonly at: Date;
}

async function ofJourney(
  { programs }: CareDeps,
  tx: Tx,
  scope: Scope,
  what: Extract<TakingOut, { of: 'occasion' | 'kind' }>,
): Promise<Result<Wanted, TakingOutRefusal>> {
  const day = what.of === 'occasion' ? what.day : null;
  const [seen] = await tx.$queryRaw<{ contactId: string }[]>`
    SELECT c.id AS "contactId" FROM journeys j JOIN contacts c ON c.id = j."contactId"
    WHERE j.id = ${what.journeyId} AND ${journeyScopeSql(scope)}`;
  if (seen === undefined) return err('not-found');
  const [row] = await tx.$queryRaw<OccasionRow[]>`
    SELECT "contactId", "definitionId", "definitionVersion", occasion, ordinal, at FROM care_occasions
    WHERE "journeyId" = ${what.journeyId} AND step = ${what.step} AND (${day}::date IS NULL OR day = ${day}::date)
    ORDER BY ordinal LIMIT 1`;
  if (row === undefined) return err('occasion-gone');
  const program = await programs.program(row.definitionId, row.definitionVersion);
  const occasion = occasionsOf(program).get(row.occasion);
  if (occasion === undefined) return err('occasion-gone');
  const always = { since: null, until: null };
  const { since, until } = day === null ? always : spanOf(occasion, row.at.getTime(), row.ordinal);
  return ok({
    ...{ contactId: row.contactId, definitionId: row.definitionId, scope: what.of, occasion: row.occasion },
    day: day === null ? null : new Date(`${day}T00:00:00Z`),
    // All that is done at the occasion: who is not to be wished well isn't called about it either.
    steps: occasion.acts.map(({ step }) => step),
    since: since === null ? null : new Date(since),
    until: until === null ? null : new Date(until),
  });
}

async function ofCampaign(
  tx: Tx,
  scope: Scope,
  { campaignId, contactId }: Extract<TakingOut, { of: 'campaign' }>,
): Promise<Result<Wanted, TakingOutRefusal>> {
  const contact = await tx.contact.findFirst({
    where: { id: contactId, ...(scope.type === 'all' ? {} : { ownerId: { in: [...scope.userIds] } }) },
    select: { id: true },
  });
  if (contact === null || !(await isCampaign(tx, campaignId))) return err('not-found');
  return ok({
    ...{ contactId, definitionId: campaignId, scope: 'campaign', occasion: '', day: null },
    ...{ steps: [], since: null, until: null },
  });
}

/** One that is written for the first time is a draft only, and has no definition yet. */
async function isCampaign(tx: Tx, id: string): Promise<boolean> {
  if ((await tx.campaign.findUnique({ where: { id }, select: { id: true } })) !== null) return true;
  const definition = await tx.definition.findUnique({ where: { id }, select: { kind: true } });
  return definition?.kind === 'campaign';
}

/** Null: there is none within the scope. One that was undone before stays as it was. */
export async function undo(
  { db }: CareDeps,
  scope: Scope,
  id: string,
  reason: string | undefined,
  by: Writer,
): Promise<CareExclusion | null> {
  const seen = await db.careExclusion.findUnique({ where: { id } });
  if (seen === null) return null;
  return await transaction(db, async (tx) => {
    await lockContact(tx, seen.contactId);
    const contact = await tx.contact.findFirst({
      where: { id: seen.contactId, ...(scope.type === 'all' ? {} : { ownerId: { in: [...scope.userIds] } }) },
      select: { id: true },
    });
    if (contact === null) return null;
    const row = await tx.careExclusion.findUniqueOrThrow({ where: { id } });
    if (row.undoneAt !== null) return row;
    await writeAudit(tx, by, {
      ...{ action: 'care.taken-back', objectType: 'contact', objectId: row.contactId },
      ...(reason === undefined || reason === '' ? {} : { reason }),
      detail: detailOf(row),
    });
    const data = { undoneAt: new Date(by.at), realUndoneAt: new Date(), undoneBy: by.actorId };
    return await tx.careExclusion.update({ where: { id }, data });
  });
}
