import type { RobotStore } from '../../api/people-ports.js';
import { formatInstant } from '../../domain/instant.js';
import { err, ok } from '../../domain/result.js';
import type { RobotKind } from '../../domain/robot.js';
import { writeAudit } from '../audit.js';
import type { Db } from '../client.js';
import type { Robot } from '../generated/client.js';
import { newId } from '../new-id.js';
import type { Seal } from '../seal.js';
import { placeOf } from './book.js';

/** `seal`: null where the deployment has no secret; then it can have no robots. */
export function createRobotStore(db: Db, seal: Seal | null): RobotStore {
  return {
    list: async () => (await db.robot.findMany({ orderBy: { id: 'asc' } })).map(viewOf),
    create: async ({ kind, name, whose, address, secret }, by) => {
      if (seal === null) return err('no-mailbox-secret');
      const id = newId('robot');
      return await db.$transaction(async (tx) => {
        const [userId, teamId] = whose.type === 'user' ? [whose.userId, null] : [null, whose.teamId];
        if (userId !== null && (await tx.user.findUnique({ where: { id: userId } }))?.active !== true)
          return err('unknown-owner');
        if (teamId !== null && (await tx.team.findUnique({ where: { id: teamId } })) === null)
          return err('unknown-team');
        const row = await tx.robot.create({
          data: {
            ...{ id, kind, name, userId, teamId },
            address: seal.seal(address, placeOf(id, 'address')),
            secret: secret === null ? null : seal.seal(secret, placeOf(id, 'secret')),
            createdAt: new Date(by.at),
            realBusyTo: new Date(0),
          },
        });
        await writeAudit(tx, by, { action: 'robot.create', objectType: 'robot', objectId: id });
        return ok(viewOf(row));
      });
    },
    remove: (id, by) =>
      db.$transaction(async (tx) => {
        const { count } = await tx.robot.deleteMany({ where: { id } });
        if (count === 1) await writeAudit(tx, by, { action: 'robot.remove', objectType: 'robot', objectId: id });
        return count === 1;
      }),
  };
}

/** Neither address nor secret: nobody gets them back. */
const viewOf = ({ id, kind, name, userId, teamId, secret, lastCode, realLastAt }: Robot) => ({
  ...{ id, kind: kind as RobotKind, name, userId, teamId, isSecretSet: secret !== null },
  last: realLastAt === null ? null : { at: formatInstant(realLastAt.getTime()), code: lastCode },
});
