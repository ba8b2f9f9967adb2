import type { Instant } from '../../domain/instant.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db } from '../client.js';
import { newId } from '../new-id.js';
import { lockPeople } from './read-people.js';

export interface FirstOps {
  readonly email: string;
  readonly name: string;
  readonly key: { readonly id: string; readonly hash: string };
  readonly invitation: { readonly hash: string; readonly until: Instant };
}

/**
 * Makes the first user of ops with a key, for a deployment that has none: who may write to the database may this. Once
 * there is one, users are made by users. `now` is real time.
 */
export function makeFirstOps(
  db: Db,
  { email, name, key, invitation }: FirstOps,
  now: Instant,
): Promise<Result<{ readonly userId: string }, 'ops-exists' | 'user-email-taken'>> {
  return db.$transaction(async (tx) => {
    const people = await lockPeople(tx);
    if ([...people.values()].some(({ role, active }) => role === 'ops' && active)) return err('ops-exists');
    const address = email.trim().toLowerCase();
    if ((await tx.user.findFirst({ where: { email: { equals: address, mode: 'insensitive' } } })) !== null)
      return err('user-email-taken');
    const createdAt = new Date(now);
    const userId = newId('user');
    const invited = { inviteHash: invitation.hash, inviteUntil: new Date(invitation.until) };
    await tx.user.create({ data: { id: userId, email: address, name, role: 'ops', ...invited, createdAt } });
    await tx.apiKey.create({ data: { ...key, name: 'bootstrap', userId, createdAt } });
    await writeAudit(
      tx,
      { actorId: 'bootstrap', at: now },
      { action: 'user.create', objectType: 'user', objectId: userId, detail: { role: 'ops' } },
    );
    return ok({ userId });
  });
}
