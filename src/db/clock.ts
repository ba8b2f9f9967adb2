import type { Clock } from '../activities/ports.js';
import { campaignWorkflowId } from '../domain/campaign/wake.js';
import type { Db } from './client.js';

/** The affine map from real to business time (law 5). */
export interface ClockMap {
  readonly virtualAnchor: number;
  /** Before this real instant business time stands at the virtual anchor. */
  readonly realAnchor: number;
  /** Virtual milliseconds a real millisecond. */
  readonly rate: number;
}

export const REAL_TIME: ClockMap = { virtualAnchor: 0, realAnchor: 0, rate: 1 };

export const toVirtual = (map: ClockMap, real: number): number =>
  map.virtualAnchor + Math.max(0, real - map.realAnchor) * map.rate;

/** Rounded up: a timer must not fire before its instant. */
export const toReal = (map: ClockMap, virtual: number): number =>
  Math.ceil(map.realAnchor + (virtual - map.virtualAnchor) / map.rate);

/** The clock of a process. `wall` is the real time; tests that skip time give none, and Temporal's own time holds. */
export function createClock(map: () => ClockMap, wall: () => number): Clock {
  return {
    now: (scheduledAt) => {
      const real = Math.max(scheduledAt, wall());
      return { virtual: Math.round(toVirtual(map(), real)), real };
    },
    toReal: (virtual) => toReal(map(), virtual),
    span: (realMs) => realMs * map().rate,
  };
}

/** The map in force. */
export async function readClockMap(db: Db): Promise<ClockMap> {
  const row = await db.clock.findUnique({ where: { id: 1 } });
  return row === null
    ? REAL_TIME
    : { virtualAnchor: row.virtualAnchor.getTime(), realAnchor: row.realAnchor.getTime(), rate: row.rate };
}

/**
 * Sets the clock going at a start: business time goes on from where it stood when the system was last seen, so that a
 * quick clock stands while the demo is stopped. `start`: where business time begins the first time. `runsFrom`: the real
 * instant from which it runs, if that is not now; until then it stands.
 */
export async function startClock(
  db: Db,
  real: number,
  rate: number,
  start?: number,
  runsFrom = real,
): Promise<ClockMap> {
  const row = await db.clock.findUnique({ where: { id: 1 } });
  if (row === null && rate === 1 && start === undefined) return REAL_TIME;
  const virtual =
    row === null
      ? (start ?? real)
      : toVirtual(
          { virtualAnchor: row.virtualAnchor.getTime(), realAnchor: row.realAnchor.getTime(), rate: row.rate },
          row.realSeenAt.getTime(),
        );
  const data = { virtualAnchor: new Date(virtual), realAnchor: new Date(runsFrom), rate, realSeenAt: new Date(real) };
  await db.clock.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data });
  return { virtualAnchor: virtual, realAnchor: runsFrom, rate };
}

/** Business time stands from this real instant until that one, and then goes on at its rate. */
export async function standClock(db: Db, real: number, until: number): Promise<ClockMap> {
  const map = await readClockMap(db);
  const still = { virtualAnchor: toVirtual(map, real), realAnchor: until, rate: map.rate };
  await db.clock.update({
    where: { id: 1 },
    data: { virtualAnchor: new Date(still.virtualAnchor), realAnchor: new Date(until), realSeenAt: new Date(real) },
  });
  return still;
}

/** Says that the system is alive: where the clock stands if nothing more is heard of it. */
export async function touchClock(db: Db, real: number): Promise<void> {
  await db.clock.updateMany({ where: { id: 1 }, data: { realSeenAt: new Date(real) } });
}

/**
 * Lets every open journey, campaign and lead's clock that waits for an instant be woken once, because its real instant is another on
 * the new map. Nothing to do in real time. Answers how many journeys.
 */
export async function pokeOpenJourneys(db: Db, real: number): Promise<number> {
  if ((await db.clock.findUnique({ where: { id: 1 } })) === null) return 0;
  await db.$executeRaw`
    SELECT tell_clocks(array(
      SELECT id FROM ownerships WHERE until IS NULL AND "workedAt" IS NULL AND "dueAt" IS NOT NULL))`;
  const at = new Date(real);
  await db.$executeRaw`
    INSERT INTO outbox (kind, "journeyId", "workflowId", "realAt")
    SELECT 'campaign', id, ${campaignWorkflowId('')} || id, ${at} FROM campaigns WHERE state IN ('scheduled', 'sending')`;
  return await db.$executeRaw`
    WITH poked AS (
      UPDATE journeys SET poked = true, "realPokedAt" = ${at} WHERE status = 'open' AND "nextAt" IS NOT NULL
      RETURNING id, "workflowId")
    INSERT INTO outbox (kind, "journeyId", "workflowId", "realAt") SELECT 'poke', id, "workflowId", ${at} FROM poked`;
}
