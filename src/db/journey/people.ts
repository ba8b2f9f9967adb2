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
  const team = /^(?:team|pool):(.+)$/.exec(assign)?.[1];
  if (team !== undefined) return { assigneeId: null, teamId: team };
  const ask = kind === 'approval' ? approverOf : holderOf;
  return { assigneeId: ask(await readPeople(tx), assign, ownerId, at), teamId: null };
}
