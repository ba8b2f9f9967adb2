import type { PoolSettings, PoolView } from '../../api/contracts/pools.js';
import type { PoolStore, PoolViewer, Writer } from '../../api/store-ports.js';
import { defined } from '../../domain/defined.js';
import type { Deployment } from '../../domain/journey/place.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import { type Pool, Prisma } from '../generated/client.js';
import { iso } from '../paging.js';
import { readLeads } from './leads.js';
import { leadsOf } from './move-lead.js';

/** Pools in Postgres. Who has which lead is changed by the engine. */
export function createPoolStore(db: Db, deployment: Pick<Deployment, 'zone' | 'calendars'>): PoolStore {
  const one = async (viewer: PoolViewer, id: string) =>
    await db.pool.findFirst({ where: { AND: [{ id }, visibleTo(viewer)] } });
  return {
    async list(viewer) {
      const rows = await db.pool.findMany({ where: visibleTo(viewer), orderBy: { id: 'asc' } });
      return await Promise.all(rows.map((row) => viewOf(db, row, viewer)));
    },
    async get(viewer, id) {
      const row = await one(viewer, id);
      return row === null ? null : await viewOf(db, row, viewer);
    },
    async holdLimit() {
      return (await db.poolLimit.findUnique({ where: { id: 1 } }))?.holdLimit ?? null;
    },
    async limit(holdLimit, by) {
      await db.$transaction(async (tx) => {
        await tx.poolLimit.upsert({ where: { id: 1 }, create: { id: 1, holdLimit }, update: { holdLimit } });
        await writeAudit(tx, by, { action: 'pool.limit', objectType: 'pool', objectId: '*', detail: { holdLimit } });
      });
    },
    create: (id, settings, by) =>
      writing(db, settings, by, { action: 'pool.create', id }, async (tx, at) => {
        const { name, teamId, ...rest } = settings;
        await tx.pool.create({ data: { id, name, teamId, ...defined(rest), createdAt: at, updatedAt: at } });
      }),
    update: (id, settings, by) =>
      writing(db, settings, by, { action: 'pool.update', id }, async (tx, at) => {
        await tx.pool.update({ where: { id }, data: { ...defined(settings), updatedAt: at } });
      }),
    async leads(viewer, id, show, now, page) {
      const pool = await one(viewer, id);
      return pool === null
        ? { rows: [], next: null }
        : await readLeads(db, deployment, { pool, viewer, show, now }, page);
    },
  };
}

const visibleTo = ({ userId, ownOnly }: PoolViewer): Prisma.PoolWhereInput =>
  ownOnly ? { OR: [{ team: { members: { some: { userId } } } }, { adminId: userId }] } : {};

async function viewOf(db: Db, pool: Pool, { userId, leads }: PoolViewer): Promise<PoolView> {
  const { createdAt, updatedAt, ...settings } = pool;
  const member = await db.teamMember.count({ where: { teamId: pool.teamId, userId } });
  const mine = member === 0 ? null : await leadsOf(db, pool.id, userId);
  return {
    ...settings,
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    leads: await countLeads(db, pool.id),
    mine: mine === null ? null : { unworked: mine.unworked, held: mine.ofPool, heldOfAll: mine.ofAll },
    mayGive: leads || pool.adminId === userId,
  };
}

async function countLeads(db: Db, poolId: string): Promise<PoolView['leads']> {
  const [free, taken, unworked] = await Promise.all([
    db.contact.count({ where: { poolId, ownerId: null } }),
    db.contact.count({ where: { poolId, ownerId: { not: null } } }),
    db.ownership.count({ where: { poolId, until: null, workedAt: null } }),
  ]);
  return { free, taken, unworked };
}

/** Writes a pool after asking whether what it names exists. */
async function writing(
  db: Db,
  { teamId, adminId, ...rest }: PoolSettings,
  by: Writer,
  { action, id }: { readonly action: string; readonly id: string },
  write: (tx: Tx, at: Date) => Promise<void>,
): ReturnType<PoolStore['update']> {
  if (teamId !== undefined && (await db.team.findUnique({ where: { id: teamId } })) === null) return 'unknown-team';
  if (typeof adminId === 'string' && (await db.user.findUnique({ where: { id: adminId, active: true } })) === null)
    return 'unknown-user';
  try {
    await db.$transaction(async (tx) => {
      await write(tx, new Date(by.at));
      const fields = Object.keys(defined({ teamId, adminId, ...rest }));
      await writeAudit(tx, by, { action, objectType: 'pool', objectId: id, detail: { fields } });
    });
    return null;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return 'pool-exists';
    throw error;
  }
}
