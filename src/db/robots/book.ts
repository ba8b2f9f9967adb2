import type { RobotBook } from '../../activities/ports.js';
import { ROBOTS, type RobotKind } from '../../domain/robot.js';
import type { Db } from '../client.js';
import type { Robot } from '../generated/client.js';
import { opened } from '../mailboxes/servers.js';
import type { Seal } from '../seal.js';

/** For which of a robot's secrets something is sealed. */
export const placeOf = (robotId: string, what: 'address' | 'secret'): string => `robots/${robotId}/${what}`;

/**
 * Robots for who speaks through them. Messages take up a robot's time one after the other (`realBusyTo`), and so many may be
 * ahead of the clock as the service takes at once: one statement, so workers don't get past the limit together.
 */
export function createRobotBook(db: Db, seal: Seal | null): RobotBook {
  return {
    access: async (id) => {
      const row = await db.robot.findUnique({ where: { id } });
      return row === null ? 'gone' : (secretsOf(row, seal) ?? 'locked');
    },
    takeTurn: async (id, kind, now) => {
      const { everyMs } = ROBOTS[kind];
      const ahead = aheadOf(kind);
      const taken = await db.$executeRaw`
        UPDATE robots SET "realBusyTo" = GREATEST("realBusyTo", ${new Date(now)}) + ${everyMs} * interval '1 millisecond'
        WHERE id = ${id} AND "realBusyTo" <= ${new Date(now + ahead)}`;
      if (taken === 1) return null;
      const row = await db.robot.findUnique({ where: { id }, select: { realBusyTo: true } });
      return row === null ? now : Math.max(now + 1, row.realBusyTo.getTime() - ahead);
    },
    rest: async (id, kind, until) => {
      const realBusyTo = new Date(until + aheadOf(kind));
      await db.robot.updateMany({ where: { id, realBusyTo: { lt: realBusyTo } }, data: { realBusyTo } });
    },
    note: async (id, code, now) => {
      await db.robot.updateMany({ where: { id }, data: { lastCode: code, realLastAt: new Date(now) } });
    },
  };
}

const aheadOf = (kind: RobotKind): number => (ROBOTS[kind].burst - 1) * ROBOTS[kind].everyMs;

function secretsOf(row: Robot, seal: Seal | null) {
  const address = opened(seal, row.address, placeOf(row.id, 'address'));
  const secret = row.secret === null ? null : opened(seal, row.secret, placeOf(row.id, 'secret'));
  if (address === null || (row.secret !== null && secret === null)) return null;
  return { kind: row.kind as RobotKind, address, secret };
}
