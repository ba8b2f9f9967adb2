import type { FormDefinition } from '../../domain/definition/definition.js';
import type { Instant } from '../../domain/instant.js';
import { chooseMember } from '../../domain/journey/choose-member.js';
import { holderOf } from '../../domain/people/receivers.js';
import type { Tx } from '../client.js';
import { lockedMembers, takeTurn } from '../journey/teams.js';
import { readPeople } from '../people/read-people.js';

/**
 * Whose a new lead of a form is. One who has left hands on as with a task; in a team it is whose turn it is; whoever a form
 * names in vain leaves the lead to nobody, which managers see.
 */
export async function receiverOf(
  tx: Tx,
  form: FormDefinition,
  said: { readonly [field: string]: string | number | boolean },
  now: Instant,
): Promise<{ readonly ownerId?: string; readonly poolId?: string }> {
  const ownerId = await ownerOf(tx, form, said, now);
  const pool = form.pool === undefined ? null : await tx.pool.findUnique({ where: { id: form.pool } });
  return { ...(ownerId === null ? {} : { ownerId }), ...(pool === null ? {} : { poolId: pool.id }) };
}

async function ownerOf(
  tx: Tx,
  { owner, assign }: FormDefinition,
  said: { readonly [field: string]: string | number | boolean },
  now: Instant,
): Promise<string | null> {
  if (owner !== undefined) {
    const user = await tx.user.findFirst({ where: { OR: [{ id: owner }, { email: owner }] }, select: { id: true } });
    return user === null ? null : holderOf(await readPeople(tx), user.id, null, now);
  }
  if (assign === undefined) return null;
  const members = await lockedMembers(tx, assign.team, now, assign.by === 'leastLoaded');
  const chosen = chooseMember(assign.by, members, said);
  if (chosen === undefined) return null;
  await takeTurn(tx, assign.team, chosen.userId);
  return chosen.userId;
}
