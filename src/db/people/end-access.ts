import type { Instant } from '../../domain/instant.js';
import type { Tx } from '../client.js';

/** From the commit on nobody acts as this user: sessions end, keys are revoked, an invitation works no longer. */
export async function endAccess(tx: Tx, userId: string, at: Instant): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
  await tx.apiKey.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date(at) } });
  await tx.user.update({ where: { id: userId }, data: { inviteHash: null, inviteUntil: null } });
}
