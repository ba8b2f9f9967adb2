import type { Instant } from '../../domain/instant.js';
import { approverOf, holderOf } from '../../domain/people/receivers.js';
import type { Tx } from '../client.js';
import { readPeople } from '../people/read-people.js';

/**
 * Whose a task is: a person's, or a team's, whose members take it themselves. Null, both: there is nobody at all.
 */
export async function assigneeOf(
  tx: Tx,
  { assign, kind }: { readonly assign: string; readonly kind: string },
  ownerId: string | null,
  at: Instant,
): Promise<{ readonly assigneeId: string | null; readonly teamId: string | null }> {
  const [, kindOfGroup, group] = /^(team|pool):(.+)$/.exec(assign) ?? [];
  if (group !== undefined) return { assigneeId: null, teamId: await teamOf(tx, kindOfGroup, group) };
  const ask = kind === 'approval' ? approverOf : holderOf;
  return { assigneeId: ask(await readPeople(tx), assign, ownerId, at), teamId: null };
}

/** A pool's members are a team's. A task for a pool that nobody made is for the team of that name. */
async function teamOf(tx: Tx, kind: string | undefined, id: string): Promise<string> {
  if (kind === 'team') return id;
  return (await tx.pool.findUnique({ where: { id }, select: { teamId: true } }))?.teamId ?? id;
}
